// What may be the same matter, while a ticket is typed: beside the form #ticket when it has data-twins.
import { ask } from "./net.js";

const FIELDS = ["subject", "text", "caller_number", "address", "topic", "place", "call"];
let timer = 0;
let asked = "";
let empty = null;

async function look() {
  const form = document.getElementById("ticket");
  const place = document.getElementById("twins");
  if (!form || !place || !form.dataset.twins) return;
  if (empty === null) empty = place.innerHTML;
  const of = new URLSearchParams();
  for (const name of FIELDS) if (form.elements[name]) of.set(name, form.elements[name].value.slice(0, 500));
  const query = of.toString();
  if (query === asked) return;
  asked = query;
  const answer = await ask(`${form.dataset.twins}?${query}`, { background: true });
  const still = document.getElementById("twins");
  if (answer && answer.ok && asked === query && still) still.innerHTML = answer.data.html.trim() || empty;
}

document.addEventListener("input", (event) => {
  if (!event.target.closest("#ticket")) return;
  clearTimeout(timer);
  timer = setTimeout(look, 600);
});
look();
