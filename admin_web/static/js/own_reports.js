// The fields of an own report: a preview made anew while one chooses, a sentence beside each field that must change, and an
// address that says what is chosen, so that a reload loses nothing. Without this script the button makes the preview.
import { put } from "./page.js";
import { ask } from "./net.js";

const form = document.querySelector("form[data-own]");
const NOT_IN_ADDRESS = new Set(["csrf_token", "do"]);
const WHEN_KEPT = ["name", "about", "role"]; // judged when the report is kept, and no part of the preview
let last = 0;
let waiting = 0;

function chosen(without = []) {
  const fields = [...new FormData(form)].filter(([name, value]) => !NOT_IN_ADDRESS.has(name) && !without.includes(name) && value !== "");
  return new URLSearchParams(fields);
}

function mark(wrong) {
  for (const place of form.querySelectorAll("[data-wrong]")) {
    const { wrong: name } = place.dataset;
    if (WHEN_KEPT.includes(name) && !wrong[name]) continue;
    place.textContent = wrong[name] || "";
    place.hidden = !wrong[name];
    for (const field of form.querySelectorAll(`[aria-describedby="${place.id}"]`)) {
      if (wrong[name]) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    if (wrong[name]) place.closest("details")?.setAttribute("open", "");
  }
  if (!Object.keys(wrong).length) document.querySelector("[data-above]")?.remove();
}

async function preview() {
  const mine = (last += 1);
  history.replaceState(null, "", `${location.pathname}?${chosen()}`);
  const answer = await ask(`${form.dataset.own}?${chosen([...WHEN_KEPT, "version"])}`, { background: true });
  if (!answer || !answer.ok || mine !== last) return;
  put("preview", answer.data.html);
  mark(answer.data.wrong);
}

function fixed() {
  form.querySelector("[data-fixed]").hidden = form.elements.period.value !== "fixed";
}

if (form) {
  form.querySelector("[data-preview]").hidden = true;
  form.addEventListener("input", (event) => {
    fixed();
    clearTimeout(waiting);
    if (WHEN_KEPT.includes(event.target.name)) {
      document.getElementById(`e-${event.target.name}`).hidden = true; // it is judged anew when it is kept
      return;
    }
    waiting = setTimeout(preview, 250);
  });
  form.addEventListener("change", (event) => {
    if (WHEN_KEPT.includes(event.target.name)) history.replaceState(null, "", `${location.pathname}?${chosen()}`);
  });
  fixed();
  if (document.body.dataset.standsAt) history.replaceState(null, "", `${location.pathname}?${chosen()}`); // was refused
}
