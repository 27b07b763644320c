// A screen's wallboard: asks every five seconds, redraws what has changed, turns its pages, and heals by itself.
// It stands for weeks: one timer for the next question, one for the second hand, and nothing is ever appended.
const EVERY = 5000; // ms between two questions
const PATIENCE = 15000; // ms that an answer may take
const LONGEST = 30000; // ms between two questions while nobody answers
const SETTLED = 60000; // ms before a page that was just loaded is loaded again
const WIDE = 2.2; // from this shape on the wide arrangement is shown
const SIZES = { plain: [1920, 1080], wide: [2880, 1080] };

const stage = document.getElementById("stage");
const told = document.getElementById("told");
const words = document.getElementById("words").dataset;
const { version, seconds } = document.body.dataset;
const pages = [...document.querySelectorAll("[data-page]")];
const names = [...document.querySelectorAll("[data-name]")];
const tiles = [...document.querySelectorAll("[data-tile]")];
const address = `${location.pathname.replace(/\/+$/, "")}/now`;
const drawn = new Map(); // tile → its HTML as it stands
let moments = {}; // tile → when its numbers were read, by the server's clock
let clock = { server: Number(document.body.dataset.now), here: performance.now() };
let etag = "";
let failures = 0;
let answered = 0; // the server's clock at the last answer
let gone = false;
let timer = 0;
let asking = false;

const now = () => clock.server + performance.now() - clock.here;
const two = (n) => String(n).padStart(2, "0");

function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function inChina(at) {
  return new Date(at + 8 * 3600000); // read with getUTC…: the hotline's day, wherever the screen thinks it is
}

function hour(at) {
  const t = inChina(at);
  return `${two(t.getUTCHours())}:${two(t.getUTCMinutes())}:${two(t.getUTCSeconds())}`;
}

function lasting(ms) {
  const whole = Math.max(0, Math.floor(ms / 1000));
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return whole >= 3600 ? `${Math.floor(whole / 3600)}:${rest}` : rest.replace(/^0/, "");
}

// ---- what the server says

function draw(html) {
  for (const tile of tiles) {
    const text = html[tile.dataset.tile];
    if (text === undefined || drawn.get(tile) === text) continue;
    drawn.set(tile, text);
    tile.firstElementChild.innerHTML = text; // written by our server, every text in it escaped
  }
}

function empty() {
  gone = true;
  etag = "";
  moments = {};
  drawn.clear();
  for (const tile of tiles) tile.firstElementChild.textContent = "–";
}

function heard(answer) {
  const said = JSON.parse(answer.headers.get("Wall-As-Of"));
  moments = said.of;
  clock = { server: said.now, here: performance.now() };
  answered = said.now;
  failures = 0;
  gone = false;
}

/** Loads the page anew, if it can be had: a screen that nobody attends never shows a browser's own error. */
async function renew(signal) {
  if (performance.now() < SETTLED) return;
  const page = await fetch(location.href, { cache: "no-store", credentials: "omit", signal });
  if (page.ok) location.reload();
}

async function ask(signal) {
  const headers = { "X-Requested-With": "fetch" };
  if (etag) headers["If-None-Match"] = etag;
  const options = { headers, signal, cache: "no-store", credentials: "omit", redirect: "error" };
  const answer = await fetch(address, options);
  if (answer.headers.get("Wall-Key") === "gone") {
    if (!gone) empty();
    failures += 1;
    return;
  }
  if (answer.status === 304) {
    heard(answer);
    return;
  }
  if (!answer.ok) throw new Error(String(answer.status));
  const said = await answer.json();
  draw(said.html);
  heard(answer);
  etag = said.version === version ? answer.headers.get("ETag") || "" : "";
  if (said.version !== version) await renew(signal);
}

async function turn() {
  if (asking) return;
  asking = true;
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    await ask(stop.signal);
  } catch {
    failures += 1; // no network, a server that restarts, a proxy's page: whatever it was, we ask again
  } finally {
    clearTimeout(late);
    asking = false;
    look();
    const wait = Math.min(LONGEST, EVERY * 2 ** Math.min(failures, 6));
    soon(wait * (0.8 + 0.4 * Math.random()));
  }
}

function soon(ms) {
  clearTimeout(timer);
  timer = setTimeout(turn, ms);
}

// ---- what is seen

function look() {
  const at = now();
  const t = inChina(at);
  put(document.getElementById("clock"), hour(at));
  put(document.getElementById("day"), `${t.getUTCFullYear()}-${two(t.getUTCMonth() + 1)}-${two(t.getUTCDate())}`);
  const lost = failures > 0 && answered > 0;
  let text = answered ? `${lost ? `▲ ${words.lost}` : words.asof} ${hour(answered)}` : words.never;
  if (gone) text = `▲ ${words.gone}`;
  put(told, text);
  told.classList.toggle("lost", gone || failures > 0);
  for (const tile of tiles) {
    const of = moments[tile.dataset.tile];
    const old = !of || at - of > Number(tile.dataset.fresh) * 1000;
    tile.classList.toggle("old", old);
    const slow = Number(tile.dataset.fresh) > 30; // read every few minutes: it always says of when it is
    put(tile.lastElementChild, !of ? words.never : old ? `▲ ${words.old} ${hour(of)}` : slow ? `${words.asof} ${hour(of)}` : "");
  }
  for (const one of stage.querySelectorAll("time[data-since]")) {
    const waited = at - Number(one.dataset.since);
    put(one, lasting(waited));
    one.classList.toggle("late", waited > Number(one.dataset.late) * 1000);
  }
  const shown = Math.floor(at / 1000 / Number(seconds)) % pages.length; // all screens turn together
  pages.forEach((page, n) => {
    page.hidden = n !== shown;
  });
  names.forEach((name, n) => name.classList.toggle("here", n === shown));
}

function fit() {
  const wide = innerWidth / innerHeight > WIDE;
  const [width, height] = wide ? SIZES.wide : SIZES.plain;
  const scale = Math.min(innerWidth / width, innerHeight / height);
  const left = (innerWidth - width * scale) / 2;
  const top = (innerHeight - height * scale) / 2;
  document.body.classList.toggle("wide", wide);
  stage.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
}

addEventListener("resize", fit);
addEventListener("online", () => soon(0));
fit();
look();
setInterval(look, 1000);
turn();
