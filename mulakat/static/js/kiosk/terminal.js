/** One enrolled terminal: idle, the inmate's steps, the call, its end, and idle again. */
import { Warnings } from "../call/chime.js";
import { current } from "../call/screens.js";
import { Line } from "../call/socket.js";
import { every } from "../call/ticker.js";
import { fill, find, on, word } from "../call/words.js";
import { Echo } from "./echo.js";
import { listenFooter } from "./footer.js";
import { Hub } from "./hub.js";
import * as key from "./key.js";
import { ToMeeting } from "./meeting.js";
import { Notices } from "./notices.js";
import { Own } from "./own.js";
import { Parting } from "./parting.js";
import { anew, bare, Rest } from "./rest.js";
import { SelfTest } from "./selftest.js";
import { Steps } from "./steps.js";
import { isOn, veilOf } from "./veil.js";
import { drawCall, drawClock, drawIdle, showLeft, showVisit } from "./view.js";

/** @typedef {import("../call/types.js").TerminalState} TerminalState */

const SPEAKS_MS = 8000; // the longest line before "Say your name"

export class Terminal {
  /** @type {TerminalState|null} */
  state = null;
  own = new Own((stream) => this.hub.setMedia(stream));
  isBlocked = false;
  hasCome = false; // the visitor, while the inmate waits
  isLeaving = false; // a new page is being loaded
  steps = new Steps();
  rest = new Rest();
  warnings = new Warnings();
  test = new SelfTest((found) => this.line.act({ t: "tested", ...found }));
  echo = new Echo(() => this.stage.voice.say("sound_heard"));
  /** @type {Hub} */
  hub;

  /**
   * @param {key.Kept} kept
   * @param {import("./stage.js").Stage} stage
   */
  constructor(kept, stage) {
    this.stage = stage;
    this.parting = new Parting(stage);
    this.notices = new Notices(this.stage.voice);
    const audio = find("[data-sound]", HTMLAudioElement);
    this.line = new Line("/kiosk/live", {
      challenge: (nonce) => key.prove(kept, nonce),
      beat: () => this.hub.beat(),
      state: (state) => this.take(state),
      signal: (signal) => this.hub.signal(signal),
      left: (leftMs) => this.#left(leftMs),
      meeting: (message) => this.meeting.go(message),
      line: () => this.draw(),
      over: (why) => this.#over(why),
    });
    this.meeting = new ToMeeting(this.line);
    this.hub = new Hub(this.line, find("[data-remote]", HTMLVideoElement), audio, (isBlocked) => {
      this.isBlocked = isBlocked;
      this.draw();
    });
    every(500, () => void this.hub.tick().then(() => this.draw()));
    every(1000, () => drawClock(this.line.now));
    listenFooter([audio, this.stage.voice.audio, this.echo.audio], this.stage.voice, (what) => this.#say(what));
    this.#listen();
  }

  #listen() {
    on("language", (button) => this.steps.language(button.lang, () => this.draw()));
    on("begin", () => this.#leave(false));
    on("yes", () => this.#here("video"));
    on("drawn", () => this.#here("drawn"));
    on("step", (button) => this.#step(button.dataset.to ?? ""));
    on("not-me", () => this.#refuse("not_me", "not_you"));
    on("declined", () => this.#refuse("declined", "declined"));
    on("no-sound", () => this.#refuse("no_sound", "no_sound"));
    on("hear", () => this.hub.playing.hear());
    on("felt", (button) => {
      this.#say(button.dataset.felt ?? "");
      this.parting.show("thanks");
    });
  }

  /** The inmate says "this is me", or the officer presses "Try again". @param {"video"|"drawn"} choice */
  async #here(choice) {
    // After a power cut in a call: whoever sits there now, an officer looks before it goes on
    const isAgain = this.state?.phase === "live" || this.state?.phase === "paused";
    if (isAgain && !this.steps.kept.media) this.#say("ready");
    if (await this.#openMedia(choice)) this.#step(this.state?.visit?.asks ? "consent" : "rule_watched");
  }

  /** @param {string} name */
  #step(name) {
    this.steps.go(name);
    this.hasCome = false;
    if (name === "wait") this.#say("ready");
    this.draw();
  }

  /**
   * An officer has to come; nothing ends by this.
   * @param {string} what
   * @param {string} step
   */
  #refuse(what, step) {
    this.#say(what);
    this.#step(step);
  }

  /** @param {string} what */
  #say(what) {
    this.line.act({ t: "say", what });
  }

  /** @param {"video"|"drawn"} choice */
  async #openMedia(choice) {
    const isOpen = await this.own.open(choice);
    if (isOpen) this.steps.keepMedia(choice);
    else this.#step("trouble");
    return isOpen;
  }

  /** @param {TerminalState} state */
  take(state) {
    this.meeting.look(state);
    const before = this.state;
    const isOver = before?.visit && (before.visit.id !== state.visit?.id || state.phase === "ended");
    if (before && isOver && isOn(before)) this.#finish(before, state);
    const visit = isOn(state) ? state.visit : null;
    this.rest.take(visit?.id ?? "");
    this.state = visit && !this.rest.isResting ? state : bare(state);
    this.hub.take(this.state);
    if (state.left_ms !== null) this.#left(state.left_ms);
    this.warnings.hear(state.warn, state.phase === "live");
    if (visit && this.steps.kept.visit !== visit.id) this.#meet(visit.id);
    this.draw();
  }

  /** @param {string} visit */
  #meet(visit) {
    this.rest.touch();
    this.notices.forget();
    const media = this.steps.begin(visit);
    if (media && !this.own.stream) this.#openMedia(media);
  }

  /**
   * Nothing of the person is left: no picture, no name, no stored step.
   * @param {TerminalState} before
   * @param {TerminalState} state
   */
  #finish(before, state) {
    const wasHere = Boolean(this.own.stream);
    this.#wipe();
    if (wasHere) this.parting.begin(before, state);
  }

  #wipe() {
    this.echo.stop();
    this.own.close();
    this.steps.wipe();
    this.notices.forget();
    showVisit(null);
    find("[data-hand]", HTMLElement).hidden = true;
  }

