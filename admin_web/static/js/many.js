// Choosing many rows of a list: all at once, a range with Shift, how many they are; and one act on all of them.
let last = null;

/** The tick boxes of a form, also those that stand in rows outside it. */
const boxesOf = (form) => [...form.elements].filter((one) => one.name === "numbers");

function count(form) {
  const chosen = boxesOf(form).filter((one) => one.checked).length;
  for (const button of form.querySelectorAll("button[name=event]")) button.disabled = !chosen;
  const place = form.querySelector("[data-count]");
  place.dataset.empty = place.dataset.empty || place.textContent;
  place.textContent = chosen ? `${chosen} ${place.dataset.count}` : place.dataset.empty;
}

function range(form, one) {
  const boxes = boxesOf(form);
  const [begin, end] = [boxes.indexOf(last), boxes.indexOf(one)].sort((a, b) => a - b);
  if (begin >= 0) for (const box of boxes.slice(begin, end + 1)) box.checked = one.checked;
}

document.addEventListener("click", (event) => {
  const box = event.target;
  const form = box.name === "numbers" && box.form;
  if (!form || !form.matches("[data-many]")) return;
  if (event.shiftKey) range(form, box);
  last = box;
  count(form);
});
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form || !form.matches("[data-many]")) return;
  if (event.target.matches("[data-all]")) {
    for (const box of boxesOf(form)) box.checked = event.target.checked;
  }
  count(form);
});
document.addEventListener("redrawn", (event) => {
  for (const form of event.target.querySelectorAll("form[data-many]")) if (form.querySelector("[data-count]")) count(form);
});
for (const form of document.querySelectorAll("form[data-many]")) if (form.querySelector("[data-count]")) count(form);
