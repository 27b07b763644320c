// A ringing call reaches the agent wherever he is: the title of every tab, a sound and a notification from one of them.
import { askToRing, passRinging } from "./live.js";

const ON = "tingsu.sound"; // the sound was switched on in this browser
const plain = document.title;
const sound = new Audio("/static/ring.wav");
let ringing = "";
let shown = null;

function stored() {
  try {
    return localStorage.getItem(ON) === "1";
  } catch {
    return false;
  }
}

/** Browsers play nothing before the person has clicked: this is called in a click. */
async function switchOn(seconds) {
  try {
    localStorage.setItem(ON, "1");
  } catch {
    // it is asked for again on the next page
  }
  if (ringing) return;
  sound.muted = !seconds;
  try {
    await sound.play();
    setTimeout(() => ringing || sound.pause(), (seconds || 0.01) * 1000);
  } catch {
    // no loudspeaker: title and notification are left
  }
  buttons();
}

function notify(text) {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  try {
    shown = new Notification(text, { tag: "tingsu-ring", requireInteraction: true });
    shown.onclick = () => window.focus();
  } catch {
    // a telephone's browser knows notifications of service workers only
  }
}

async function begin(call, text) {
  if (ringing !== call) return;
  notify(text);
  if (!stored()) return passRinging();
  sound.loop = true;
  sound.muted = false;
  sound.currentTime = 0;
  try {
    await sound.play();
    document.documentElement.dataset.rings = call;
  } catch {
    passRinging(); // this tab may not play: another one may
  }
}

function end() {
  ringing = "";
  sound.pause();
  delete document.documentElement.dataset.rings;
  if (shown) shown.close();
  shown = null;
}

/** What the telephone does now: `call` and `text` while one rings, `title` for the tab ("" for its own). */
export function telephone({ ring, title }) {
  buttons(); // they may have been drawn anew
  document.title = title ? `☎ ${title}` : plain;
  if (!ring) return ringing && end();
  if (ringing === ring.call) return undefined;
  end();
  ringing = ring.call;
  return askToRing(ring.call, () => begin(ring.call, ring.text));
}

function buttons() {
  const may = "Notification" in window && window.isSecureContext && Notification.permission === "default";
  for (const one of document.querySelectorAll("[data-notify]")) one.hidden = !may;
  for (const one of document.querySelectorAll("[data-sound]")) one.classList.toggle("on", stored());
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-sound]")) switchOn(1.5);
  if (event.target.closest("[data-ready]")) switchOn(0);
  if (!event.target.closest("[data-notify]")) return;
  Notification.requestPermission().then(buttons, () => {});
});
buttons();
