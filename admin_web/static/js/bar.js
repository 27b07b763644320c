// The call bar of every page but the desk: drawn anew when the agent's state or call changes.
import { rereading } from "./net.js";
import { put } from "./page.js";
import { listen } from "./live.js";
import { lookAtOrders, takeOrders } from "./orders.js";
import { telephone } from "./ring.js";

const reread = rereading("/bar", (data) => {
  put("bar-now", data.html);
  telephone(data);
});

takeOrders({ after: reread });
listen((news) => {
  if (news.topic.startsWith("agent:")) lookAtOrders();
  if (news.topic.startsWith("agent:") || news.topic === "reread") reread();
});
setInterval(reread, 30000);
