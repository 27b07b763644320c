// On every page: running clocks, keys that stand on buttons, questions before what cannot be undone.
import { drawInPlace } from "./in_place.js";
import { words } from "./net.js";
import { recall, remember } from "./typing.js";

const offset = Number(document.body.dataset.now || Date.now()) - Date.now();

// A page that answers a form stands at an address of its own: reload and the back button send nothing again.
const { standsAt } = document.body.dataset;
if (standsAt) history.replaceState(null, "", standsAt);

function reading(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const days = Math.floor(whole / 86400);
  if (days) return document.documentElement.lang.startsWith("zh") ? `${days} 天 ${reading(whole % 86400)}` : `${days} d ${reading(whole % 86400)}`;
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

/** Where a page has a key of its own, the call bar does not show that key as its. */
function ownKeys() {
  for (const one of document.querySelectorAll("#bar [data-key]:not([data-call])")) {
    const sign = one.querySelector("kbd");
    if (sign) sign.hidden = Boolean(document.querySelector(`main [data-key="${one.dataset.key}"]`));
  }
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

/** Draws a place anew: what is typed, chosen, folded out or has the focus stays (see in_place.js). */
export function redraw(place, fresh) {
  drawInPlace(place, fresh);
  ownKeys();
  tick();
}

const listed = (place) => place.querySelector("[data-list]")?.dataset.list || "";

/** Puts HTML into the element with this id when it has changed. Rows among which some are ticked stay where they are: the
 *  page then says that the list has changed. */
export function put(id, html) {
  const place = document.getElementById(id);
  const told = html.replace(/name="csrf_token" value="[^"]*"/g, ""); // the form's word differs each time
  if (!place || place.dataset.html === told) return;
  const ticked = place.querySelector("input[name=numbers]:checked");
  if (ticked && !html.includes(`data-list="${listed(place)}"`)) {
    const changed = place.querySelector("[data-changed]");
    changed.hidden = false;
    changed.querySelector("button").onclick = () => show(place, html, told);
    return;
  }
  show(place, html, told);
}

function show(place, html, told) {
  place.dataset.html = told;
  redraw(place, html);
}

const main = () => document.getElementById("main");

/** A click anywhere in a row opens what the row is about, by the row's own link; its controls keep their clicks, and so
 *  does who marks a text. */
function opened(event) {
  const row = event.target.closest("tr[data-opens]");
  const control = "a, button, input, select, textarea, label, summary, audio, [contenteditable]";
  if (!row || event.defaultPrevented || event.target.closest(control) || String(window.getSelection())) return;
  const { ctrlKey, metaKey, shiftKey } = event;
  row.querySelector("a[href]")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
}

/** What was typed on a page goes with its reader when he changes the language, or loads a list again in which he chose. */
function taken(name) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name));
    sessionStorage.removeItem(name);
    if (!kept || kept.path !== location.pathname) return;
    recall(main(), kept);
    main().dispatchEvent(new Event("redrawn", { bubbles: true }));
  } catch {
    /* nothing was kept */
  }
}

function take(name, path) {
  try {
    sessionStorage.setItem(name, JSON.stringify({ path, ...remember(main(), true) }));
  } catch {
    /* a full or forbidden store */
  }
}

const loadedAgain = () => performance.getEntriesByType("navigation").some((one) => one.type === "reload");

// Other scripts import this file under an address without its version: the second copy listens to nothing.
if (!document.documentElement.dataset.listens) {
  document.documentElement.dataset.listens = "1";
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", opened);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-language]")) take("language", new URL(event.target.elements.back.value, location.href).pathname);
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
  window.addEventListener("pagehide", () => document.querySelector("form[data-many]") && take("many", location.pathname));
  setInterval(tick, 500);
  tick();
  taken("language");
  if (loadedAgain()) taken("many");
  ownKeys();
}
