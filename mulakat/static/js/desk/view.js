/** What the desk shows of the chosen visit: the check before, the call after. */
import { fill, find, word } from "../call/words.js";
import { hour } from "./board.js";
import { inside, outside, paint } from "./sides.js";

/** @typedef {import("../call/types.js").OfficerState} OfficerState */
/** @typedef {import("../call/types.js").BoardRow} BoardRow */

/**
 * @param {OfficerState} state
 * @param {BoardRow} row
 * @param {import("./watch.js").Watch} watch
 */
export function drawVisit(state, row, watch) {
  const watched = find("[data-watch]", HTMLElement);
  fill("terminal", String(row.terminal), watched);
  fill("inmate", row.inmate, watched);
  fill("visitor", `${row.visitor}, ${word(`relation-${row.relation}`)}`, watched);
  paint(inside(row), find('[data-state="inside"]', HTMLElement, watched));
  paint(outside(row), find('[data-state="outside"]', HTMLElement, watched));
  paint(row.phase === "ended" ? "over" : outside(row), find("[data-phase]", HTMLElement));
  drawVeils(state, row, watch);
  drawParts(state, row);
  drawCheck(state, row);
  fill("of-minutes", word("of-minutes", { n: row.minutes, time: hour(row.starts_at) }));
  fill("match", state.match);
  fill("warn", state.warn && state.phase === "live" ? word(`warn-${state.warn}`) : "");
  fill("end-reason", state.end ? endWord(state.end.reason) : "");
  for (const part of document.querySelectorAll("[data-law], [data-no-law]")) {
    if (part instanceof HTMLElement) part.hidden = part.hasAttribute("data-law") !== Boolean(row.legal);
  }
}

/** @param {string} reason */
function endWord(reason) {
  const option = document.querySelector(`[data-reason] option[value="${reason}"]`);
  return option?.textContent ?? word(`end-${reason}`);
}

/**
 * @param {OfficerState} state
 * @param {BoardRow} row
 * @param {import("./watch.js").Watch} watch
 */
function drawVeils(state, row, watch) {
  const isOver = row.phase === "ended";
  const isStill = watch.stillFor.inmate > 2 || isOver;
  veil("inmate", isStill ? (isOver ? "veil-over" : state.terminal ? "veil-inmate-line" : "veil-inmate-absent") : "");
  const isSilent = watch.stillFor.visitor > 2 || state.mode === "off";
  const why = state.pause ? "veil-paused" : !row.outside ? "veil-visitor-absent" : row.media === "voice" ? "veil-visitor-voice" : "veil-visitor-line";
  veil("visitor", isSilent ? (isOver ? "veil-over" : why) : "");
}

/**
 * @param {"inmate"|"visitor"} side
 * @param {string} name
 */
function veil(side, name) {
  const element = find(`[data-veil="${side}"]`, HTMLElement);
  if (element.hidden !== !name) element.hidden = !name;
  fill(`${side}-veil`, name ? word(name) : "");
}

/**
 * @param {OfficerState} state
 * @param {BoardRow} row
 */
function drawParts(state, row) {
  const isAdmitted = row.phase === "live" || row.phase === "paused";
  const isOver = row.phase === "ended";
  const parts = { check: !isAdmitted && !isOver, room: isAdmitted, end: !isOver && row.phase !== "early", over: isOver };
  for (const part of document.querySelectorAll("[data-part]")) {
    if (!(part instanceof HTMLElement)) continue;
    const isShown = parts[/** @type {keyof typeof parts} */ (part.dataset.part)];
    if (part.hidden === isShown) part.hidden = !isShown;
  }
}

/**
 * @param {OfficerState} state
 * @param {BoardRow} row
 */
function drawCheck(state, row) {
  const { check } = state;
  fill("check-name", check?.name ?? row.visitor);
  fill("check-age", check ? word("age", { age: check.age }) : "");
  fill("relation", word(`relation-${row.relation}`));
  fill("check-id-type", check ? word(`id-${check.id_type}`) : "");
  fill("check-id", check?.id_last4 ? `•••• ${check.id_last4}` : "");
  fill("check-persons", check?.persons.length ? check.persons.join(", ") : word("nobody"));
  fill("why-now", state.may_admit ? "" : inWords(state.why_not_admit));
  const isVoice = row.media === "voice";
  find("[data-voice]", HTMLElement).hidden = !isVoice;
  find("[data-face]", HTMLElement).hidden = isVoice;
}

/** @param {string[]} reasons */
function inWords(reasons) {
  return reasons.map((reason) => word(`why-${reason}`) || word(reason)).join(" ");
}

/** Why a press did nothing. @param {string[]} reasons */
export function sayWhyNot(reasons) {
  fill("why-not", inWords(reasons));
}
