/**
 * How much picture a line carries beside the voice, in five rungs: 0 the best, 4 voice only.
 * Pure: what was measured comes in with a time in ms, what comes out is a rung. It falls quickly,
 * to what fits; it climbs one rung at a time, and waits longer each time it climbed too early.
 */

/** @typedef {{bits: number, shrink: number, frames: number}} Rung */
/**
 * @typedef {object} Measure
 * @property {number|null} loss share of our packets lost on the way in the last seconds, 0 to 1
 * @property {number|null} available bits a second that the browser thinks will pass
 * @property {boolean} isShort the browser already squeezes the picture for want of them
 */

/** @type {Rung[]} bits a second at most, sides divided by, pictures a second at most */
export const RUNGS = [
  { bits: 600_000, shrink: 1, frames: 30 },
  { bits: 250_000, shrink: 1, frames: 20 },
  { bits: 90_000, shrink: 2, frames: 12 },
  { bits: 40_000, shrink: 4, frames: 8 },
];
export const VOICE_ONLY = RUNGS.length;

const VOICE = 45_000; // bits a second, with its redundant copy
const MANY_LOST = 0.1;
const FEW_LOST = 0.05;
const SOME_LOST = 0.01; // then an estimate is believed even where the picture asks for little
const SHORT_OF = 0.8; // of what a rung needs: less is too little
const LOOKS = 2; // one bad look is no reason
const SETTLES_MS = 4000; // until what was measured is the new rung's
const CLIMB_MS = 8000;
const CLIMB_MAX_MS = 64_000;
const TOO_EARLY_MS = 10_000; // fallen so soon after a climb

/** What a rung needs, voice included. @param {number} rung */
export const need = (rung) => (RUNGS[rung]?.bits ?? 0) + VOICE;

export class Ladder {
  rung = 1; // not the best at once: the voice comes first
  bad = 0; // looks in a row
  /** @type {number|null} since when nothing was wrong */
  goodSince = null;
  movedAt = -Infinity;
  climbedAt = -Infinity;
  patience = CLIMB_MS;

  /**
   * @param {Measure} measure
   * @param {number} now
   * @returns {number} the rung to send at
   */
  look(measure, now) {
    if (now - this.movedAt < SETTLES_MS) return this.rung;
    const lower = this.#wanted(measure);
    this.bad = lower > this.rung ? this.bad + 1 : 0;
    if (this.bad >= LOOKS) this.#fall(lower, now);
    else if (!this.#mayClimb(measure)) this.goodSince = null;
    else this.#climb(now);
    return this.rung;
  }

  /** The rung that what was measured asks for; never a better one. @param {Measure} measure */
  #wanted({ loss, available, isShort }) {
    let rung = this.rung;
    if ((isShort || (loss ?? 0) >= SOME_LOST) && available !== null) {
      while (rung < VOICE_ONLY && available < need(rung) * SHORT_OF) rung += 1;
    }
    if (loss !== null && loss >= MANY_LOST && rung === this.rung) rung += 1;
    return Math.min(rung, VOICE_ONLY);
  }

  /** @param {Measure} measure */
  #mayClimb({ loss, available }) {
    const isLossy = (loss ?? 0) >= SOME_LOST;
    const needed = isLossy ? need(this.rung - 1) * SHORT_OF : need(this.rung);
    const isRoom = available === null || available >= needed;
    return this.rung > 0 && !this.bad && isRoom && (loss ?? 0) < FEW_LOST;
  }

  /**
   * @param {number} rung
   * @param {number} now
   */
  #fall(rung, now) {
    const wasTooEarly = now - this.climbedAt < TOO_EARLY_MS;
    this.patience = wasTooEarly ? Math.min(this.patience * 2, CLIMB_MAX_MS) : CLIMB_MS;
    this.#move(rung, now);
  }

  /** @param {number} now */
  #climb(now) {
    this.goodSince ??= now;
    if (now - this.goodSince < this.patience) return;
    this.climbedAt = now;
    this.#move(this.rung - 1, now);
  }

  /**
   * @param {number} rung
   * @param {number} now
   */
  #move(rung, now) {
    this.rung = rung;
    this.bad = 0;
    this.goodSince = null;
    this.movedAt = now;
  }
}
