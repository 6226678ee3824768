/**
 * The terminal's own lock: no officer, no media. It trusts nobody's word for longer than three
 * seconds: neither the server's (silence) nor the officer's (no fresh receiver reports).
 * Pure: what it knows comes in by calls with a time in ms, what it says is a mode.
 */

export const SERVER_SILENT_MS = 3000;
export const OFFICER_SILENT_MS = 3000;

/** @typedef {import("./types.js").Mode} Mode */

export class MediaLock {
  constructor() {
    /** @type {Mode} */
    this.allowed = "off";
    this.serverAt = -Infinity;
    /** @type {Map<string, {count: number|string, at: number}>} per officer: the last report seen */
    this.reports = new Map();
  }

  /** The server spoke at `now`. @param {number} now */
  heard(now) {
    this.serverAt = now;
  }

  /**
   * The server allows this mode, until it says otherwise or falls silent.
   * @param {Mode} mode
   * @param {number} now
   */
  allow(mode, now) {
    this.allowed = mode;
    this.heard(now);
  }

  /**
   * An officer's receiver report: `count` differs from the last one whenever a new one came.
   * @param {string} officer
   * @param {number|string} count
   * @param {number} now
   */
  report(officer, count, now) {
    if (this.reports.get(officer)?.count === count) return;
    this.reports.set(officer, { count, at: now });
  }

  /** The officer's leg is gone. @param {string} officer */
  forget(officer) {
    this.reports.delete(officer);
  }

  /**
   * What may flow now.
   * @param {number} now
   * @returns {Mode}
   */
  mode(now) {
    if (now - this.serverAt > SERVER_SILENT_MS) return "off";
    return this.isWatched(now) ? this.allowed : "off";
  }

  /** @param {number} now */
  isWatched(now) {
    return [...this.reports.values()].some(({ at }) => now - at <= OFFICER_SILENT_MS);
  }
}
