// Draws a place anew without taking anything from under a hand: what is the same stays the same element, with its focus,
// its cursor, a word that is just being composed, what is folded out and how far it is scrolled.
import { known, recall, remember } from "./typing.js";

const HELD = new Set(["DETAILS", "DIALOG"]); // whether they are open is the reader's affair

function attributes(old, fresh) {
  const open = HELD.has(old.tagName);
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !(open && name === "open")) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !(open && name === "open")) old.setAttribute(name, value);
  }
}

function become(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
  } else if (!old.hasAttribute("data-keep") && !old.isEqualNode(fresh)) {
    attributes(old, fresh);
    children(old, fresh);
  }
}

/** The child of `place` that `fresh` is the new look of, from `at` on; null if there is none. */
function same(place, fresh, at, named) {
  const key = known(fresh);
  if (key) return (named.get(key) || []).shift() || null;
  for (let one = at; one; one = one.nextSibling) if (one.nodeName === fresh.nodeName && !known(one)) return one;
  return null;
}

function children(old, fresh) {
  const named = new Map();
  for (const one of old.childNodes) {
    const key = known(one);
    if (key) named.set(key, [...(named.get(key) || []), one]);
  }
  const wanted = new Set([...fresh.childNodes].map(known).filter(Boolean));
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const found = same(old, next, at, named);
    while (found && at !== found && at && !wanted.has(known(at))) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
    if (found && found === at) at = at.nextSibling;
    else old.insertBefore(found || next, at);
    if (found) become(found, next);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

/** `fresh` is the place as it is to look: an element with the same children, or HTML. */
export function drawInPlace(place, fresh) {
  const remembered = remember(place);
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const [id, name] = focused ? [focused.id, known(focused)] : ["", ""];
  let source = fresh;
  if (typeof fresh === "string") {
    const template = document.createElement("template");
    template.innerHTML = fresh;
    source = template.content;
  }
  children(place, source);
  recall(place, remembered);
  if (focused && document.activeElement !== focused) {
    const again = focused.isConnected ? focused : id ? document.getElementById(id) : [...place.querySelectorAll(focused.tagName)].find((one) => known(one) === name);
    again?.focus({ preventScroll: true });
  }
  place.dispatchEvent(new Event("redrawn", { bubbles: true }));
}
