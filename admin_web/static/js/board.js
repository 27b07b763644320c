// The board: drawn anew when something changes, at most three times a second.
import { ask } from "./net.js";
import { put } from "./page.js";
import { listen } from "./live.js";
import { lookAtOrders, takeOrders } from "./orders.js";

let timer = 0;

async function reread() {
  timer = 0; // news that come while this is asked for are asked for again
  const answer = await ask("/board/now", { background: true });
  if (answer && answer.ok) put("board", answer.data.html.board);
}

function soon() {
  timer = timer || setTimeout(reread, 300);
}

const dialog = document.getElementById("force");
const alarm = document.getElementById("alarm");
/** Opens a window about one thing: `field` gets its id, `text` is empty again. */
function about(window, field, id, name, text) {
  window.querySelector(`[name=${field}]`).value = id;
  document.getElementById(`${window.id}-name`).textContent = name;
  window.querySelector(`[name=${text}]`).value = "";
  window.showModal();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-force]");
  if (button && dialog) about(dialog, "person", button.dataset.force, button.dataset.name, "note");
  const seen = event.target.closest("[data-alarm]");
  if (seen && alarm) about(alarm, "alarm", seen.dataset.alarm, seen.dataset.name, "remark");
  if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
});

takeOrders({ after: () => dialog && dialog.close() });
listen((news) => {
  if (news.topic.startsWith("agent:")) lookAtOrders();
  soon();
});
setInterval(soon, 15000);
