// Where tickets stand: Alt+K takes to the first of a list, a digit opens another while the list has the focus.

function show(details) {
  details.open = true;
  details.querySelector("summary").focus();
  details.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const first = event.target.closest("#pop-where") && document.querySelector("[data-digits] [data-digit]");
  if (first) show(first);
});
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const list = event.target.closest("[data-digits]");
  const wanted = list && /^[1-9]$/.test(event.key) && list.querySelector(`[data-digit="${event.key}"]`);
  if (!wanted) return;
  event.preventDefault();
  show(wanted);
});
