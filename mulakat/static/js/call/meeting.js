/**
 * The way into a meeting at Jitsi, for any of the three pages: they include meeting/door.html,
 * hand over what they hear (`meeting`, `refused`) and ask `draw` before drawing a call of ours.
 */
import { show } from "./screens.js";
import { on } from "./words.js";

/**
 * @typedef {object} MeetingState
 * @property {boolean} may
 * @property {string[]} why
 * @property {string[]} inside
 * @property {string[]} ways
 */

export class Door {
  /**
   * @param {{act: (message: object) => void}} line
   * @param {"here"|"beside"} [where] a desk stays open beside the meeting's page
   */
  constructor(line, where = "here") {
    this.line = line;
    this.where = where;
    on("meet", () => this.#ask("page"));
    on("meet-app", () => this.#ask(isApple() ? "ios" : "android"));
  }

  /**
   * Shows the door and says true, where this visit meets elsewhere and its visitor was let in.
   * @param {{phase: string, engine?: string, meeting?: MeetingState}} state
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
    if (this.where === "beside") window.open(message.url, "_blank", "noopener");
    else location.assign(message.url);
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
