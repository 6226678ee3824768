/** The only sound the desk makes by itself: somebody new needs an officer. */
import { chime } from "../call/chime.js";
import { reasons } from "./sides.js";

const NOTES = 3;

export class Bell {
  /** @type {Set<string>} */
  known = new Set();

  /** @param {import("../call/types.js").BoardRow[]} board */
  hear(board) {
    const now = new Set(board.flatMap((row) => reasons(row).map((reason) => `${row.visit} ${reason}`)));
    const isNew = [...now].some((each) => !this.known.has(each) && !each.endsWith(" outcome"));
    this.known = now;
    if (isNew) chime(NOTES);
  }
}
