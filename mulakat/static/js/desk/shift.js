/** The start of a shift: which terminals are connected, and what their self-test found. */
import { fill, find, on, word } from "../call/words.js";
import { hour } from "./board.js";

/** @typedef {import("../call/types.js").TerminalRow} TerminalRow */

const PARTS = /** @type {const} */ (["camera", "microphone", "sound"]);
/** @type {TerminalRow[]} */
let connected = [];

/** @param {import("../call/socket.js").Line} line */
export function listenToShift(line) {
  on("test-all", () => {
    for (const { number } of connected) line.act({ t: "test", terminal: number });
  });
}

/** @param {TerminalRow[]} terminals */
export function drawShift(terminals) {
  connected = [...terminals].sort((a, b) => a.number - b.number);
  const isBad = (/** @type {TerminalRow} */ row) => Boolean(row.test && PARTS.some((part) => !row.test?.[part]));
  const untested = connected.filter((row) => !row.test).length;
  fill("shift", word("shift", { n: connected.length, bad: connected.filter(isBad).length, untested }));
  const list = find("[data-terminals]", HTMLElement);
  while (list.children.length > connected.length) list.lastElementChild?.remove();
  while (list.children.length < connected.length) list.append(line());
  connected.forEach((row, index) => drawLine(/** @type {Element} */ (list.children[index]), row));
  find('[data-do="test-all"]', HTMLButtonElement).disabled = !connected.length;
}

function line() {
  const made = find("template[data-terminal-line]", HTMLTemplateElement).content.cloneNode(true);
  const element = /** @type {DocumentFragment} */ (made).firstElementChild;
  if (!element) throw new Error("no line");
  return element;
}

/**
 * @param {Element} element
 * @param {TerminalRow} row
 */
function drawLine(element, { number, test }) {
  fill("terminal", String(number), element);
  fill("tested-at", test ? hour(test.at) : word("untested"), element);
  for (const part of PARTS) {
    const place = find(`[data-part-of="${part}"]`, HTMLElement, element);
    place.hidden = !test;
    place.dataset.is = test?.[part] ? "ok" : "no";
  }
}
