// Choosing many rows of a list: all at once, a range with Shift, how many they are; and one act on all of them.
let last = null;

function count(form) {
  const chosen = form.querySelectorAll("input[name=numbers]:checked").length;
  for (const button of form.querySelectorAll("button[name=event]")) button.disabled = !chosen;
  const place = form.querySelector("[data-count]");
  place.dataset.empty = place.dataset.empty || place.textContent;
  place.textContent = chosen ? `${chosen} ${place.dataset.count}` : place.dataset.empty;
}

function range(form, one) {
  const boxes = [...form.querySelectorAll("input[name=numbers]")];
  const [begin, end] = [boxes.indexOf(last), boxes.indexOf(one)].sort((a, b) => a - b);
  if (begin >= 0) for (const box of boxes.slice(begin, end + 1)) box.checked = one.checked;
}

document.addEventListener("click", (event) => {
  const box = event.target;
  const form = box.matches("[data-many] input[name=numbers]") && box.form;
  if (!form) return;
  if (event.shiftKey) range(form, box);
  last = box;
  count(form);
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-many]");
  if (!form) return;
  if (event.target.matches("[data-all]")) {
    for (const box of form.querySelectorAll("input[name=numbers]")) box.checked = event.target.checked;
  }
  count(form);
});
document.addEventListener("redrawn", (event) => {
  for (const form of event.target.querySelectorAll("form[data-many]")) if (form.querySelector("[data-count]")) count(form);
});
for (const form of document.querySelectorAll("form[data-many]")) if (form.querySelector("[data-count]")) count(form);
