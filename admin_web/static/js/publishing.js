// A flow is being published: looked at again as soon as there is news of it, and every two seconds.
import { listen } from "./live.js";

listen((news) => {
  if (news.topic.startsWith("agent:")) location.reload();
});
setTimeout(() => location.reload(), 2000);
