/** What will work with this phone, from what the steps found. Pure; it never says how bad it is. */

/** @typedef {"ok"|"weak"|"no"} Finding */
/** @typedef {"browser"|"microphone"|"camera"|"sound"|"network"} Step */
/** @typedef {Partial<Record<Step, Finding>>} Found */
/** @typedef {"video"|"voice"|"phone"} Result */
/** @typedef {{down: number, up: number, delay: number}} Speed kbit/s, kbit/s, ms */

/** @type {Step[]} */
export const STEPS = ["browser", "microphone", "camera", "sound", "network"];
const PICTURE = { kbits: 300, delay: 800 }; // the second rung of the ladder, with some to spare
const VOICE = { kbits: 48, delay: 2500 };

/**
 * @param {Speed} speed
 * @returns {Finding}
 */
export function judge({ down, up, delay }) {
  const least = Math.min(down, up);
  if (least >= PICTURE.kbits && delay <= PICTURE.delay) return "ok";
  return least >= VOICE.kbits && delay <= VOICE.delay ? "weak" : "no";
}

/**
 * What was not checked promises no picture, and forbids no voice.
 * @param {Found} found
 * @returns {Result}
 */
export function result(found) {
  const needs = [found.browser, found.microphone, found.sound, found.network];
  if (needs.includes("no")) return "phone";
  const hasAll = STEPS.every((step) => found[step] === "ok");
  return hasAll ? "video" : "voice";
}
