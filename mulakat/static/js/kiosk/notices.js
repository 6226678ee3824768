/** What an officer does to a running call, and the last minutes: shown and said, each once. */
import { fill, find } from "../call/words.js";
import { textOf } from "./voice.js";

/** @typedef {import("../call/types.js").TerminalState} TerminalState */

const WARNED_MS = 15_000;
const STEERED = /** @type {const} */ (["muted_inmate", "muted_visitor", "voice_only"]);
const VEILS = { line: "line_broke", paused: "away" };

export class Notices {
  warnedAt = -Infinity;
  /** @type {number|null} warnings given; null before the first state, so that a reload repeats none */
  warnings = null;
  left = 0;
  veil = "none";
  /** @type {Record<string, boolean>} */
  steered = {};

  /** @param {import("./voice.js").Voice} voice */
  constructor(voice) {
    this.voice = voice;
  }

  /** A new visit, or none. */
  forget() {
    Object.assign(this, { warnings: null, left: 0, veil: "none", steered: {}, warnedAt: -Infinity });
    for (const slot of ["warned", "stopped", "why"]) fill(slot, "");
  }

  /** @param {TerminalState} state of a visit that runs */
  take(state) {
    this.#warn(state);
    this.#steer(state);
    if (state.warn && state.warn !== this.left && state.phase === "live") {
      this.voice.say(state.warn === 2 ? "two_minutes" : "one_minute");
    }
    this.left = state.warn;
    fill("stopped", state.pause ? textOf(`why_${state.pause.reason}`) : "");
  }

  /** @param {TerminalState} state */
  #warn({ warning }) {
    const count = warning?.n ?? 0;
    const isNew = this.warnings !== null && count > this.warnings;
    this.warnings = count;
    if (!isNew || !warning) return;
    this.warnedAt = performance.now();
    fill("warned", textOf(`why_${warning.reason}`));
    this.voice.say(`warned why_${warning.reason}`);
  }

  /** @param {TerminalState} state */
  #steer(state) {
    const now = { muted_inmate: state.muted.inmate, muted_visitor: state.muted.visitor, voice_only: state.voice_only };
    for (const name of STEERED) {
      if (now[name] && !this.steered[name]) this.voice.say(name);
      find(`[data-steered="${name}"]`, HTMLElement).hidden = !now[name];
    }
    this.steered = now;
  }

  /**
   * What lies over the picture now; said when it comes.
   * @param {string} veil
   * @param {TerminalState} state
   */
  draw(veil, state) {
    find("[data-warned]", HTMLElement).hidden = performance.now() - this.warnedAt > WARNED_MS;
    if (veil === this.veil) return;
    this.veil = veil;
    if (veil === "stopped") this.voice.say(`paused why_${state.pause?.reason}`);
    else if (veil === "line" || veil === "paused") this.voice.say(VEILS[veil]);
    else this.voice.last = ["call"];
  }
}
