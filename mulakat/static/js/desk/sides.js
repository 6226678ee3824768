/** How a visit and each of its sides stand, in one word each (staff rules: shape, word, colour). */

/** @typedef {import("../call/types.js").BoardRow} BoardRow */
/** @typedef {"away"|"ready"|"checking"|"live"|"paused"|"broken"|"over"} Side */

/** What the inmate pressed that an officer must see to. */
const CALLS = new Set(["officer", "no_sound", "not_me", "declined"]);

/** @param {BoardRow} row @returns {Side} */
export function inside(row) {
  if (row.phase === "ended") return "over";
  if (!row.inside) return row.phase === "live" || row.phase === "paused" ? "broken" : "away";
  if (row.phase === "live" || row.phase === "paused") return row.phase;
  return "ready";
}

/** @param {BoardRow} row @returns {Side} */
export function outside(row) {
  if (row.phase === "ended") return "over";
  const isAdmitted = row.phase === "live" || row.phase === "paused";
  if (!row.outside) return isAdmitted ? "broken" : "away";
  if (isAdmitted || row.phase === "checking") return /** @type {Side} */ (row.phase);
  return "ready";
}

/**
 * Why this visit waits for an officer: all reasons, the most urgent first; the words of each
 * stand in the page as "need-<reason>".
 * @param {BoardRow} row
 */
export function reasons(row) {
  if (row.phase === "ended") return row.settled || !row.outcome ? [] : ["outcome"];
  const isThere = row.inside && row.outside;
  const found = [];
  if (CALLS.has(row.said)) found.push(row.said);
  if (row.second_device) found.push("second_device");
  if (row.phase === "checking" || (isThere && row.phase === "waiting")) found.push("check");
  if (isThere && row.phase === "paused" && !row.officers) found.push("unwatched");
  return found;
}

/** Somebody waits for an officer. @param {BoardRow} row */
export function needsYou(row) {
  return reasons(row).length > 0;
}

/** Which visit a terminal is at: who needs somebody, who talks, who comes, what is over. @param {BoardRow} row */
export function rank(row) {
  const order = { checking: 0, live: 1, paused: 1, waiting: 2, early: 4, ended: 5, idle: 5 };
  if (row.phase === "ended") return row.settled ? order.ended : 3;
  return needsYou(row) ? 0 : order[row.phase];
}

/**
 * The picture of a state, from the page's own template.
 * @param {Side} side
 * @param {Element} place
 */
export function paint(side, place) {
  if (place.getAttribute("data-now") === side) return;
  const source = document.querySelector("template[data-sides]");
  const found = source instanceof HTMLTemplateElement && source.content.querySelector(`[data-is="${side}"]`);
  place.replaceChildren(...(found ? [found.cloneNode(true)] : []));
  place.setAttribute("data-now", side);
}
