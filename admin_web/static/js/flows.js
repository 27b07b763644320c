// The text of a flow: line numbers beside it, the places of what is wrong, and a draft a second after the last key.
import { ask } from "./net.js";

const PAUSE = 1000;
const form = document.getElementById("flow");
const text = document.getElementById("text");
const numbers = document.getElementById("lines");
const state = document.getElementById("draft-state");
const words = JSON.parse(form.dataset.words);
const faults = [...document.querySelectorAll(".faults a")];
let count = 0;
let timer = 0;

function number() {
  const lines = text.value.split("\n").length;
  if (lines === count) return;
  count = lines;
  numbers.textContent = Array.from({ length: lines }, (_, n) => n + 1).join("\n");
}

function place() {
  const before = text.value.slice(0, text.selectionStart).split("\n");
  document.getElementById("place").textContent = `${before.length}:${before[before.length - 1].length + 1}`;
}

function goTo(fault) {
  const line = Number(fault.dataset.line);
  const lines = text.value.split("\n");
  const begin = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const shown = Array.from(lines[line - 1] || "");
  const before = shown.slice(0, Number(fault.dataset.column) - 1).join("").length;
  for (const one of faults) one.toggleAttribute("aria-current", one === fault);
  text.focus({ preventScroll: true });
  text.setSelectionRange(begin + before, begin + shown.join("").length);
  text.scrollTop = (line - 5) * parseFloat(getComputedStyle(text).lineHeight);
  place();
}

async function save() {
  const answer = await ask(form.dataset.draft, { method: "POST", body: new FormData(form) });
  const kept = answer && answer.ok;
  state.textContent = kept ? `${words.saved} ${answer.data.at}` : words.unsaved;
  if (!kept) timer = setTimeout(save, 5000);
}

form.addEventListener("input", () => {
  number();
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
});
form.addEventListener("submit", () => clearTimeout(timer));
text.addEventListener("scroll", () => (numbers.scrollTop = text.scrollTop));
document.addEventListener("selectionchange", place);
number();
for (const fault of faults) {
  fault.addEventListener("click", (event) => {
    event.preventDefault();
    goTo(fault);
  });
}
if (faults.length) goTo(faults[0]);
place();
