// The intake form: drafts as on the desk, and what may be the same matter while one types.
import { ask, notice, words } from "./net.js";
import { flush, forget, watchTyping } from "./draft.js";

const form = document.getElementById("ticket");
const place = document.getElementById("twins");
const empty = place.innerHTML;
let timer = 0;
let asked = "";

async function look() {
  const of = new URLSearchParams();
  for (const name of ["subject", "text", "caller_number", "address", "topic", "place"]) of.set(name, form.elements[name].value.slice(0, 500));
  const query = of.toString();
  if (query === asked) return;
  asked = query;
  const answer = await ask(`${form.dataset.twins}?${query}`, { background: true });
  if (answer && answer.ok && asked === query) place.innerHTML = answer.data.html.trim() || empty;
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, 600);
});
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
look();
