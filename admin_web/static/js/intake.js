// The intake form: drafts as on the desk, and one request that keeps what was typed when it is refused.
import { ask, notice, words } from "./net.js";
import { flush, forget, watchTyping } from "./draft.js";
import "./twins.js";

const form = document.getElementById("ticket");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = document.getElementById("t-send");
  if (button.disabled) return;
  button.disabled = true;
  await flush();
  const answer = await ask(form.action, { method: "POST", body: new FormData(form) });
  button.disabled = false;
  if (answer && answer.ok) {
    forget(form.dataset.draft);
    location.href = answer.data.href;
  } else notice((answer && answer.data && answer.data.error) || words.network);
});
watchTyping();
