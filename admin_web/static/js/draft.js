// What is typed is never lost: on this computer at once, on the server a second after the last key.
import { ask, words } from "./net.js";

const PAUSE = 1000;
let timer = 0;
let sending = null;

const form = () => document.getElementById("ticket");
const local = (key) => `draft:${document.body.dataset.person}:${key}`;

function typed(of) {
  const fields = {};
  for (const [name, value] of new FormData(of)) if (name !== "csrf_token") fields[name] = value;
  return fields;
}

function say(text) {
  const place = document.getElementById("draft-state");
  if (place) place.textContent = text;
}

function keep(key, fields) {
  try {
    localStorage.setItem(local(key), JSON.stringify(fields));
  } catch {
    /* a full or forbidden store: the server keeps it */
  }
}

export function forget(key) {
  clearTimeout(timer);
  try {
    localStorage.removeItem(local(key));
  } catch {
    /* nothing was kept */
  }
}

export const isBlank = () => !form() || !(form().subject.value.trim() || form().text.value.trim());

/** Saves at once; resolves when the server has it (or cannot). */
export async function flush() {
  clearTimeout(timer);
  const of = form();
  if (!of || !of.dataset.dirty) return sending;
  const key = of.dataset.draft;
  const fields = typed(of);
  delete of.dataset.dirty;
  say(words.saving);
  sending = ask(`/desk/draft/${key}`, { method: "PUT", json: fields });
  const answer = await sending;
  sending = null;
  if (answer && answer.ok) {
    if (!of.dataset.dirty) forget(key);
    say(`${words.saved} ${answer.data.at}`);
  } else {
    of.dataset.dirty = "1";
    say((answer && answer.data && answer.data.error) || words.unsaved);
    timer = setTimeout(flush, answer && answer.status === 422 ? 60000 : 5000);
  }
  return answer;
}

/** Takes back what this computer kept when the server did not get it. */
export function restore() {
  const of = form();
  if (!of) return;
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(local(of.dataset.draft)));
  } catch {
    return;
  }
  if (!kept) return;
  for (const [name, value] of Object.entries(kept)) {
    const field = of.elements[name];
    if (!field || name === "call") continue;
    if (field.type === "checkbox") field.checked = Boolean(value);
    else field.value = value;
  }
  of.dataset.dirty = "1";
  timer = setTimeout(flush, PAUSE);
}

export function watchTyping() {
  document.addEventListener("input", (event) => {
    const of = event.target.closest("#ticket");
    if (!of) return;
    of.dataset.dirty = "1";
    keep(of.dataset.draft, typed(of));
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
  });
  document.addEventListener("signed-in", () => flush());
  restore();
}
