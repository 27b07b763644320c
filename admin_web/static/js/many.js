// Choosing many rows of a list: all at once, and how many they are.
function count(form) {
  const chosen = form.querySelectorAll("input[name=numbers]:checked").length;
  for (const button of form.querySelectorAll("button[name=event]")) button.disabled = !chosen;
}
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-many]");
  if (!form) return;
  if (event.target.matches("[data-all]")) {
    for (const box of form.querySelectorAll("input[name=numbers]")) box.checked = event.target.checked;
  }
  count(form);
});
for (const form of document.querySelectorAll("form[data-many]")) count(form);
