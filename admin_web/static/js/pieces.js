// A page whose parts are drawn anew when there is news: <main data-pieces="/address" data-topics="contacts agent:">.
import { ask } from "./net.js";
import { badges, put } from "./page.js";
import { listen } from "./live.js";
import { lookAtOrders, takeOrders } from "./orders.js";

const place = document.querySelector("[data-pieces]");
const topics = [...place.dataset.topics.split(" "), "reread"];
let timer = 0;

async function reread() {
  timer = 0;
  if ([...document.querySelectorAll("audio")].some((sound) => !sound.paused)) {
    timer = setTimeout(reread, 1000); // somebody listens: it is drawn anew afterwards
    return;
  }
  const answer = await ask(place.dataset.pieces, { background: true });
  if (!answer || !answer.ok) return;
  for (const [name, html] of Object.entries(answer.data.html)) put(name, html);
  badges(answer.data.badges);
}

function soon() {
  timer = timer || setTimeout(reread, 200);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dialog]");
  if (button) {
    const dialog = document.getElementById(button.dataset.dialog);
    const form = dialog.querySelector("form");
    if (button.dataset.action) form.action = button.dataset.action;
    for (const name of dialog.querySelectorAll("[data-name]")) name.textContent = button.dataset.name || "";
    form.reset();
    dialog.showModal();
  }
  const close = event.target.closest("[data-close]");
  if (close) close.closest("dialog").close();
});

takeOrders({ after: soon });
listen((news) => {
  if (news.topic.startsWith("agent:")) lookAtOrders();
  if (topics.some((topic) => news.topic.startsWith(topic))) soon();
});
setInterval(soon, 30000);
