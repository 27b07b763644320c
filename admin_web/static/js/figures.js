/** The form of a period: a day of it, or its first and its last day. Without this script all fields are shown. */
for (const select of document.querySelectorAll('[data-shows="span"]')) {
  const show = () => {
    for (const label of select.form.querySelectorAll("[data-shown]")) {
      label.hidden = (select.value === "free") !== (label.dataset.shown === "free");
    }
  };
  select.addEventListener("change", show);
  show();
}
