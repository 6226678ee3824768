/** What the inmate sees when a visit is over, how long, and that nothing of it stays. */
import { fill, find } from "../call/words.js";
import { textOf } from "./voice.js";

/** @typedef {import("../call/types.js").TerminalState} TerminalState */

const SCREENS_MS = { finished: 20_000, thanks: 6000, not_come: 15_000, not_held: 15_000 };

export class Parting {
  until = Infinity;
  isOn = false;

  /** @param {import("./stage.js").Stage} stage */
  constructor(stage) {
    this.stage = stage;
  }

  /**
   * @param {TerminalState} before
   * @param {TerminalState} state
   */
  begin(before, state) {
    const hasTalked = before.phase === "live" || before.phase === "paused";
    if (!hasTalked) return this.show(state.end?.outcome === "missed_visitor" ? "not_come" : "not_held");
    const why = textOf(`why_${state.end?.reason}`);
    fill("why", why);
    find("[data-why]", HTMLElement).hidden = !why;
    this.show("finished");
    if (why) this.stage.voice.say(`ended why_${state.end?.reason} finished`);
  }

  /** @param {keyof typeof SCREENS_MS} name */
  show(name) {
    this.isOn = true;
    this.until = performance.now() + SCREENS_MS[name];
    this.stage.show(name);
  }

  get isOver() {
    return performance.now() > this.until;
  }
}
