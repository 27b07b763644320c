// On every page: running clocks, keys that stand on buttons, questions before what cannot be undone.
import { words } from "./net.js";

const offset = Number(document.body.dataset.now || Date.now()) - Date.now();

function reading(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${hours ? two(Math.floor(whole / 60) % 60) : Math.floor(whole / 60)}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

export function tick() {
  const now = Date.now() + offset;
  for (const clock of document.querySelectorAll("time[data-since], time[data-until]")) {
    const { since, until, late } = clock.dataset;
    const seconds = since ? (now - Number(since)) / 1000 : (Number(until) - now) / 1000;
    const text = reading(seconds);
    if (clock.textContent !== text) clock.textContent = text;
    clock.classList.toggle("late", Boolean(late) && seconds > Number(late));
  }
}

/** What a key stands on: in the call bar for what the telephone does now, else the page's own before the bar's. */
function keyed(sign) {
  const own = document.querySelector(`main [data-key="Alt+${sign}"]`);
  const bar = document.querySelector(`#bar [data-key="Alt+${sign}"]`);
  return (bar && bar.matches("[data-call]") ? bar : own || bar) || document.querySelector(`[data-key="Alt+${sign}"]`);
}

function pressed(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const sign = event.code.startsWith("Digit") ? event.code.slice(5) : event.code.startsWith("Key") ? event.code.slice(3) : "";
  const target = sign && keyed(sign);
  if (!target) return;
  event.preventDefault();
  if (target.matches("button, a")) target.click();
  else target.focus();
}

/** Counts beside the names of areas: {"call-backs": 3}. */
export function badges(counts) {
  for (const [name, count] of Object.entries(counts || {})) {
    const badge = document.getElementById(`badge-${name}`);
    if (!badge) continue;
    badge.textContent = count;
    badge.hidden = !count;
  }
}

/** Draws a place anew by `draw`; what has an id and is folded out stays so, and the focus stays where it was. */
export function redraw(place, draw) {
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  const folded = new Map([...place.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
  draw();
  for (const one of place.querySelectorAll("details[id]")) if (folded.has(one.id)) one.open = folded.get(one.id);
  if (focused) document.getElementById(focused)?.focus();
  tick();
}

/** Puts HTML into the element with this id when it has changed, and keeps the focus and what is folded out. */
export function put(id, html) {
  const place = document.getElementById(id);
  const told = html.replace(/name="csrf_token" value="[^"]*"/g, ""); // the form's word differs each time
  if (!place || place.dataset.html === told) return;
  if (place.querySelector("[data-many] input[name=numbers]:checked")) return; // nobody's choice is taken from under his hand
  place.dataset.html = told;
  redraw(place, () => {
    place.innerHTML = html;
  });
}

// Other scripts import this file under an address without its version: the second copy listens to nothing.
if (!document.documentElement.dataset.listens) {
  document.documentElement.dataset.listens = "1";
  document.addEventListener("keydown", pressed);
  document.addEventListener("submit", (event) => {
    const said = event.submitter && event.submitter.dataset.say; // what will happen, where more is to be said
    if (event.target.matches("[data-sure]") && !window.confirm(said || words.sure)) event.preventDefault();
    if (!event.target.matches("[data-once]") || event.defaultPrevented) return;
    if (event.target.dataset.sent) event.preventDefault(); // a second Enter sends nothing twice
    event.target.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
  });
  document.addEventListener("focusin", (event) => event.target.matches("[data-select]") && event.target.select());
  setInterval(tick, 500);
  tick();
}
