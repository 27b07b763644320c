// The news for this page: through the worker that all tabs share, or by a stream of its own where there is none.
import { signInAgain, words } from "./net.js";
import { connect, here } from "./connection.js";

const mark = document.getElementById("link");
const meta = document.querySelector("meta[name=csrf-token]");
const { person, version } = document.body.dataset;
const SILENCE = 60000; // the worker tells something every 15 s
const listeners = [];
const ringers = new Map(); // call → what to do when this tab may ring for it
let way = null; // how this page sends to the worker
let told = 0;

function show(is, since) {
  if (!is) return;
  const at = since ? new Date(since).toLocaleTimeString("en-GB", { timeZone: "Asia/Shanghai" }) : "";
  mark.className = `link ${is}`;
  const text = is === "lost" ? `▲ ${words.reconnecting} ${words.offline} ${at}` : `● ${words.live}`;
  if (mark.textContent !== text) mark.textContent = text;
  const bar = document.getElementById("bar-offline");
  if (bar) bar.hidden = is !== "lost";
  if (bar && is === "lost") bar.textContent = `▲ ${words.offline} ${at}`;
}

function heard(news) {
  for (const one of listeners) one(news);
}

const TAKES = {
  news: (data) => heard(data.news),
  state: (data) => show(data.is, data.since),
  out: () => signInAgain(),
  in: () => document.dispatchEvent(new Event("signed-in-elsewhere")),
  "awake?": () => way({ kind: "awake" }),
  ring: (data) => (ringers.get(data.call) || (() => way({ kind: "cannot-ring" })))(),
};

function shared() {
  const worker = new SharedWorker(`/static/js/live_worker.js?v=${version}`, { type: "module", name: `tingsu-${person}` });
  worker.onerror = alone; // a browser whose workers know no modules
  worker.port.onmessage = ({ data }) => {
    told = Date.now();
    TAKES[data.kind](data);
  };
  way = (message) => worker.port.postMessage(message);
  const hello = () => way({ kind: "hello", person, csrf: meta.content });
  window.addEventListener("pagehide", () => way({ kind: "bye" }));
  window.addEventListener("pageshow", (event) => event.persisted && hello());
  document.addEventListener("signed-in", () => way({ kind: "signed-in", csrf: meta.content }));
  hello();
}

function alone() {
  const stream = connect({
    heard,
    state: show,
    out: () => signInAgain(),
    sign: () => here(person, meta.content),
  });
  way = (message) => message.kind === "may-ring" && TAKES.ring(message);
  told = 0;
  document.addEventListener("signed-in", stream.open);
  window.addEventListener("pagehide", stream.close);
  window.addEventListener("pageshow", (event) => event.persisted && stream.open());
  stream.open();
}

function begin() {
  told = Date.now();
  try {
    shared();
  } catch {
    alone();
  }
}

/** Calls `heard({topic, ref})` for each piece of news; "reread" after each (re)connection. */
export function listen(one) {
  listeners.push(one);
  if (way) return;
  begin();
  setInterval(() => {
    if (!told || Date.now() - told < SILENCE) return;
    show("lost", told);
    begin(); // the worker has died, or this page has slept
  }, 10000);
}

/** `then` is called when this tab is the one that rings for the call; `pass` gives it to another one. */
export function askToRing(call, then) {
  ringers.clear();
  ringers.set(call, then);
  if (way) way({ kind: "may-ring", call });
}

export const passRinging = () => way && way({ kind: "cannot-ring" });
