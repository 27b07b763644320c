// The form that asks for a judge: the directory is sifted while somebody types, gone through with the arrow keys; Enter
// takes the one under the cursor. Without a choice nothing is sent, and the page says so beside the list.
const form = document.getElementById("contact");
const find = document.getElementById("k-find");
const box = document.getElementById("k-judges");
const none = document.getElementById("k-none");
const wrong = document.getElementById("k-wrong");
const picked = document.getElementById("k-picked");

const fits = () => [...box.querySelectorAll("[data-find]:not([hidden])")];
const chosen = () => box.querySelector("input:checked");

function said() {
  const one = chosen();
  for (const label of box.querySelectorAll(".judge")) label.classList.toggle("chosen", label.contains(one));
  picked.textContent = one ? one.closest("label").dataset.name : "";
  picked.parentElement.hidden = !one;
  if (one) wrong.hidden = true;
}

function sift() {
  const words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  for (const one of box.querySelectorAll("[data-find]")) {
    one.hidden = !words.every((word) => one.dataset.find.includes(word));
  }
  none.hidden = fits().length > 0;
}

function take(label) {
  if (!label) return;
  label.querySelector("input").checked = true;
  label.scrollIntoView({ block: "nearest" });
  said();
}

find.addEventListener("input", sift);
find.addEventListener("keydown", (event) => {
  const all = fits();
  const at = all.findIndex((one) => one.querySelector("input").checked);
  if (event.key === "Enter") {
    event.preventDefault();
    if (at < 0) take(all[0]);
    if (all.length) document.getElementById("k-text").focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (all.length) take(all[(at + (event.key === "ArrowDown" ? 1 : all.length - (at < 0 ? 0 : 1))) % all.length]);
  }
});
box.addEventListener("change", said);
form.addEventListener("submit", (event) => {
  if (chosen()) return;
  event.preventDefault();
  event.stopPropagation(); // it may be sent again
  wrong.hidden = false;
  find.value = "";
  sift();
  find.focus();
}, true);
const one = chosen();
if (one) one.closest("label").scrollIntoView({ block: "nearest" });
said();
