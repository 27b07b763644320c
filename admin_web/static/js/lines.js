// The ladder: each step shows only what it can have.
function show(rung) {
  const whom = rung.querySelector("[name=whom]").value;
  rung.dataset.whom = whom;
}

for (const rung of document.querySelectorAll(".rung")) {
  show(rung);
  rung.addEventListener("change", () => show(rung));
}
