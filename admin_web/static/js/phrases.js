// What to say: the words of the situation come by themselves when it changes; until then the agent's choice stays.
const box = document.getElementById("script");
let suggested = document.querySelector(".desk-grid").dataset.situation;

const tabs = () => [...box.querySelectorAll("[role=tab]")];

/** Moves the row of tabs, never the page, until the tab is in sight. */
function inSight(tab) {
  const row = tab.parentElement;
  const left = tab.offsetLeft - row.offsetLeft;
  if (left < row.scrollLeft || left + tab.offsetWidth > row.scrollLeft + row.clientWidth) row.scrollLeft = left - 40;
}

function show(tab) {
  for (const one of tabs()) {
    const chosen = one === tab;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = !chosen;
  }
  inSight(tab);
}

/** Shows the words of a situation once, when it begins. */
export function suggest(situation) {
  if (!situation || situation === suggested) return;
  suggested = situation;
  const tab = document.getElementById(`say-${situation}`);
  if (tab) show(tab);
}

const first = box.querySelector("[aria-selected=true]");
if (first) inSight(first);
/** Shows all situations, one row below the other, or a single row again. */
function unfold(button, open = button.getAttribute("aria-expanded") !== "true") {
  button.setAttribute("aria-expanded", String(open));
  button.parentElement.classList.toggle("unfolded", open);
}

box.addEventListener("click", (event) => {
  const all = event.target.closest("[data-all-tabs]");
  if (all) return unfold(all);
  const tab = event.target.closest("[role=tab]");
  if (!tab) return undefined;
  unfold(box.querySelector("[data-all-tabs]"), false); // the words have their room again
  return show(tab);
});
box.addEventListener("keydown", (event) => {
  const all = tabs();
  const at = all.indexOf(event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const tab = all[(to + all.length) % all.length];
  show(tab);
  tab.focus();
});
