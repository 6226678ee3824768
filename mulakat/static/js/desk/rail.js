/** The time rail of one terminal: each visit a block, now a line; half an hour back, 90 minutes on. */
import { word } from "../call/words.js";

/** @typedef {import("../call/types.js").BoardRow} BoardRow */

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 480; // units; 4 a minute
const HEIGHT = 64;
const BEFORE_MIN = 30;
const PER_MIN = 4;

/** @param {string} starts @param {number} now */
function at(starts, now) {
  return Math.round(((new Date(starts).getTime() - now) / 60_000 + BEFORE_MIN) * PER_MIN);
}

/**
 * Draws it anew only when a minute or a visit has changed.
 * @param {HTMLElement} place
 * @param {import("./lanes.js").Lane} lane
 * @param {number} now ms since 1970, the server's
 * @param {(moment: string) => string} hour
 */
export function drawRail(place, lane, now, hour) {
  const blocks = lane.all.map((row) => ({ row, x: at(row.starts_at, now), width: row.minutes * PER_MIN }));
  const seen = blocks.filter(({ x, width }) => x + width > 0 && x < WIDTH);
  const key = seen.map(({ row, x }) => `${row.visit} ${x} ${row.phase} ${row.minutes}`).join();
  if (place.dataset.drawn === key) return;
  place.dataset.drawn = key;
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "desk-rail", role: "img" });
  svg.setAttribute("aria-label", inWords(lane, hour));
  for (const { row, x, width } of seen) {
    const left = Math.max(0, x);
    const wide = Math.min(x + width, WIDTH) - left;
    const kind = row.phase === "ended" ? "given" : row.phase === "live" || row.phase === "paused" ? "live" : "planned";
    svg.append(shape("rect", { x: left, y: 6, width: wide, height: 40, rx: 2, class: `desk-r-${kind}` }));
    const label = shape("text", { x: left, y: 61, class: "desk-r-time" });
    label.textContent = hour(row.starts_at);
    if (x >= 0 && x < WIDTH - 40) svg.append(label);
  }
  const line = BEFORE_MIN * PER_MIN;
  svg.append(shape("line", { x1: line, x2: line, y1: 0, y2: 50, class: "desk-r-now" }));
  place.replaceChildren(svg);
}

/**
 * What the picture shows, for who does not see it.
 * @param {import("./lanes.js").Lane} lane
 * @param {(moment: string) => string} hour
 */
function inWords({ coming }, hour) {
  const named = coming.slice(0, 2).map((row) => `${hour(row.starts_at)} ${row.inmate}`);
  return named.length ? word("rail", { visits: named.join(", ") }) : word("rail-empty");
}

/**
 * @param {string} name
 * @param {Record<string, string|number>} attributes
 */
function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
