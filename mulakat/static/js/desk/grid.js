/** The watched visits: one large, the others small beside it, and the places still empty. */
import { fill, find, minutes, word } from "../call/words.js";
import { inside, needsYou, outside, paint } from "./sides.js";

/** @typedef {import("../call/types.js").BoardRow} BoardRow */
/** @typedef {import("./seat.js").Seat} Seat */

const KEPT = "mulakat-desk-size";

/** How many visits at once: 1, 2, 4, 6 or 8. */
export function size() {
  return Number(find("[data-size]", HTMLSelectElement).value) || 1;
}

/** @param {() => void} changed */
export function listenToSize(changed) {
  const select = find("[data-size]", HTMLSelectElement);
  const kept = localStorage.getItem(KEPT);
  if (kept && [...select.options].some((option) => option.value === kept)) select.value = kept;
  select.addEventListener("change", () => {
    localStorage.setItem(KEPT, select.value);
    changed();
  });
}

/**
 * The small ones in the order in which they were taken up. A tile that stays is not touched: a
 * picture that is moved in the document stops.
 * @param {Seat[]} seats
 * @param {string} focused
 * @param {BoardRow[]} board
 */
export function drawGrid(seats, focused, board) {
  const list = find("[data-grid]", HTMLElement);
  const small = seats.filter((seat) => seat.visit !== focused);
  const empty = size() > 1 ? Math.max(0, size() - Math.max(1, seats.length)) : 0;
  for (const child of [...list.children]) {
    const isKept = child.hasAttribute("data-free") || small.some((seat) => seat.tile === child);
    if (!isKept) child.remove();
  }
  small.forEach((seat, index) => {
    if (list.children[index] !== seat.tile) list.insertBefore(seat.tile, list.children[index] ?? null);
    drawTile(seat, board.find((row) => row.visit === seat.visit));
  });
  while (list.children.length > small.length + empty) list.lastElementChild?.remove();
  while (list.children.length < small.length + empty) list.append(free());
  list.hidden = !list.children.length;
}

/**
 * @param {Seat} seat
 * @param {BoardRow|undefined} row
 */
function drawTile(seat, row) {
  if (!row) return;
  const { tile } = seat;
  tile.classList.toggle("s-need", needsYou(row));
  for (const button of tile.querySelectorAll("button")) button.dataset.visit = seat.visit;
  fill("terminal", String(row.terminal), tile);
  fill("inmate", row.inmate, tile);
  const left = seat.state?.left_ms ?? row.left_ms ?? 0;
  fill("small-left", row.phase === "live" ? word("left-many", { n: minutes(left) }) : "", tile);
  paint(inside(row), find('[data-state="inside"]', HTMLElement, tile));
  paint(outside(row), find('[data-state="outside"]', HTMLElement, tile));
}

function free() {
  const made = find("template[data-free-cell]", HTMLTemplateElement).content.cloneNode(true);
  const cell = /** @type {DocumentFragment} */ (made).firstElementChild;
  if (!cell) throw new Error("no free cell");
  return cell;
}
