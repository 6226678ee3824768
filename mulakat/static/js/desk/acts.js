/**
 * What the officer does to the visit in the large place. Reasons are chosen in a panel under the
 * buttons; to end it takes two presses, and what that means for the visitor stands beside them.
 */
import { fill, find, on, word } from "../call/words.js";
import { sayWhyNot } from "./view.js";

/** @typedef {import("./seat.js").Seat} Seat */

const SECOND_PRESS_MS = 5000;
const EXTEND_MIN = 5;
let armedAt = -Infinity;

/** @param {() => Seat|null} focused */
export function listenToActs(focused) {
  const act = (/** @type {object} */ message) => {
    fill("refused", "");
    focused()?.act(message);
  };
  const has = (/** @type {HTMLElement} */ button) => button.getAttribute("aria-pressed") === "true";
  on("admit", () => admit(act));
  on("not-them", notThePerson);
  on("panel", (button) => open(button.dataset.panel ?? ""));
  on("warn", (button) => done(act, { t: "warn", reason: button.dataset.why }));
  on("pause", (button) => done(act, { t: "pause", reason: button.dataset.why }));
  on("resume", () => act({ t: "resume" }));
  on("mute", (button) => act({ t: "mute", side: button.dataset.side, on: !has(button) }));
  on("voice-only", (button) => act({ t: "voice_only", on: !has(button) }));
  on("extend", () => act({ t: "extend", minutes: EXTEND_MIN }));
  on("write", (button) => write(act, button));
  on("settle", () => act({ t: "settle", outcome: focused()?.state?.end?.outcome }));
  on("correct", () => act({ t: "settle", outcome: find("[data-outcome]", HTMLSelectElement).value }));
  on("end", (button) => end(act, button));
}

/** @param {(message: object) => void} act */
function admit(act) {
  const ticks = [...document.querySelectorAll(".desk-ticks label:not([hidden]) [data-tick]")];
  const ticked = ticks.filter((tick) => tick instanceof HTMLInputElement && tick.checked);
  const isTicked = ticked.length === ticks.length;
  sayWhyNot(isTicked ? [] : ["tick-all"]);
  if (isTicked) act({ t: "admit", checked: ticked.map((tick) => tick.getAttribute("data-tick")) });
}

/** The reason is put for him; to end it he still presses End. */
function notThePerson() {
  find("[data-reason]", HTMLSelectElement).value = "not_the_person";
  find('[data-do="end"]', HTMLElement).focus();
  fill("refused", word("press-end"));
}

/** Opens one panel and closes the others; the same press closes it. @param {string} name */
function open(name) {
  for (const panel of document.querySelectorAll("section[data-panel]")) {
    if (!(panel instanceof HTMLElement)) continue;
    panel.hidden = panel.dataset.panel !== name || !panel.hidden;
    const first = panel.querySelector("button, select, textarea");
    if (!panel.hidden && first instanceof HTMLElement) first.focus();
  }
  for (const button of document.querySelectorAll('[data-do="panel"]')) {
    const panel = document.querySelector(`section[data-panel="${button.getAttribute("data-panel")}"]`);
    button.setAttribute("aria-expanded", String(panel instanceof HTMLElement && !panel.hidden));
  }
}

/**
 * @param {(message: object) => void} act
 * @param {object} message
 */
function done(act, message) {
  open("");
  act(message);
}

/**
 * @param {(message: object) => void} act
 * @param {HTMLElement} button
 */
function write(act, button) {
  const panel = button.closest("section[data-panel]");
  if (!panel) return;
  const text = find("textarea", HTMLTextAreaElement, panel);
  const what = panel.querySelector("select")?.value ?? "";
  const kind = button.dataset.kind ?? "note";
  if (text.value.trim().length < (kind === "incident" ? 10 : 1)) {
    text.focus();
    return fill("refused", word("why-no_text"));
  }
  done(act, { t: "write", kind, what, text: text.value.trim() });
  text.value = "";
  fill("refused", word("written"));
}

/**
 * The first press arms, the second ends.
 * @param {(message: object) => void} act
 * @param {HTMLElement} button
 */
function end(act, button) {
  const isArmed = performance.now() - armedAt < SECOND_PRESS_MS;
  armedAt = isArmed ? -Infinity : performance.now();
  button.setAttribute("aria-pressed", String(!isArmed));
  if (isArmed) act({ t: "end", reason: find("[data-reason]", HTMLSelectElement).value });
}

/** A press that was not followed by the second one is forgotten. */
export function disarm() {
  if (performance.now() - armedAt < SECOND_PRESS_MS) return;
  find('[data-do="end"]', HTMLElement).setAttribute("aria-pressed", "false");
}

/** Another visit is looked at: nothing of the one before stays ticked, armed, open or written. */
export function rest() {
  armedAt = -Infinity;
  for (const tick of document.querySelectorAll("[data-tick]")) {
    if (tick instanceof HTMLInputElement) tick.checked = false;
  }
  for (const text of document.querySelectorAll("section[data-panel] textarea")) {
    if (text instanceof HTMLTextAreaElement) text.value = "";
  }
  find("[data-reason]", HTMLSelectElement).selectedIndex = 0;
  open("");
  fill("refused", "");
  sayWhyNot([]);
}

/**
 * The server did not do it, and says why.
 * @param {string} what
 * @param {string[]} why
 */
export function sayRefused(what, why) {
  if (what === "admit") return sayWhyNot(why);
  if (what !== "signal") fill("refused", why.map((reason) => word(`why-${reason}`) || reason).join(" "));
}
