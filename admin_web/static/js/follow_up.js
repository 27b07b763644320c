// The answer on a return visit: "no" proposes to handle the ticket again; the clerk may choose otherwise, and what he
// has chosen himself is left as it is. Without a "no" there is nothing to choose.
const form = document.getElementById("visit-answer");
if (form) {
  const part = form.querySelector("[data-not-solved]");
  const again = [...part.querySelectorAll("input")];
  let own = again.some((one) => one.checked);
  const negative = () => Boolean(form.querySelector("[name=solved][value=no]:checked, [name=handled][value=no]:checked"));
  const draw = () => {
    part.hidden = !negative();
    if (part.hidden) own = false;
    if (!own) for (const one of again) one.checked = !part.hidden && one.value === "yes";
  };
  for (const one of again) one.addEventListener("change", () => (own = true));
  form.addEventListener("change", draw);
  draw();
}
