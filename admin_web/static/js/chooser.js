// Whom to ask in or give the caller to: a list that follows what happens, chosen by arrow keys and Enter.
import { ask } from "./net.js";

const dialog = document.getElementById("choose");
const form = dialog.querySelector("form");
const what = document.getElementById("choose-what");
const list = document.getElementById("choose-list");
const title = document.getElementById("choose-title");
let use = "consult";
let active = ""; // the id of the option under the cursor

const shown = () => [...list.querySelectorAll("[role=option]:not([hidden]):not([aria-disabled])")];

function point(option) {
  active = option ? option.id : "";
  for (const one of list.querySelectorAll("[role=option]")) one.setAttribute("aria-selected", String(one === option));
  if (option) {
    what.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else what.removeAttribute("aria-activedescendant");
}

/** A number that was typed can be rung. */
function typedNumber() {
  const old = document.getElementById("o-number");
  if (old) old.remove();
  const number = what.value.replace(/[\s()-]/g, "");
  if (!what.dataset.ring || !/^\+?[0-9]{3,20}$/.test(number)) return;
  const option = document.createElement("li");
  option.id = "o-number";
  option.setAttribute("role", "option");
  option.dataset.to = `number:${number}`;
  option.dataset.find = number;
  option.textContent = `☎ ${what.dataset.ring} ${number}`;
  list.append(option);
}

function sift() {
  typedNumber();
  const words = what.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  for (const one of list.querySelectorAll("[role=option]")) {
    one.hidden = one.id !== "o-number" && !words.every((word) => one.dataset.find.includes(word));
  }
  for (const group of list.querySelectorAll(".group")) {
    let next = group.nextElementSibling;
    while (next && next.matches("[role=option][hidden]")) next = next.nextElementSibling;
    group.hidden = !next || !next.matches("[role=option]") || next.id === "o-number";
  }
  const still = shown().find((one) => one.id === active);
  const [first] = shown();
  const chosen = first && (what.value.trim() || !first.dataset.to.startsWith("judge:")); // no judge is rung by Enter alone
  point(still || (chosen ? first : null));
  document.getElementById("choose-none").hidden = Boolean(list.querySelector("[role=option]:not([hidden])"));
}

/** Rereads the list while it is open. */
export async function chooseAgain() {
  if (!dialog.open) return;
  const answer = await ask(`${dialog.dataset.choices}?for=${use}`, { background: true });
  if (!answer || !answer.ok || !dialog.open) return;
  list.innerHTML = answer.data;
  sift();
}

function open(button) {
  use = button.dataset.choose;
  form.action = form.dataset[use];
  title.textContent = title.dataset[use];
  what.value = "";
  active = "";
  dialog.showModal();
  what.focus();
  chooseAgain();
}

function take(option) {
  if (!option || option.hasAttribute("aria-disabled")) return;
  form.elements.to.value = option.dataset.to;
  form.requestSubmit();
  dialog.close();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-choose]");
  if (button) open(button);
});
list.addEventListener("click", (event) => take(event.target.closest("[role=option]")));
what.addEventListener("input", sift);
what.addEventListener("keydown", (event) => {
  const all = shown();
  const at = all.findIndex((one) => one.id === active);
  if (event.key === "Enter") {
    event.preventDefault();
    take(all[at]);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (all.length) point(all[(at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length]);
  }
});
