/** What the terminal shows of a state; no decision is made here. */
import { show } from "../call/screens.js";
import { drawLeft } from "../call/stitches.js";
import { fill, find, word } from "../call/words.js";

/** @typedef {import("../call/types.js").TerminalState} TerminalState */

/** @param {number} now server's time, ms */
export function drawClock(now) {
  fill("clock", hour(now));
}

/** @param {number|string} moment */
function hour(moment) {
  const zone = find("[data-zone]", HTMLElement).dataset.zone;
  const form = { hour: "numeric", minute: "2-digit", timeZone: zone, numberingSystem: "latn" };
  return new Intl.DateTimeFormat(document.documentElement.lang, /** @type {any} */ (form)).format(new Date(moment));
}

/** @param {TerminalState} state */
export function showIdle(state) {
  show("idle");
  fill("next", state.visit && state.phase === "early" ? word("next", { time: hour(state.visit.time) }) : word("no-next"));
}

/**
 * Names and number of the visit on every screen that has them; null takes them off.
 * @param {TerminalState|null} state
 */
export function showVisit(state) {
  const visit = state?.visit ?? null;
  for (const line of document.querySelectorAll("[data-law]")) {
    if (line instanceof HTMLElement) line.hidden = (line.dataset.law === "yes") !== Boolean(visit?.legal);
  }
  fill("inmate", visit?.inmate ?? "");
  fill("visitor", visit?.visitor ?? "");
  fill("relation", visit ? word(`relation-${visit.relation}`) : "");
  fill("match", state?.match ?? "");
  fill("minutes", visit ? word("minutes", { n: visit.minutes }) : "");
  find("[data-match]", HTMLElement).hidden = !state?.match;
  document.body.dataset.meet = state?.visitor ? "inside" : "apart";
  fill("waiting-for", visit ? word(state?.visitor ? "is-there" : "is-coming", { name: visit.visitor }) : "");
}

/**
 * @param {TerminalState} state
 * @param {"none"|"line"|"paused"|"hear"} veil
 */
export function showCall(state, veil) {
  show("call", { name: state.visit?.visitor ?? "" });
  for (const element of document.querySelectorAll("[data-veil]")) {
    if (element instanceof HTMLElement && element.hidden !== (element.dataset.veil !== veil)) {
      element.hidden = element.dataset.veil !== veil;
    }
  }
  for (const tag of document.querySelectorAll("[data-watched]")) {
    if (tag instanceof HTMLElement) tag.hidden = (tag.dataset.watched === "yes") !== (state.phase === "live");
  }
  const band = find("[data-warn]", HTMLElement);
  const isWarned = Boolean(state.warn) && state.phase === "live";
  if (band.hidden === isWarned) band.hidden = !isWarned;
  fill("warn", state.warn ? word(`warn-${state.warn}`) : "");
}

/**
 * @param {number} leftMs
 * @param {TerminalState} state
 */
export function showLeft(leftMs, state) {
  drawLeft(leftMs, state.visit?.minutes ?? 15);
}
