/** Which terminal has which visits, and which of them it is at. Pure. */
import { rank } from "./sides.js";

/** @typedef {import("../call/types.js").BoardRow} BoardRow */
/** @typedef {{terminal: number, now: BoardRow, all: BoardRow[], coming: BoardRow[]}} Lane */

/**
 * One lane a terminal, in the order of their numbers: always at the same place on the screen.
 * @param {BoardRow[]} board in order of time
 * @returns {Lane[]}
 */
export function lanes(board) {
  /** @type {Map<number, BoardRow[]>} */
  const rows = new Map();
  for (const row of board) rows.set(row.terminal, [...(rows.get(row.terminal) ?? []), row]);
  return [...rows.entries()].sort(([a], [b]) => a - b).map(([terminal, all]) => {
    const now = [...all].sort(closest)[0];
    if (!now) throw new Error("a terminal without a visit");
    const coming = all.filter((row) => row !== now && row.phase !== "ended" && row.starts_at > now.starts_at);
    return { terminal, now, all, coming };
  });
}

/**
 * Of two that are over the later one, of two that come the earlier one.
 * @param {BoardRow} a
 * @param {BoardRow} b
 */
function closest(a, b) {
  const inTime = a.starts_at.localeCompare(b.starts_at);
  return rank(a) - rank(b) || (a.phase === "ended" ? -inTime : inTime);
}