  /** A new page, empty of the one who was here. @param {boolean} isResting */
  #leave(isResting) {
    if (this.isLeaving) return;
    this.isLeaving = true;
    this.#wipe();
    anew(this.state?.language ?? document.documentElement.lang, isResting);
  }

  /** @param {number|null} leftMs */
  #left(leftMs) {
    if (leftMs !== null && this.state) showLeft(leftMs, this.state);
  }

  /** @param {"not-allowed"|"elsewhere"} why */
  #over(why) {
    this.hub.closeAll();
    this.#wipe();
    this.stage.show(why === "not-allowed" ? "enrol" : "elsewhere");
    fill("enrol-error", why === "not-allowed" ? word("not-enrolled") : "");
    if (why === "not-allowed") key.forget();
  }

  draw() {
    const { state, line } = this;
    if (line.isOver || this.isLeaving) return;
    if (this.parting.isOn) return this.parting.isOver ? this.#leave(false) : undefined;
    if (!state) return this.stage.show("starting");
    fill("terminal", String(state.number));
    this.test.hear(state.test_wanted, !isOn(state));
    if (!isOn(state) || this.rest.isResting) return this.#idle(state);
    showVisit(state);
    const isAdmitted = state.phase === "live" || state.phase === "paused";
    if (isAdmitted && this.own.stream) return this.#call(state);
    if (this.rest.isDue(this.steps.now)) return this.#leave(true);
    this.#draw(state);
  }

  /** @param {TerminalState} state */
  #idle(state) {
    this.stage.show("idle");
    drawIdle(state, this.rest.isResting);
  }

  /** The inmate's step. @param {TerminalState} state */
  #draw(state) {
    const { now } = this.steps;
    const isNew = current() !== now;
    this.stage.show(now, { name: state.visit?.visitor ?? "" });
    if (isNew) this.echo.stop();
    if (isNew && now === "sound") this.#hearName();
    if (now !== "wait" || !state.visitor || this.hasCome) return;
    this.hasCome = true;
    this.stage.voice.say("there");
  }

  async #hearName() {
    await this.stage.voice.done(SPEAKS_MS);
    if (current() === "sound") this.echo.start(this.own.stream);
  }

  /** @param {TerminalState} state */
  #call(state) {
    this.rest.touch();
    this.echo.stop();
    this.stage.show("call", { name: state.visit?.visitor ?? "" });
    const veil = veilOf(state, this.line, this.hub, this.isBlocked);
    drawCall(state, veil);
    this.notices.take(state);
    this.notices.draw(veil, state);
  }
}
