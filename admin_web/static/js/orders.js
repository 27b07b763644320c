// Forms that order something of the telephone side: sent without leaving the page, watched until they are done.
import { ask, notice, words } from "./net.js";

const open = new Map(); // order id → when it was placed
const afters = []; // the parts of the page that want to know of an order
let looks = false;

async function look(order) {
  const answer = await ask(`/desk/orders/${order}`, { background: true });
  if (!answer || !answer.ok || answer.data.done) open.delete(order);
  if (answer && answer.ok && answer.data.refused) notice(answer.data.refused);
  if (answer && answer.ok && answer.data.said) notice(answer.data.said, "done");
}

/** Called when news came, by each part of a page that hears them: how did the open orders end? */
export function lookAtOrders() {
  if (looks) return;
  looks = true;
  queueMicrotask(() => {
    looks = false;
    for (const order of open.keys()) look(order);
  });
}

async function late(order, watched) {
  if (!watched || !open.has(order)) return;
  await look(order);
  if (open.delete(order)) notice(words.noanswer);
}

/** Waits for an order that was placed on another page. */
export function watchOrder(order) {
  open.set(order, Date.now());
  look(order);
  setTimeout(() => late(order, true), 5000);
}

async function send(form, button) {
  const body = new FormData(form);
  if (button && button.name) body.set(button.name, button.value);
  if (button) button.disabled = true;
  const answer = await ask(form.action, { method: "POST", body });
  if (button) button.disabled = false;
  if (!answer) return notice(words.network);
  if (!answer.ok) return notice(answer.data.error || words.network);
  if (answer.data.href) return location.assign(answer.data.href); // the desk watches it
  open.set(answer.data.order, Date.now());
  look(answer.data.order); // its end may have been told before this answer came
  setTimeout(() => late(answer.data.order, true), 5000);
  for (const after of afters) after(form);
  return undefined;
}

/** Sends the forms with `data-order`; `after(form)` is called for each. Several parts of a page may ask for it. */
export function takeOrders({ after = () => {} } = {}) {
  afters.push(after);
  if (afters.length > 1) return;
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-order]") || event.defaultPrevented) return; // prevented: the person is not sure
    event.preventDefault();
    send(event.target, event.submitter);
  });
}
