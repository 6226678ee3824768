/** One page, several screens: shows one `<section data-screen>` and gives the page its heading. */
import { find } from "./words.js";

const service = document.title.split("|").slice(1).join("|").trim();
let shown = "";

/** The screen in sight. */
export function current() {
  return shown;
}

/**
 * @param {string} name
 * @param {Record<string, string>} [values] for {places} in the heading
 */
export function show(name, values = {}) {
  const section = find(`[data-screen="${name}"]`, HTMLElement);
  const heading = find("h1", HTMLHeadingElement);
  const text = (section.dataset.heading ?? "").replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  if (heading.textContent !== text) {
    heading.textContent = text;
    document.title = service ? `${text} | ${service}` : text;
  }
  if (shown === name) return;
  shown = name;
  for (const other of document.querySelectorAll("[data-screen]")) {
    if (other instanceof HTMLElement) other.hidden = other !== section;
  }
  document.body.dataset.shown = name;
  heading.classList.toggle("vh", "quiet" in section.dataset);
  if (section.dataset.focus !== "no") heading.focus({ preventScroll: true });
}
