/** Draws the board; a lane that stays keeps its elements, so that focus is never lost. */
import { fill, find, minutes, word } from "../call/words.js";
import { lanes } from "./lanes.js";
import { drawRail } from "./rail.js";
import { inside, needsYou, outside, paint, reasons } from "./sides.js";

/** @typedef {import("../call/types.js").BoardRow} BoardRow */
/** @typedef {import("./lanes.js").Lane} Lane */

/** @param {number|string} moment */
export function hour(moment) {
  const zone = find("[data-zone]", HTMLElement).dataset.zone;
  const form = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone, numberingSystem: "latn" };
  return new Intl.DateTimeFormat(document.documentElement.lang, /** @type {any} */ (form)).format(new Date(moment));
}

/**
 * @param {BoardRow[]} board
 * @param {(visit: string) => boolean} isWatched by this desk
 * @param {number} now ms, the server's
 */
export function drawBoard(board, isWatched, now) {
  const all = lanes(board);
  drawList("[data-tiles]", "template[data-tile]", all, (element, lane) => {
    drawTile(element, lane, isWatched(lane.now.visit));
    drawRail(find("[data-rail]", HTMLElement, element), lane, now, hour);
  });
  drawList("[data-strip]", "template[data-strip-tile]", all, drawStrip);
  find("[data-empty]", HTMLElement).hidden = all.length > 0;
  drawCounts(board);
}

/**
 * One element for each lane, in their order.
 * @param {string} place
 * @param {string} template
 * @param {Lane[]} all
 * @param {(element: Element, lane: Lane) => void} draw
 */
function drawList(place, template, all, draw) {
  const list = find(place, HTMLElement);
  const there = new Map([...list.children].map((child) => [child.getAttribute("data-terminal") ?? "", child]));
  all.forEach((lane, index) => {
    const element = there.get(String(lane.terminal)) ?? fresh(template, lane);
    there.delete(String(lane.terminal));
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
    draw(element, lane);
  });
  for (const gone of there.values()) gone.remove();
}

/**
 * @param {string} template
 * @param {Lane} lane
 */
function fresh(template, lane) {
  const made = find(template, HTMLTemplateElement).content.cloneNode(true);
  const element = /** @type {DocumentFragment} */ (made).firstElementChild;
  if (!(element instanceof HTMLElement)) throw new Error("no tile");
  element.dataset.terminal = String(lane.terminal);
  const button = find("button", HTMLElement, element);
  if (lane.terminal < 10) button.dataset.key = String(lane.terminal);
  return element;
}

/** @param {BoardRow[]} rows */
function drawCounts(rows) {
  const count = (/** @type {(row: BoardRow) => boolean} */ test) => rows.filter(test).length;
  fill("count-need", word("count-need", { n: count(needsYou) }));
  fill("count-live", word("count-live", { n: count((row) => row.phase === "live") }));
  fill("count-next", word("count-next", { n: count((row) => !needsYou(row) && ["early", "waiting"].includes(row.phase)) }));
}

/** How a tile's border looks: dashed waits, solid talks, double needs you. @param {BoardRow} row */
function look(row) {
  if (needsYou(row)) return "s-need";
  if (row.legal && row.phase === "live") return "s-law";
  return { live: "s-live", paused: "s-live", checking: "s-need", waiting: "s-wait", early: "", ended: "s-out", idle: "" }[row.phase];
}

/** @param {BoardRow} row */
function needs(row) {
  return reasons(row).map((reason) => word(`need-${reason}`)).join(", ");
}

/**
 * @param {Element} tile
 * @param {Lane} lane
 * @param {boolean} isWatched
 */
function drawTile(tile, { now: row, coming }, isWatched) {
  const button = find(".s-tl", HTMLElement, tile);
  button.className = `s-tl ${look(row)}`;
  button.dataset.visit = row.visit;
  fill("terminal", String(row.terminal), tile);
  fill("inmate", row.inmate, tile);
  fill("visitor", row.visitor, tile);
  fill("relation", word(`relation-${row.relation}`), tile);
  const isTalking = row.phase === "live" || row.phase === "paused";
  fill("big", isTalking ? String(minutes(row.left_ms ?? 0)) : hour(row.starts_at), tile);
  fill("small", isTalking ? word("min-left") : row.phase === "ended" ? word("is-over") : word("minutes", { n: row.minutes }), tile);
  fill("need", needs(row), tile);
  fill("tile-facts", facts(row, isWatched), tile);
  fill("coming", coming.slice(0, 2).map((next) => `${hour(next.starts_at)} ${next.inmate}`).join(" · "), tile);
  paint(inside(row), find('[data-state="inside"]', HTMLElement, tile));
  paint(outside(row), find('[data-state="outside"]', HTMLElement, tile));
}

/**
 * What else one must know of it, in words.
 * @param {BoardRow} row
 * @param {boolean} isWatched
 */
function facts(row, isWatched) {
  const isOpen = ["waiting", "checking", "live", "paused"].includes(row.phase);
  const found = [
    row.legal ? word("fact-legal") : "",
    row.warnings ? word("fact-warnings", { n: row.warnings }) : "",
    row.extended ? word("fact-extended", { n: row.extended }) : "",
    isWatched ? word("fact-watched") : isOpen && !row.officers ? word("fact-unwatched") : "",
  ];
  return found.filter(Boolean).join(" · ");
}

/**
 * @param {Element} element
 * @param {Lane} lane
 */
function drawStrip(element, { now: row }) {
  const button = find("button", HTMLElement, element);
  button.className = `desk-jump ${look(row)}`;
  button.dataset.visit = row.visit;
  fill("terminal", String(row.terminal), element);
  const isTalking = row.phase === "live" || row.phase === "paused";
  const state = isTalking ? word("left-many", { n: minutes(row.left_ms ?? 0) }) : hour(row.starts_at);
  fill("strip", needs(row) || state, element);
}
