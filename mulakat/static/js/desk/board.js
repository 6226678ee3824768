/** Draws the board; a tile that stays keeps its element, so that focus is never lost. */
import { fill, find, minutes, word } from "../call/words.js";
import { inside, needsYou, outside, paint, sorted } from "./sides.js";

/** @typedef {import("../call/types.js").BoardRow} BoardRow */

/** @param {number|string} moment */
export function hour(moment) {
  const zone = find("[data-zone]", HTMLElement).dataset.zone;
  const form = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone, numberingSystem: "latn" };
  return new Intl.DateTimeFormat(document.documentElement.lang, /** @type {any} */ (form)).format(new Date(moment));
}

/** @param {BoardRow[]} board */
export function drawBoard(board) {
  const list = find("[data-tiles]", HTMLElement);
  const tiles = new Map([...list.children].map((tile) => [tile.getAttribute("data-visit") ?? "", tile]));
  const rows = sorted(board);
  rows.forEach((row, index) => {
    const tile = tiles.get(row.visit) ?? fresh(row);
    tiles.delete(row.visit);
    if (list.children[index] !== tile) list.insertBefore(tile, list.children[index] ?? null);
    drawTile(tile, row);
  });
  for (const gone of tiles.values()) gone.remove();
  find("[data-empty]", HTMLElement).hidden = rows.length > 0;
  drawCounts(rows);
}

/** @param {BoardRow[]} rows */
function drawCounts(rows) {
  const count = (/** @type {(row: BoardRow) => boolean} */ test) => rows.filter(test).length;
  fill("count-need", word("count-need", { n: count(needsYou) }));
  fill("count-live", word("count-live", { n: count((row) => row.phase === "live") }));
  fill("count-next", word("count-next", { n: count((row) => !needsYou(row) && ["early", "waiting"].includes(row.phase)) }));
}

/** @param {BoardRow} row */
function fresh(row) {
  const made = find("template[data-tile]", HTMLTemplateElement).content.cloneNode(true);
  const tile = /** @type {DocumentFragment} */ (made).firstElementChild;
  if (!(tile instanceof HTMLElement)) throw new Error("no tile");
  tile.dataset.visit = row.visit;
  return tile;
}

/**
 * @param {Element} tile
 * @param {BoardRow} row
 */
function drawTile(tile, row) {
  const isNeeded = needsYou(row);
  const button = find(".s-tl", HTMLElement, tile);
  const look = { live: "s-live", paused: "s-live", checking: "s-need", waiting: "s-wait", early: "", ended: "s-out", idle: "" };
  button.className = `s-tl ${isNeeded ? "s-need" : row.legal && row.phase === "live" ? "s-law" : look[row.phase]}`;
  button.dataset.visit = row.visit;
  fill("terminal", String(row.terminal), tile);
  fill("inmate", row.inmate, tile);
  fill("visitor", row.visitor, tile);
  fill("relation", word(`relation-${row.relation}`), tile);
  const isTalking = row.phase === "live" || row.phase === "paused";
  fill("big", isTalking ? String(minutes(row.left_ms ?? 0)) : hour(row.starts_at), tile);
  fill("small", isTalking ? word("min-left") : row.phase === "ended" ? word("is-over") : word("minutes", { n: row.minutes }), tile);
  fill("need", isNeeded ? word("need") : "", tile);
  paint(inside(row), find('[data-state="inside"]', HTMLElement, tile));
  paint(outside(row), find('[data-state="outside"]', HTMLElement, tile));
}
