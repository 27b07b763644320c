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
  } else if (!beside(answer && answer.data)) notice((answer && answer.data && answer.data.error) || words.network);
});

// The sentence of a refusal beside the field that it is about; false if it names none.
function beside(refused) {
  form.querySelectorAll(".field-error").forEach((old) => old.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  const field = refused && refused.field && form.elements[refused.field];
  if (!field || !field.insertAdjacentElement) return false;
  const said = document.createElement("p");
  Object.assign(said, { className: "field-error", id: `e-${refused.field}`, textContent: refused.error });
  said.setAttribute("role", "alert");
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", said.id);
  field.insertAdjacentElement("afterend", said);
  const folded = field.closest("details");
  if (folded) folded.open = true;
  field.focus();
  return true;
}

// Subjects of the other hotline are not offered; a chosen one of it is put aside.
const profile = document.getElementById("t-profile");
const topic = document.getElementById("t-topic");
function offer() {
  for (const option of topic.options) {
    option.hidden = Boolean(profile.value && option.dataset.profile && option.dataset.profile !== profile.value);
  }
  if (topic.selectedOptions[0] && topic.selectedOptions[0].hidden) topic.value = "";
}
profile.addEventListener("change", offer);
offer();
watchTyping();
