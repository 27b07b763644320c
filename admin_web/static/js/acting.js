// Acts on a ticket: windows, one request each; a refused one keeps what was typed, on the page and on this computer.
import { ask, words } from "./net.js";

const kept = (form) => `act:${document.body.dataset.person}:${form.dataset.act}`;

const OPEN = "act-open"; // the window that is open in this tab

function stored(of, key) {
  try {
    return of.getItem(key) || "";
  } catch {
    return ""; // a forbidden store
  }
}

function put(to, key, value) {
  try {
    if (value) to.setItem(key, value);
    else to.removeItem(key);
  } catch {
    /* a full or forbidden store: the page still has it */
  }
}

/** Says on the button of each act whose text waits here, unsent, that it does. */
function offer() {
  for (const button of document.querySelectorAll("[data-window]")) {
    const form = document.querySelector(`#${CSS.escape(button.dataset.window)} form[data-act]`);
    const begun = button.querySelector("[data-begun]");
    if (form && begun) begun.hidden = !stored(localStorage, kept(form));
  }
}

function store(form) {
  if (form.elements.text) put(localStorage, kept(form), form.elements.text.value);
  offer();
}

function take(form) {
  const text = form.elements.text;
  if (!text || text.value) return;
  text.value = stored(localStorage, kept(form));
  text.setSelectionRange(text.value.length, text.value.length);
}

function open(id) {
  const dialog = document.getElementById(id);
  const form = dialog.querySelector("form");
  take(form);
  for (const place of form.querySelectorAll(".from-template")) place.hidden = false;
  if (!dialog.open) dialog.showModal();
  put(sessionStorage, OPEN, form.dataset.act);
  const first = dialog.querySelector("textarea, select:not([data-into]), input:not([type=hidden])") || dialog.querySelector("button");
  first.focus();
}

/** Puts a text where the cursor stands, on lines of its own; Ctrl+Z takes it back. */
function insert(text, words) {
  const [before, after] = [text.value.slice(0, text.selectionStart), text.value.slice(text.selectionEnd)];
  const lines = `${before && !before.endsWith("\n") ? "\n" : ""}${words}${after && !after.startsWith("\n") ? "\n" : ""}`;
  text.focus();
  if (document.execCommand("insertText", false, lines)) return;
  text.setRangeText(lines, text.selectionStart, text.selectionEnd, "end"); // a browser that cannot take it back
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The window that the address names: opened once, however often the page is loaded again. */
function fromAddress() {
  const dialog = location.hash.startsWith("#w-") && document.getElementById(location.hash.slice(1));
  if (!dialog || !dialog.matches("dialog.act")) return false;
  history.replaceState(history.state, "", location.pathname + location.search);
  open(dialog.id);
  return true;
}

/** The window that was open in this tab when its page was loaded again, if its text waits there. */
function again() {
  const act = stored(sessionStorage, OPEN);
  const form = act && document.querySelector(`form[data-act="${CSS.escape(act)}"]`);
  if (form && stored(localStorage, kept(form))) open(form.closest("dialog").id);
  else put(sessionStorage, OPEN, "");
}

async function send(form) {
  const button = form.querySelector(".sendline button");
  const error = form.querySelector("[data-error]");
  button.disabled = true;
  const answer = await ask(form.action, { method: "POST", body: new FormData(form) });
  button.disabled = false;
  if (answer && answer.ok) {
    put(localStorage, kept(form), "");
    put(sessionStorage, OPEN, "");
    location.href = answer.data.href;
    if (location.pathname === new URL(answer.data.href, location.href).pathname) location.reload();
    return;
  }
  const told = answer && answer.data && answer.data.error;
  if (error) {
    error.hidden = false;
    error.textContent = told || words.network;
  }
}

document.addEventListener("change", (event) => {
  const chosen = event.target.closest("select[data-into]");
  if (!chosen || !chosen.value) return;
  const text = document.getElementById(chosen.dataset.into);
  insert(text, chosen.value);
  chosen.value = "";
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-window]");
  if (button) return open(button.dataset.window);
  if (event.target.matches("[data-close]")) event.target.closest("dialog")?.close();
  return undefined;
});
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-act]");
  if (form) store(form);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  event.preventDefault();
  if (!form.querySelector(".sendline button").disabled) send(form);
});
document.addEventListener("close", (event) => event.target.matches?.("dialog.act") && put(sessionStorage, OPEN, ""), true);
document.addEventListener("redrawn", offer);
window.addEventListener("hashchange", fromAddress);
const refused = document.querySelector("dialog[data-open]");
if (refused) open(refused.id);
else if (!fromAddress()) again();
offer();
