/** Words come from the page, where Django wrote them in the reader's language. */

/**
 * The text of `<p data-word="name">` with each {place} filled in.
 * @param {string} name
 * @param {Record<string, string|number>} [values]
 */
export function word(name, values = {}) {
  const source = document.querySelector("template[data-words]");
  const found = source instanceof HTMLTemplateElement && source.content.querySelector(`[data-word="${name}"]`);
  const text = (found && found.textContent) || "";
  return text.trim().replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/**
 * Puts a text into each element with this data-slot; touches nothing that already reads so,
 * lest screen readers say it again.
 * @param {string} slot
 * @param {string} text
 * @param {ParentNode} [root]
 */
export function fill(slot, text, root = document) {
  for (const element of root.querySelectorAll(`[data-slot="${slot}"]`)) {
    if (element.textContent !== text) element.textContent = text;
  }
}

/**
 * The element, or an error that names what the template lacks.
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @param {ParentNode} [root]
 * @returns {T}
 */
export function find(selector, type, root = document) {
  const element = root.querySelector(selector);
  if (!(element instanceof type)) throw new Error(`missing ${selector}`);
  return element;
}

/**
 * A press on any element with this data-do.
 * @param {string} name
 * @param {(button: HTMLElement) => void} act
 */
export function on(name, act) {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest(`[data-do="${name}"]`);
    if (button instanceof HTMLElement) act(button);
  });
}

/** Minutes as people count them: the last began minute still counts. @param {number} ms */
export function minutes(ms) {
  return Math.max(0, Math.ceil(ms / 60000 - 0.001));
}
