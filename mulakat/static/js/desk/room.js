/** What an officer has done to the visit in the large place, and what an end would mean. */
import { fill, find, word } from "../call/words.js";
import { disarm } from "./acts.js";

/** @typedef {import("../call/types.js").OfficerState} OfficerState */
/** @typedef {import("../call/types.js").BoardRow} BoardRow */

const MISCONDUCT = new Set(["other_people", "recording", "forbidden_talk", "threat", "dress"]);
const WISHED = new Set(["finished", "asked_to_stop"]); // a bad line alone makes it short
const COUNTED = new Set(["done", "stopped", "missed_visitor"]);

/**
 * @param {OfficerState} state
 * @param {BoardRow} row
 */
export function drawRoom(state, row) {
  disarm();
  press('[data-do="mute"][data-side="inmate"]', state.muted.inmate);
  press('[data-do="mute"][data-side="visitor"]', state.muted.visitor);
  press('[data-do="voice-only"]', state.voice_only);
  find('[data-do="resume"]', HTMLElement).hidden = !state.pause;
  find('.s-acts [data-panel="pause"]', HTMLElement).hidden = Boolean(state.pause);
  find("[data-paused]", HTMLElement).hidden = !state.pause;
  fill("pause-reason", state.pause ? word(`because-${state.pause.reason}`) : "");
  fill("done", done(state, row));
  fill("said", row.said ? word(`need-${row.said}`) : "");
  fill("consequence", word(ifEnded(state, row)));
  drawCompany(state);
  drawOutcome(state, row);
}

/**
 * @param {string} selector
 * @param {boolean} isOn
 */
function press(selector, isOn) {
  const button = find(selector, HTMLElement);
  if (button.getAttribute("aria-pressed") !== String(isOn)) button.setAttribute("aria-pressed", String(isOn));
}

/**
 * What stands now, in words.
 * @param {OfficerState} state
 * @param {BoardRow} row
 */
function done(state, row) {
  const { warning, muted } = state;
  const found = [
    warning ? word("done-warned", { n: warning.n, reason: word(`because-${warning.reason}`) }) : "",
    muted.inmate ? word("done-muted-inmate") : "",
    muted.visitor ? word("done-muted-visitor") : "",
    state.voice_only ? word("done-voice") : "",
    row.extended ? word("fact-extended", { n: row.extended }) : "",
  ];
  return found.filter(Boolean).join(" ");
}

/**
 * Whether the visit would use up one of the visitor's, if it ended now for the reason chosen.
 * @param {OfficerState} state
 * @param {BoardRow} row
 */
function ifEnded(state, row) {
  const reason = find("[data-reason]", HTMLSelectElement).value;
  const isMissing = reason === "not_the_person" || !row.outside; // nothing was talked: who was missing?
  if (!state.would_be) return isMissing ? "counts" : "counts-not";
  if (MISCONDUCT.has(reason) || COUNTED.has(state.would_be)) return "counts";
  return WISHED.has(reason) ? "counts-wished" : "counts-not";
}

/** Who is before the camera now, as the visitor says. @param {OfficerState} state */
function drawCompany({ check }) {
  const company = check?.company ?? {};
  const names = check ? [check.name, ...check.persons] : [];
  const here = (company.persons ?? []).map((place) => names[place]).filter(Boolean);
  const others = company.others ? [word("others", { n: company.others })] : [];
  const isSaid = Boolean(company.persons);
  fill("company", isSaid ? [...here, ...others].join(", ") || word("nobody") : word("not-said"));
  find("[data-company]", HTMLElement).classList.toggle("desk-need", Boolean(company.others));
}

/**
 * @param {OfficerState} state
 * @param {BoardRow} row
 */
function drawOutcome(state, row) {
  const outcome = state.end?.outcome || row.outcome;
  fill("outcome", outcome ? word(`outcome-${outcome}`) : "");
  fill("outcome-counts", outcome ? word(COUNTED.has(outcome) ? "counts" : "counts-not") : "");
  find('[data-do="settle"]', HTMLElement).hidden = row.settled || !outcome;
  find("[data-settled]", HTMLElement).hidden = !row.settled;
}
