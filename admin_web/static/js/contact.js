// The form that asks for a judge: the directory is sifted while somebody types; Enter takes the first that fits.
const find = document.getElementById("k-find");
const box = document.getElementById("k-judges");
const none = document.getElementById("k-none");

function sift() {
  const words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let fits = 0;
  for (const one of box.querySelectorAll("[data-find]")) {
    one.hidden = !words.every((word) => one.dataset.find.includes(word));
    fits += one.hidden ? 0 : 1;
  }
  none.hidden = fits > 0;
}

find.addEventListener("input", sift);
find.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const first = box.querySelector("[data-find]:not([hidden]) input");
  if (!first) return;
  first.checked = true;
  document.getElementById("k-text").focus();
});
const chosen = box.querySelector("input:checked");
if (chosen) chosen.scrollIntoView({ block: "nearest" });
