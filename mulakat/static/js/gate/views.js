/** The views of the gate's one document. Only the shown one stands in it: one page, one heading. */
import { find } from "../call/words.js";

const main = find("#main", HTMLElement);
/** @type {Map<string, HTMLElement>} */
const views = new Map();
for (const node of document.querySelectorAll("[data-view]")) {
  if (node instanceof HTMLElement) views.set(node.dataset.view ?? "", node);
}

/** @param {string} name @returns {HTMLElement} */
export function view(name) {
  const found = views.get(name);
  if (!found) throw new Error(`missing view ${name}`);
  return found;
}

/** The name of the view that is shown. */
export function shown() {
  const node = main.querySelector("[data-view]");
  return (node instanceof HTMLElement && node.dataset.view) || "";
}

/** @param {string} name */
export function show(name) {
  view(name).hidden = false;
  if (shown() !== name || main.children.length > 1) main.replaceChildren(view(name));
  for (const link of document.querySelectorAll(".g-nav a")) {
    if (link.getAttribute("href") === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}
