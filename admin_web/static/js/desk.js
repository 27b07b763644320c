// The desk: rereads its pieces when there is news, and never touches what the agent is typing.
import { ask, notice, rereading, words } from "./net.js";
import { badges, put, tick } from "./page.js";
import { listen } from "./live.js";
import { lookAtOrders, takeOrders, watchOrder } from "./orders.js";
import { chooseAgain } from "./chooser.js";
import { suggest } from "./phrases.js";
import { telephone } from "./ring.js";
import "./twins.js";
import "./where.js";
import { flush, forget, isBlank, restore, watchTyping } from "./draft.js";

const grid = document.querySelector(".desk-grid");
let followed = grid.dataset.call; // the call whose form was shown by itself; after that the agent chooses
let before = grid.dataset.call; // the call on the telephone when it was last looked

async function showForm(call, focus = false) {
  await flush();
  const answer = await ask(`/desk/form?call=${encodeURIComponent(call)}`, { background: true });
  if (!answer || !answer.ok) return;
  document.getElementById("form").innerHTML = answer.data;
  restore();
  if (focus) document.getElementById("t-subject").focus();
}

/** The form follows a call once: at once when it is blank, else when the call is answered. */
async function follow(call, state) {
  const form = document.getElementById("ticket");
  if (!call || !form || followed === call || (!isBlank() && state !== "talking")) return;
  followed = call;
  if (form.call.value === call) return;
  await showForm(call);
  reread(); // what was typed before stands among the drafts now
}

/** The form lets go of a call that somebody else has got; what was typed for it stands among the drafts. */
async function leave(call, missed) {
  const form = document.getElementById("ticket");
  const held = form && form.call.value;
  const over = before && held === before && !call && isBlank();
  before = call;
  if (!held || held === call || (held !== missed && !over)) return;
  followed = "";
  await showForm("");
  reread();
}

/** Nobody is chosen for a caller who has rung off. */
function closeChooser() {
  const dialog = document.getElementById("choose");
  if (dialog.open && !document.querySelector("[data-choose]:not([disabled])")) dialog.close();
}

/** The cases of the caller come in a request of their own: the pop stands at once, however slow the case system is. */
let asking = "";
async function askCases() {
  const wish = document.querySelector("#pop-cases [data-ask]");
  if (!wish || asking === wish.dataset.ask) return;
  asking = wish.dataset.ask;
  const answer = await ask(asking, { background: true });
  const still = document.querySelector("#pop-cases [data-ask]");
  if (answer && answer.ok && still && still.dataset.ask === asking) {
    document.getElementById("pop-cases").innerHTML = answer.data.html;
    tick();
  }
  asking = "";
}

const reread = rereading("/desk/now", async (data) => {
  for (const [name, html] of Object.entries(data.html)) put(name, html);
  grid.classList.toggle("in-call", Boolean(data.call)); // on a telephone the caller then stands on top
  badges(data.badges);
  suggest(data.situation);
  for (const place of document.querySelectorAll("#script [data-hotline]")) place.textContent = data.hotline;
  telephone(data);
  closeChooser();
  askCases();
  await follow(data.call, data.state);
  await leave(data.call, data.missed);
});

async function send(form, button) {
  button.disabled = true;
  const body = new FormData(form);
  const answer = await ask(form.action, { method: "POST", body });
  button.disabled = false;
  if (!answer) return notice(words.network);
  if (!answer.ok) return notice(answer.data.error || words.network);
  forget(form.dataset.draft);
  delete form.dataset.dirty;
  notice(answer.data.said || words.opened, "done", { href: answer.data.href, text: answer.data.number });
  await showForm(form.call.value);
  return reread();
}

document.addEventListener("submit", (event) => {
  if (event.target.id !== "ticket") return;
  event.preventDefault();
  const button = document.getElementById("t-send");
  if (!button.disabled) send(event.target, button);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-form]");
  if (!link) return;
  event.preventDefault();
  showForm(link.dataset.form, true).then(reread);
});

watchTyping();
takeOrders({ after: reread });
if (grid.dataset.watch) watchOrder(Number(grid.dataset.watch));
listen((news) => {
  if (news.topic.startsWith("agent:")) lookAtOrders();
  if (["agent:", "board", "reread"].some((topic) => news.topic.startsWith(topic))) chooseAgain();
  reread();
});
setInterval(reread, 30000);
askCases();
tick();
