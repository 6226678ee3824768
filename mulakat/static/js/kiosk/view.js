/** What the terminal shows of a state; no decision is made here. */
import { drawLeft } from "../call/stitches.js";
import { fill, find, word } from "../call/words.js";
import { textOf } from "./voice.js";

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

/**
 * @param {TerminalState} state
 * @param {boolean} isResting somebody was here and has gone: a touch begins again
 */
export function drawIdle(state, isResting) {
  const next = state.visit && state.phase === "early" ? word("next", { time: hour(state.visit.time) }) : word("no-next");
  fill("next", isResting ? "" : next);
  find("[data-begin]", HTMLElement).hidden = !isResting;
}

/**
 * Names and number of the visit on every screen that has them; null takes them off.
 * @param {TerminalState|null} state
 */
export function showVisit(state) {
  const visit = state?.visit ?? null;
  const watched = visit?.legal ? "rule_watched_legal" : "rule_watched";
  tell("rule_watched", watched, textOf(watched));
  tell("consent", visit ? `relation_${visit.relation} consent` : "consent");
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
 * What a screen says depends on the visit.
 * @param {string} name of the screen
 * @param {string} say
 * @param {string} [heading]
 */
function tell(name, say, heading) {
  const section = find(`[data-screen="${name}"]`, HTMLElement);
  section.dataset.say = say;
  if (heading) section.dataset.heading = heading;
}

/**
 * @param {TerminalState} state
 * @param {"none"|"line"|"paused"|"stopped"|"hear"} veil
 */
export function drawCall(state, veil) {
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
