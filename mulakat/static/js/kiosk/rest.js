/**
 * Sixty seconds without a touch: somebody has gone away. The page is loaded anew, so that nothing
 * is left in its memory, and shows the clock until somebody touches "Begin".
 */

const IDLE_MS = 60_000;
const MARK = "#rest";

/** Steps at which somebody waits for others and need not touch anything. */
const PATIENT = new Set(["wait"]);

export class Rest {
  touchedAt = performance.now();
  isResting = location.hash === MARK;

  /** the visit at which somebody went away */
  visit = "";

  constructor() {
    for (const kind of ["pointerdown", "keydown"]) {
      document.addEventListener(kind, () => this.touch(), true);
    }
  }

  touch() {
    this.touchedAt = performance.now();
  }

  /** Another visit, or none, ends the rest. @param {string} visit "" without */
  take(visit) {
    this.visit ||= visit;
    if (!visit || visit !== this.visit) this.isResting = false;
  }

  /** @param {string} step where the inmate is */
  isDue(step) {
    return !PATIENT.has(step) && performance.now() - this.touchedAt > IDLE_MS;
  }
}

/**
 * A new page without anything of the old one, in this language.
 * @param {string} language
 * @param {boolean} isResting
 */
export function anew(language, isResting) {
  sessionStorage.clear();
  history.replaceState(null, "", `/kiosk/?lang=${language}${isResting ? MARK : ""}`);
  location.reload();
}

/**
 * The state as a terminal needs it while nobody sits there: without names.
 * @param {import("../call/types.js").TerminalState} state
 */
export function bare(state) {
  const { visit } = state;
  return { ...state, visit: visit && { ...visit, inmate: "", visitor: "", relation: "" } };
}
