// The stream of news: a visible mark when it is lost, back-off, and a reread after every return.
import { ask, words } from "./net.js";

const mark = document.getElementById("link");
const SILENCE = 40000; // the server gives a sign every 15 s

function show(state) {
  mark.className = `link ${state}`;
  mark.textContent = state === "lost" ? `▲ ${words.reconnecting}` : `● ${words.live}`;
}

/** Calls `heard({topic, ref})` for each piece of news; "reread" after each (re)connection. */
export function listen(heard) {
  let source = null;
  let wait = 500;
  let timer = 0;
  let again = 0;

  function lost() {
    if (source) source.close();
    source = null;
    clearTimeout(timer);
    show("lost");
    clearTimeout(again);
    again = setTimeout(async () => {
      // a plain question tells a lost sign-in (the window opens) from a lost server
      const answer = await ask("/login/alive", { background: true });
      if (answer && answer.ok) open();
      else lost();
    }, wait);
    wait = Math.min(wait * 2, 15000);
  }

  function alive() {
    clearTimeout(timer);
    timer = setTimeout(lost, SILENCE);
  }

  function open() {
    if (source) source.close();
    source = new EventSource("/live");
    source.onmessage = (event) => {
      show("live");
      wait = 500;
      alive();
      heard(JSON.parse(event.data));
    };
    source.addEventListener("beat", alive);
    source.onerror = lost;
    alive();
  }

  document.addEventListener("signed-in", open);
  window.addEventListener("pagehide", () => source && source.close());
  window.addEventListener("pageshow", (event) => event.persisted && open());
  open();
}
