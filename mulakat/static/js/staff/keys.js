/**
 * Keys for people who answer hundreds of requests. Off until a person turns them on; every
 * control with `data-key` is pressed by that key. Nothing depends on it.
 */

const ON = "mulakat-keys";
const place = document.querySelector("[data-keys]");

/** Those in sight. @returns {HTMLElement[]} */
function controls() {
  const isThere = (/** @type {Element} */ found) => found.getClientRects().length > 0;
  return [...document.querySelectorAll("[data-key]")].filter((found) => found instanceof HTMLElement).filter(isThere);
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (target instanceof HTMLInputElement) return target.type !== "radio" && target.type !== "checkbox";
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !isOn()) return;
  if (isTyping(event.target) && event.key !== "Escape") return;
  const isOnControl = event.target instanceof Element && event.target.closest("a, button, summary");
  if (event.key === "Enter" && isOnControl) return;
  if (event.key === "?") return showAll(event);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return move(event);
  const control = controls().find((found) => found.dataset.key === event.key);
  if (!control) return;
  event.preventDefault();
  control.focus();
  control.click();
}

/** Every key of this page with what it presses; the same key puts the list away. @param {KeyboardEvent} event */
function showAll(event) {
  event.preventDefault();
  const before = document.querySelector(".s-keys-list");
  if (before) return before.remove();
  const list = document.createElement("ul");
  list.className = "s-keys-list";
  list.setAttribute("aria-label", place?.getAttribute("data-title") ?? "");
  for (const control of controls()) {
    const line = list.appendChild(document.createElement("li"));
    const cap = line.appendChild(document.createElement("kbd"));
    cap.className = "s-k";
    cap.textContent = control.dataset.key ?? "";
    line.append(nameOf(control));
  }
  list.setAttribute("role", "list");
  document.querySelector("main")?.append(list);
}

/** The words of a control, without the cap that stands in it. @param {HTMLElement} control */
function nameOf(control) {
  const words = control.closest("label") ?? control;
  const copy = words.cloneNode(true);
  if (copy instanceof HTMLElement) for (const cap of copy.querySelectorAll("kbd")) cap.remove();
  const parts = [...copy.childNodes].map((node) => (node.textContent ?? "").trim());
  return parts.filter(Boolean).join(", ");
}

/** The rows of a list are walked with the arrows. @param {KeyboardEvent} event */
function move(event) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  event.preventDefault();
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)))];
  if (next instanceof HTMLElement) next.focus();
}

function isOn() {
  return localStorage.getItem(ON) === "1";
}

/** @param {boolean} on */
function turn(on) {
  localStorage.setItem(ON, on ? "1" : "0");
  draw();
}

function draw() {
  document.body.classList.toggle("s-keys-on", isOn());
  if (!place) return;
  const button = place.querySelector("button") ?? place.appendChild(document.createElement("button"));
  button.type = "button";
  button.className = "s-link";
  button.setAttribute("aria-pressed", String(isOn()));
  button.textContent = place.getAttribute(isOn() ? "data-is-on" : "data-is-off");
  button.onclick = () => turn(!isOn());
}

if (document.querySelector("[data-key]")) {
  document.addEventListener("keydown", pressed);
  draw();
}

export {};
