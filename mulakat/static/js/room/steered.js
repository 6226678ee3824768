/** Shows what the officer does to the call: warns, mutes, pauses, leaves the voice, adds minutes. */
import { chime } from "../call/chime.js";
import { fill, find, on, word } from "../call/words.js";

/** @typedef {import("../call/types.js").VisitorState} VisitorState */

const KEPT = "mulakat-room-warned"; // the last warning understood, over a reload
const ADDED_MS = 20_000;

export class Steered {
  /** @type {number|null} */
  minutes = null;
  addedUntil = 0;
  heard = 0; // the last warning that was heard

  constructor() {
    on("understood", () => this.#understood());
  }

  /** @param {VisitorState} state */
  show(state) {
    this.#warn(state);
    this.#add(state);
    line("visitor", state.muted.visitor);
    line("inmate", state.muted.inmate);
    line("voice", state.voice_only);
    line("added", performance.now() < this.addedUntil);
    fill("pause", state.pause ? word(`pause-${state.pause.reason}`) : "");
  }

  /** It stays until it is understood. @param {VisitorState} state */
  #warn({ warning, phase }) {
    const isNew = warning !== null && warning.n > Number(sessionStorage.getItem(KEPT) ?? 0);
    const isShown = isNew && (phase === "live" || phase === "paused");
    fill("warning", isShown ? word(`warning-${warning.reason}`) : "");
    find("[data-warning]", HTMLElement).hidden = !isShown;
    if (!isShown || this.heard === warning.n) return;
    this.heard = warning.n;
    chime(1);
  }

  #understood() {
    sessionStorage.setItem(KEPT, String(this.heard));
    find("[data-warning]", HTMLElement).hidden = true;
  }

  /** @param {VisitorState} state */
  #add({ minutes }) {
    const added = this.minutes === null ? 0 : minutes - this.minutes;
    this.minutes = minutes;
    if (added <= 0) return;
    this.addedUntil = performance.now() + ADDED_MS;
    fill("added", word(added === 1 ? "added-one" : "added-many", { n: added }));
  }
}

/**
 * @param {string} name
 * @param {boolean} isShown
 */
function line(name, isShown) {
  const item = find(`[data-steered="${name}"]`, HTMLElement);
  if (item.hidden === isShown) item.hidden = !isShown;
}
