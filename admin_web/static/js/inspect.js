// One inspection: the player by keys, the events' line, marks that are saved as they are given, remarks and clips.
import { ask, notice, words } from "./net.js";

const player = document.getElementById("player");
const line = document.getElementById("line");
const scoring = document.getElementById("scoring");
const SPEED = { least: 0.75, most: 2, step: 0.25 };
const typing = (target) => target.matches("textarea, select, input:not([type=radio])");
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;

// ---- the player

function go(seconds) {
  if (!player) return;
  player.currentTime = Math.max(0, Math.min(seconds, player.duration || seconds));
}

function faster(by) {
  const speed = Math.min(SPEED.most, Math.max(SPEED.least, player.playbackRate + by));
  player.preservesPitch = true;
  player.playbackRate = speed;
  document.getElementById("speed").textContent = `${speed} ×`;
}

if (player && line) {
  const begins = Number(player.dataset.begins);
  const whole = Number(line.dataset.whole);
  const cursor = document.getElementById("cursor");
  const draw = () => {
    const x = String((1000 * (player.currentTime + begins)) / whole);
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
  };
  player.addEventListener("timeupdate", draw);
  player.addEventListener("seeked", draw);
  line.addEventListener("click", (event) => {
    const box = line.getBoundingClientRect();
    go((whole * (event.clientX - box.left)) / box.width - begins);
    hang(); // a click hangs the next remark on this moment
  });
}
document.addEventListener("click", (event) => {
  const seek = event.target.closest("[data-seek]");
  if (seek) go(Number(seek.dataset.seek));
  const bound = event.target.closest("[data-bound]");
  if (bound) cut(bound.dataset.bound);
});

// ---- remarks and clips

function hang() {
  const form = document.getElementById("remark");
  if (!form || !player) return;
  form.elements.at_ms.value = Math.round(player.currentTime * 1000);
  document.getElementById("remark-at").textContent = clock(player.currentTime);
}

function cut(which) {
  const form = document.getElementById("cut");
  if (!form || !player) return;
  form.elements[which].value = Math.round(player.currentTime * 1000);
  document.getElementById(`cut-${which}`).textContent = clock(player.currentTime);
}

// ---- marks

let chain = Promise.resolve();
function keep(name, value) {
  chain = chain.then(async () => {
    const body = new FormData();
    body.set("version", scoring.elements.version.value);
    body.set(name, value);
    const answer = await ask(scoring.action, { method: "POST", body });
    const kept = document.getElementById("kept");
    if (!answer || !answer.ok) {
      kept.textContent = "";
      notice(answer && answer.data && answer.data.error ? answer.data.error : words.network);
      return;
    }
    const { version, points, marked, fatal } = answer.data;
    for (const field of document.querySelectorAll("input[name=version]")) field.value = version;
    document.getElementById("points").textContent = points;
    document.getElementById("marked").textContent = marked;
    document.getElementById("fatal").hidden = !fatal;
    kept.textContent = "✓";
  });
  return chain;
}

const items = scoring ? [...scoring.querySelectorAll("fieldset.judged")] : [];
let at = 0;
function stand(n, focus = true) {
  if (!items.length) return;
  at = Math.max(0, Math.min(n, items.length - 1));
  for (const one of items) one.classList.toggle("here", one === items[at]);
  const radio = items[at].querySelector("input:checked") || items[at].querySelector("input");
  if (focus) radio.focus();
}

function give(value) {
  const radio = items[at] && items[at].querySelector(`input[value="${value}"]`);
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  stand(at + 1);
}

if (scoring) {
  scoring.addEventListener("change", (event) => {
    if (event.target.matches("input[type=radio], textarea")) keep(event.target.name, event.target.value);
  });
  scoring.addEventListener("focusin", (event) => {
    const item = event.target.closest("fieldset.judged");
    if (item) stand(items.indexOf(item), false);
  });
  scoring.addEventListener("submit", (event) => {
    event.preventDefault(); // what is on its way is written first, so that the version is the newest
    const { submitter } = event;
    chain.finally(() => {
      if (submitter && submitter.formAction) scoring.action = submitter.getAttribute("formaction") || scoring.action;
      HTMLFormElement.prototype.submit.call(scoring);
    });
  });
  const first = items.findIndex((one) => !one.querySelector("input:checked"));
  stand(first < 0 ? 0 : first, false);
}

// ---- keys

const KEYS = {
  " ": () => player && (player.paused ? player.play() : player.pause()),
  ArrowLeft: () => go(player.currentTime - 5),
  ArrowRight: () => go(player.currentTime + 5),
  "[": () => faster(-SPEED.step),
  "]": () => faster(SPEED.step),
  ArrowUp: () => stand(at - 1),
  ArrowDown: () => stand(at + 1),
  "-": () => give("skip"),
  i: () => cut("begin"),
  o: () => cut("end"),
  n: () => document.getElementById("following")?.click(),
  m: () => {
    hang();
    document.querySelector("#remark [name=text]")?.focus();
  },
};
const OF_THE_PLAYER = ["ArrowLeft", "ArrowRight", "[", "]"];

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.target.matches("button, a, summary, audio") && [" ", "ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const act = /^[0-9]$/.test(event.key) ? () => give(event.key) : KEYS[event.key];
  if (!act || (!player && OF_THE_PLAYER.includes(event.key))) return;
  event.preventDefault();
  act();
});
