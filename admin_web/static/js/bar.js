// The call bar of every page but the desk: drawn anew when the agent's state or call changes.
import { ask } from "./net.js";
import { put } from "./page.js";
import { listen } from "./live.js";
import { lookAtOrders, takeOrders } from "./orders.js";
import { telephone } from "./ring.js";

let running = false;
let wanted = false;

async function reread() {
  wanted = true;
  if (running) return;
  running = true;
  while (wanted) {
    wanted = false;
    const answer = await ask("/bar", { background: true });
    if (!answer) setTimeout(reread, 2000); // the server was just gone
    if (!answer || !answer.ok) break;
    put("bar-now", answer.data.html);
    telephone(answer.data);
  }
  running = false;
}

takeOrders({ after: reread });
listen((news) => {
  if (news.topic.startsWith("agent:")) lookAtOrders();
  if (news.topic.startsWith("agent:") || news.topic === "reread") reread();
});
setInterval(reread, 30000);
