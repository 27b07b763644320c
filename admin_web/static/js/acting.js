// Acts on a ticket: windows, one request each; a refused one keeps what was typed, on the page and on this computer.
import { ask, words } from "./net.js";

const kept = (form) => `act:${document.body.dataset.person}:${form.dataset.act}`;

function store(form) {
  const text = form.elements.text;
  if (!text) return;
  try {
    if (text.value) localStorage.setItem(kept(form), text.value);
    else localStorage.removeItem(kept(form));
  } catch {
    /* a full or forbidden store: the page still has it */
  }
}

function take(form) {
  const text = form.elements.text;
  if (!text || text.value) return;
  try {
    text.value = localStorage.getItem(kept(form)) || "";
  } catch {
    /* nothing was kept */
  }
}

function open(id) {
  const dialog = document.getElementById(id);
  const form = dialog.querySelector("form");
  take(form);
  for (const place of form.querySelectorAll(".from-template")) place.hidden = false;
  dialog.showModal();
  const first = dialog.querySelector("textarea, select:not([data-into]), input:not([type=hidden])") || dialog.querySelector("button");
  first.focus();
}

async function send(form) {
  const button = form.querySelector(".sendline button");
  const error = form.querySelector("[data-error]");
  button.disabled = true;
  const answer = await ask(form.action, { method: "POST", body: new FormData(form) });
  button.disabled = false;
  if (answer && answer.ok) {
    try {
      localStorage.removeItem(kept(form));
    } catch {
      /* nothing was kept */
    }
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
  text.setRangeText(chosen.value, text.selectionStart, text.selectionEnd, "end"); // where the cursor stands
  text.dispatchEvent(new Event("input", { bubbles: true }));
  chosen.value = "";
  text.focus();
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
document.querySelector("dialog[data-open]")?.showModal();
const wanted = location.hash.startsWith("#w-") && document.getElementById(location.hash.slice(1));
if (wanted && wanted.matches("dialog.act")) open(wanted.id);
