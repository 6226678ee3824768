/** The terminal's page: enrolled once, then idle, the inmate's steps, the call, and idle again. */
import { Warnings } from "../call/chime.js";
import { CannotOpen, open, shut } from "../call/media.js";
import { lay } from "../call/playing.js";
import { current, show } from "../call/screens.js";
import { Line } from "../call/socket.js";
import { canCall } from "../call/support.js";
import { every } from "../call/ticker.js";
import { fill, find, on, word } from "../call/words.js";
import { stayAwake } from "../call/awake.js";
import { enrolOnSubmit } from "./enrol.js";
import { Hub } from "./hub.js";
import * as key from "./key.js";
import { Steps } from "./steps.js";
import { listenFooter } from "./footer.js";
import { drawClock, showCall, showIdle, showLeft, showVisit } from "./view.js";

/** @typedef {import("../call/types.js").TerminalState} TerminalState */

const FINISHED_MS = 12_000;

class Terminal {
  /** @type {TerminalState|null} */
  state = null;
  /** @type {MediaStream|null} */
  stream = null;
  isBlocked = false;
  steps = new Steps();
  warnings = new Warnings();
  finishedAt = 0;
  /** @type {Hub} */
  hub;

  /** @param {key.Kept} kept */
  constructor(kept) {
    const audio = find("[data-sound]", HTMLAudioElement);
    this.line = new Line("/kiosk/live", {
      challenge: (nonce) => key.prove(kept, nonce),
      beat: () => ({ flowing: this.hub.flow.take() }),
      state: (state) => this.take(state),
      signal: (signal) => this.hub.signal(signal),
      left: (leftMs) => this.#left(leftMs),
      line: () => this.draw(),
      over: (why) => this.#over(why),
    });
    this.hub = new Hub(this.line, find("[data-remote]", HTMLVideoElement), audio, (isBlocked) => {
      this.isBlocked = isBlocked;
      this.draw();
    });
    every(500, () => void this.hub.tick().then(() => this.draw()));
    every(1000, () => drawClock(this.line.now));
    on("language", (button) => this.steps.language(button.lang, () => this.draw()));
    on("yes", () => this.#here("video"));
    on("drawn", () => this.#here("drawn"));
    on("step", (button) => this.#step(button.dataset.to ?? ""));
    on("hear", () => this.hub.playing.hear());
    listenFooter(audio);
  }

  /** The inmate says "this is me", or the officer presses "Try again". @param {"video"|"drawn"} choice */
  async #here(choice) {
    if (await this.#openMedia(choice)) this.#step("rules");
  }

  /** @param {string} name */
  #step(name) {
    this.steps.go(name);
    this.draw();
  }

  /** @param {"video"|"drawn"} choice */
  async #openMedia(choice) {
    try {
      shut(this.stream);
      this.stream = await open(choice, "terminal");
    } catch (wrong) {
      if (!(wrong instanceof CannotOpen)) throw wrong;
      this.#step("trouble");
      return false;
    }
    this.steps.keepMedia(choice);
    for (const own of document.querySelectorAll("[data-own]")) {
      if (own instanceof HTMLVideoElement) lay(own, this.stream.getVideoTracks()[0] ?? null);
    }
    this.hub.setMedia(this.stream);
    return true;
  }

  /** @param {TerminalState} state */
  take(state) {
    const before = this.state;
    const isOver = before?.visit && (before.visit.id !== state.visit?.id || state.phase === "ended");
    if (isOver && before?.phase !== "ended") this.#finish(before?.phase === "live" || before?.phase === "paused");
    this.state = state;
    this.hub.take(state);
    if (state.left_ms !== null) this.#left(state.left_ms);
    this.warnings.hear(state.warn, state.phase === "live");
    const visit = state.phase === "early" || state.phase === "ended" || !state.visit ? null : state.visit;
    const media = this.steps.begin(visit?.id ?? null);
    if (media && !this.stream) this.#openMedia(media);
    this.draw();
  }

  /** Nothing of the person is left: no picture, no name, no stored step. @param {boolean} hasTalked */
  #finish(hasTalked) {
    shut(this.stream);
    this.stream = null;
    this.hub.setMedia(null);
    for (const own of document.querySelectorAll("[data-own]")) if (own instanceof HTMLVideoElement) lay(own, null);
    this.steps.wipe();
    showVisit(null);
    if (!hasTalked) return;
    this.finishedAt = performance.now();
    show("finished");
  }

  /** @param {number|null} leftMs */
  #left(leftMs) {
    if (leftMs !== null && this.state) showLeft(leftMs, this.state);
  }

  /** @param {"not-allowed"|"elsewhere"} why */
  #over(why) {
    this.hub.closeAll();
    shut(this.stream);
    show(why === "not-allowed" ? "enrol" : "elsewhere");
    fill("enrol-error", why === "not-allowed" ? word("not-enrolled") : "");
  }

  draw() {
    const { state, line } = this;
    if (line.isOver) return;
    if (this.finishedAt && performance.now() - this.finishedAt < FINISHED_MS) return;
    if (this.finishedAt) return location.replace("/kiosk/");
    if (!state) return show("starting");
    fill("terminal", String(state.number));
    if (!state.visit || state.phase === "early" || state.phase === "ended") return showIdle(state);
    showVisit(state);
    const isAdmitted = state.phase === "live" || state.phase === "paused";
    if (isAdmitted && this.stream) return showCall(state, this.#veil(state));
    if (current() !== this.steps.now) show(this.steps.now);
  }

  /** @param {TerminalState} state */
  #veil(state) {
    if (!this.line.isThere) return "line";
    if (state.phase === "paused" || (this.hub.mode === "off" && state.mode === "live")) return "paused";
    if (!state.visitor || !this.hub.visitor?.leg.isConnected) return "line";
    return this.isBlocked ? "hear" : "none";
  }
}

async function start() {
  if (!canCall() || !crypto.subtle) return show("plain");
  on("again", () => location.reload());
  enrolOnSubmit(run);
  const kept = await key.kept();
  if (kept) run(kept);
  else show("enrol");
}

/** @param {key.Kept} kept */
function run(kept) {
  stayAwake();
  show("starting");
  new Terminal(kept);
}

start();
