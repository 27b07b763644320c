// All tabs of a browser share this worker and its one stream. It also chooses the one tab that rings.
import { connect, here } from "./connection.js";

const ports = new Set();
let person = "";
let csrf = "";
let last = { kind: "state", is: "", since: 0 };
let asked = false; // whether a page is awake is being asked
let ringer = { call: "", port: null, others: [] };

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

const stream = connect({
  heard: (news) => tell({ kind: "news", news }),
  state: (is, since) => {
    last = { kind: "state", is, since };
    tell(last);
  },
  out: () => tell({ kind: "out" }),
  sign: () => {
    asked = true;
    tell({ kind: "awake?" }); // a page that the browser has put to sleep does not answer
  },
});

async function awake() {
  if (!asked) return;
  asked = false;
  csrf = await here(person, csrf);
}

/** The first tab that asks may ring for a call; when it cannot, or goes, the next one may. */
function ring(port, call) {
  if (ringer.call !== call) ringer = { call, port: null, others: [] };
  if (ringer.port && ringer.port !== port) ringer.others.push(port);
  else letRing(port);
}

function letRing(port) {
  ringer.port = port || null;
  if (port) port.postMessage({ kind: "ring", call: ringer.call });
}

function drop(port) {
  ringer.others = ringer.others.filter((one) => one !== port);
  if (ringer.port === port) letRing(ringer.others.shift());
}

const TAKES = {
  hello: (port, data) => {
    person = data.person;
    csrf = data.csrf;
    ports.add(port);
    if (last.is !== "live") stream.open();
    port.postMessage(last);
    port.postMessage({ kind: "news", news: { topic: "reread", ref: "" } });
  },
  "signed-in": (port, data) => {
    csrf = data.csrf;
    for (const other of ports) if (other !== port) other.postMessage({ kind: "in" });
    stream.open();
  },
  awake,
  "may-ring": (port, data) => ring(port, data.call),
  "cannot-ring": drop,
  bye: (port) => {
    ports.delete(port);
    drop(port);
    if (!ports.size) {
      stream.close();
      last = { kind: "state", is: "", since: 0 };
    }
  },
};

self.onconnect = (event) => {
  const [port] = event.ports;
  port.onmessage = ({ data }) => TAKES[data.kind](port, data);
};
