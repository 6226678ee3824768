/** Minutes left as stitches: one stitch a minute, the last ones go first. */
import { fill, minutes, word } from "./words.js";

/**
 * @param {number} leftMs
 * @param {number} total minutes of the visit
 */
export function drawLeft(leftMs, total) {
  const left = minutes(leftMs);
  for (const thread of document.querySelectorAll("[data-stitches]")) draw(thread, left, Math.max(total, left));
  fill("left", word(left === 1 ? "left-one" : "left-many", { n: left }));
  fill("left-number", String(left));
  fill("left-word", word(left === 1 ? "left-word-one" : "left-word-many"));
}

/**
 * @param {Element} thread
 * @param {number} left
 * @param {number} total
 */
function draw(thread, left, total) {
  while (thread.children.length > total) thread.lastChild?.remove();
  while (thread.children.length < total) thread.append(document.createElement("i"));
  [...thread.children].forEach((stitch, index) => stitch.classList.toggle("d", index < left));
}
