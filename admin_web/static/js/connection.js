// One stream of news, with back-off when it is lost. Nothing of a page is in here: the shared worker uses it, or a
// page where there is no shared worker.
const SILENCE = 40000; // the server gives a sign at least every 15 s
const SIGN = 10000; // a page shows that it is awake with the first sign of the server after so long
const LONGEST = 15000;
const QUIET = { "X-Requested-With": "fetch", "X-Background": "1" };

/** `heard(news)`, `state("live" | "lost", since)`, `out()` when the sign-in has ended, `sign()` when it is time to show
 *  that a page is awake. Returns `open` and `close`. */
export function connect({ heard, state, out, sign }) {
  let source = null;
  let wait = 500;
  let silent = 0;
  let again = 0;
  let lostSince = 0;
  let signed = 0;

  function close() {
    if (source) source.close();
    source = null;
    clearTimeout(silent);
    clearTimeout(again);
  }

  function lost() {
    close();
    lostSince = lostSince || Date.now();
    state("lost", lostSince);
    again = setTimeout(look, wait);
    wait = Math.min(wait * 2, LONGEST);
  }

  /** A plain question tells a lost sign-in from a lost server. */
  async function look() {
    let status = 0;
    try {
      status = (await fetch("/login/alive", { headers: QUIET })).status;
    } catch {
      status = 0;
    }
    if (status === 401) out(); // opened again when somebody has signed in
    else if (status === 200) open();
    else lost();
  }

  function alive() {
    clearTimeout(silent);
    silent = setTimeout(lost, SILENCE);
    lostSince = 0;
    wait = 500;
    state("live", 0);
    if (Date.now() - signed < SIGN) return;
    signed = Date.now();
    sign();
  }

  function open() {
    close();
    source = new EventSource("/live");
    source.onmessage = (event) => {
      alive();
      heard(JSON.parse(event.data));
    };
    source.addEventListener("beat", alive);
    source.onerror = lost;
    silent = setTimeout(lost, SILENCE);
  }

  return { open, close };
}

/** Tells the server that a page is awake; returns the form word that worked. */
export async function here(person, csrf, left = 1) {
  const body = new URLSearchParams({ person });
  try {
    const answer = await fetch("/live/here", { method: "POST", headers: { ...QUIET, "X-CSRFToken": csrf }, body });
    if (answer.status !== 400 || !left) return csrf;
    const fresh = await fetch("/login/token", { headers: QUIET });
    return here(person, (await fresh.json()).csrf, left - 1);
  } catch {
    return csrf; // the stream finds out by itself that the server is gone
  }
}
