// What the reader of a page has typed, ticked, chosen and folded out: taken down, and given back to the same fields.
const OWN = "[id], form, input, select, textarea, button, a[href]";
const ticks = (field) => field.type === "checkbox" || field.type === "radio";

function form(one) {
  const hidden = [...one.querySelectorAll("input[type=hidden]")].filter((field) => field.name !== "csrf_token");
  return `form ${one.getAttribute("action")} ${hidden.map((field) => `${field.name}=${field.value}`).join("&")}`;
}

const OF = {
  FORM: form,
  INPUT: (one) => `input ${one.name} ${ticks(one) ? one.value : ""}`,
  BUTTON: (one) => `button ${one.name} ${one.value} ${one.dataset.window || ""}`,
  SELECT: (one) => `select ${one.name}`,
  TEXTAREA: (one) => `textarea ${one.name}`,
  OPTION: (one) => `option ${one.value}`,
  A: (one) => `a ${one.getAttribute("href")}`,
};
const own = (one) => (one.id ? `#${one.id}` : OF[one.tagName] ? OF[one.tagName](one) : "");

/** What an element is known by among its neighbours: by itself, else by the first thing in it that has a name; "" for
 *  nothing. A row is so never taken for another row, nor a form for another form. */
export function known(one) {
  if (one.nodeType !== Node.ELEMENT_NODE) return "";
  if (own(one)) return own(one);
  const first = one.querySelector(OWN);
  return first ? `${one.tagName} ${own(first)}` : "";
}

const state = (field) => (ticks(field) ? field.checked : field.value);
const fields = (place) => [...place.querySelectorAll("input:not([type=hidden], [type=file]), select, textarea")];

function changed(field) {
  if (field.form && field.form.matches("[data-many]")) return true; // what was refused comes back chosen and typed: it is his all the same
  if (ticks(field)) return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
}

/** The fields of a place by name: in a place that is drawn anew of the same form, else (`all`) the first, second … so
 *  named on the page, whose forms have other tokens when it is loaded again. */
function named(place, all) {
  const found = new Map();
  const seen = {};
  for (const field of fields(place)) {
    const mine = own(field);
    seen[mine] = (seen[mine] || 0) + 1;
    const within = all ? seen[mine] : field.form ? form(field.form) : "";
    found.set(field.id ? mine : `${within} ${mine}`, field);
  }
  return found;
}

/** What was typed in a place and differs from what the server gave; or `all` that stands in it, without passwords. */
export function remember(place, all = false) {
  const mine = [...named(place, all)].filter(([, field]) => (all ? field.type !== "password" : changed(field)));
  return {
    all,
    fields: mine.map(([key, field]) => [key, state(field)]),
    folded: [...place.querySelectorAll("details[id]")].map((one) => [one.id, one.open]),
  };
}

/** Gives back what was remembered, to fields that are there still; what stands rightly is not touched. */
export function recall(place, remembered) {
  const there = named(place, remembered.all);
  for (const [key, was] of remembered.fields) {
    const field = there.get(key);
    if (!field || state(field) === was) continue;
    if (ticks(field)) field.checked = was;
    else if (field.tagName !== "SELECT" || [...field.options].some((one) => one.value === was)) field.value = was;
  }
  for (const [id, open] of remembered.folded) {
    const one = document.getElementById(id);
    if (one && place.contains(one) && one.open !== open) one.open = open;
  }
}
