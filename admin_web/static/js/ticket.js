// The page of a ticket is drawn anew when somebody acts on it. What is being typed, chosen or heard is not touched: the
// open window then says what has changed, and the page follows when the window is closed.
import { rereading } from "./net.js";
import { redraw } from "./page.js";
import { listen } from "./live.js";

const place = document.getElementById("ticket-now");
const told = (element) => element.innerHTML.replace(/name="csrf_token" value="[^"]*"/g, "");
const FRESH = 5000; // a page that has just come needs no second look when its stream begins
let shown = told(place); // as the server drew it

const typed = (field) =>
  field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
    : field.tagName === "SELECT" ? false : field.type !== "hidden" && field.value !== field.defaultValue;

function busy() {
  if (document.querySelector("dialog[open]")) return true;
  if ([...place.querySelectorAll("audio, video")].some((sound) => !sound.paused)) return true;
  return [...place.querySelectorAll("form:not(dialog form) :is(input, textarea)")].some(typed);
}

function stale(fresh) {
  if (fresh.dataset.steps === place.dataset.steps) return;
  for (const mark of document.querySelectorAll("dialog[open] [data-stale]")) {
    mark.textContent = fresh.dataset.changed;
    mark.hidden = false;
  }
}

function swap(fresh) {
  redraw(place, fresh);
  place.dataset.steps = fresh.dataset.steps;
}

const reread = rereading(location.pathname + location.search, (html) => {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("ticket-now");
  if (!fresh || told(fresh) === shown) return;
  if (busy()) {
    stale(fresh);
    return;
  }
  shown = told(fresh);
  swap(fresh);
});

if (place.dataset.sign) {
  listen((news) => {
    if ((news.topic === "reread" && performance.now() > FRESH) || (news.topic === "tickets" && news.ref === place.dataset.sign)) reread();
  });
  document.addEventListener("close", (event) => event.target.matches("dialog.act") && reread(), true);
}
