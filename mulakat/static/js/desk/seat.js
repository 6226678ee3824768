/**
 * One watched visit. It has a line of its own to the server, because a desk has chosen one visit
 * at a time: a desk that watches four is four pages to the server, each with its own frames.
 */
import { Line } from "../call/socket.js";
import { find } from "../call/words.js";
import { openBeside } from "./meeting.js";
import { Watch } from "./watch.js";

const ASK_EVERY_MS = 3000;

/** @typedef {import("../call/types.js").OfficerState} OfficerState */

/**
 * @typedef {object} Ears
 * @property {(seat: Seat) => void} changed
 * @property {(seat: Seat, what: string, why: string[]) => void} refused
 */

export class Seat {
  /** @type {OfficerState|null} */
  state = null;
  askedAt = -Infinity;
  /** @type {Watch} */
  watch;

  /**
   * @param {string} visit
   * @param {Ears} ears
   */
  constructor(visit, ears) {
    this.visit = visit;
    this.ears = ears;
    this.tile = fresh();
    this.small = { inmate: videoOf(this.tile, "inmate"), visitor: videoOf(this.tile, "visitor"), sounds: null };
    this.line = new Line("/staff/live", {
      beat: () => this.watch.report(),
      state: (state) => this.#take(state),
      signal: (signal) => this.watch.answering.take(signal),
      left: (leftMs) => this.#left(leftMs),
      meeting: openBeside,
      refused: ({ what, why }) => this.ears.refused(this, what, why),
    });
    this.watch = new Watch(this.line);
  }

  /** @param {OfficerState} state */
  #take(state) {
    this.state = state;
    this.watch.answering.config = { iceServers: state.ice.servers, iceTransportPolicy: state.ice.policy };
    if (state.chosen !== this.visit) this.#ask();
    this.ears.changed(this);
  }

  /** A new line has no visit yet, nor has one that came back under another name. */
  #ask() {
    this.watch.close();
    if (performance.now() - this.askedAt < ASK_EVERY_MS) return;
    this.askedAt = performance.now();
    this.line.act({ t: "choose", visit: this.visit });
  }

  /** @param {number|null} leftMs */
  #left(leftMs) {
    if (this.state && leftMs !== null) this.state.left_ms = leftMs;
  }

  /** Something about this visit: warn, mute, admit. @param {object} message */
  act(message) {
    this.line.act({ ...message, visit: this.visit });
  }

  close() {
    this.watch.close();
    this.watch.clear();
    this.line.close();
    this.tile.remove();
  }
}

function fresh() {
  const made = find("template[data-cell]", HTMLTemplateElement).content.cloneNode(true);
  const cell = /** @type {DocumentFragment} */ (made).firstElementChild;
  if (!(cell instanceof HTMLElement)) throw new Error("no cell");
  return cell;
}

/**
 * @param {HTMLElement} tile
 * @param {string} side
 */
function videoOf(tile, side) {
  return find(`[data-small="${side}"]`, HTMLVideoElement, tile);
}
