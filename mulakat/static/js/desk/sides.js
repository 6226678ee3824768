/** How a visit and each of its sides stand, in one word each (staff rules: shape, word, colour). */

/** @typedef {import("../call/types.js").BoardRow} BoardRow */
/** @typedef {"away"|"ready"|"checking"|"live"|"paused"|"broken"|"over"} Side */

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

/** Somebody waits for an officer. @param {BoardRow} row */
export function needsYou(row) {
  if (row.phase === "checking") return true;
  const isThere = row.inside && row.outside;
  return isThere && (row.phase === "waiting" || (row.phase === "paused" && !row.officers));
}

/** The order of the board: who needs you, who talks, who comes, what is over. @param {BoardRow} row */
export function rank(row) {
  if (needsYou(row)) return 0;
  const order = { live: 1, paused: 1, checking: 0, waiting: 2, early: 3, ended: 4, idle: 4 };
  return order[row.phase];
}

/** @param {BoardRow[]} board */
export function sorted(board) {
  return [...board].sort((a, b) => rank(a) - rank(b) || a.starts_at.localeCompare(b.starts_at) || a.terminal - b.terminal);
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
