/**
 * The visitor's way into a meeting at Jitsi (templates/meeting/door.html). The room hands over what
 * it hears and asks `draw` before drawing a call of ours. Desk: desk/meeting.js; terminal:
 * kiosk/meeting.js.
 */
import { show } from "./screens.js";
import { on } from "./words.js";

/**
 * @typedef {object} MeetingState
 * @property {boolean} may
 * @property {string[]} why
 * @property {string[]} inside
 * @property {string[]} ways
 *
 * @typedef {{phase: string, engine?: string, meeting?: MeetingState}} Met
 */

export class Door {
  /** @param {{act: (message: object) => void}} line */
  constructor(line) {
    this.line = line;
    on("meet", () => this.#ask("page"));
    on("meet-app", () => this.#ask(isApple() ? "ios" : "android"));
  }

  /**
   * Shows the door and says true, where this visit meets elsewhere and its visitor was let in.
   * @param {Met} state
   */
  draw(state) {
    const wasAdmitted = state.phase === "live" || state.phase === "paused";
    if (!wasAdmitted || !state.meeting) return false;
    show("meeting");
    const has = state.meeting.ways.includes("app") && isPhone();
    for (const part of document.querySelectorAll("[data-door]")) {
      if (part instanceof HTMLElement) part.hidden = (part.dataset.door === "open") !== state.meeting.may;
    }
    for (const app of document.querySelectorAll('[data-way="app"]')) {
      if (app instanceof HTMLElement) app.hidden = !has;
    }
    return true;
  }

  /** The server's answer: the address, with a ticket or a token just made. @param {{url: string}} message */
  go(message) {
    location.assign(message.url);
  }

  /** @param {{what: string}} message */
  refused(message) {
    if (message.what === "meet") this.#say(true);
  }

  /** @param {"page"|"android"|"ios"} way */
  #ask(way) {
    this.#say(false);
    this.line.act({ t: "meet", way, language: document.documentElement.lang });
  }

  /** @param {boolean} isRefused */
  #say(isRefused) {
    for (const part of document.querySelectorAll("[data-door-refused]")) {
      if (part instanceof HTMLElement) part.hidden = !isRefused;
    }
  }
}

function isApple() {
  return /iPhone|iPad|iPod/.test(navigator.userAgent);
}

function isPhone() {
  return isApple() || /Android/.test(navigator.userAgent);
}
