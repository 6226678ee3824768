/**
 * The visitor's side of the call. It sends its picture in preview, picture and sound in live, and
 * nothing when told to stop or when the server was silent for five seconds.
 */
import { Answering } from "../call/answering.js";
import { Warnings } from "../call/chime.js";
import { FrameMeter } from "../call/frames.js";
import { trackOf } from "../call/media.js";
import { Door } from "../call/meeting.js";
import { Playing, lay } from "../call/playing.js";
import { quality } from "../call/quality.js";
import { Sending } from "../call/sending.js";
import { Line } from "../call/socket.js";
import { every } from "../call/ticker.js";
import { find, on } from "../call/words.js";
import { Telling } from "./company.js";
import { Steered } from "./steered.js";
import { showCall, showEnd, showLeft, showQuality, showWaiting } from "./view.js";

const SERVER_SILENT_MS = 5000;
const FROZEN_S = 5;
const AGAIN_MS = 2000; // the server shows the right page for who may not be here

/** @typedef {import("../call/types.js").VisitorState} VisitorState */

export class Room {
  /** @type {(screen: "finished"|"left"|"elsewhere") => void} */
  onGone = () => undefined;
  /** @type {VisitorState|null} */
  state = null;
  isMuted = false;
  isCameraOff = false;
  isBlocked = false;
  frozen = 0; // seconds that pictures arrive and none is shown
  warnings = new Warnings();
  steered = new Steered();
  sending = new Sending();

  /**
   * @param {MediaStream} stream
   * @param {import("./company.js").Company|null} [company] null after a reload
   */
  constructor(stream, company = null) {
    this.stream = stream;
    this.telling = new Telling(company);
    this.camera = trackOf(stream, "video");
    this.microphone = trackOf(stream, "audio");
    const video = find("[data-remote]", HTMLVideoElement);
    this.playing = new Playing(video, find("[data-sound]", HTMLAudioElement), (isBlocked) => {
      this.isBlocked = isBlocked;
      this.draw();
    });
    this.meter = new FrameMeter(video);
    for (const own of document.querySelectorAll("[data-own]")) {
      if (own instanceof HTMLVideoElement) lay(own, this.camera);
    }
    document.body.dataset.picture = this.camera ? "yes" : "no";
    this.line = this.#connect();
    this.door = new Door(this.line);
    this.answering = new Answering("visitor", this.line, {
      prepare: (line) => {
        line.direction = "sendrecv";
        line.sender.setStreams?.(this.stream);
      },
      built: (leg) => {
        this.sending.follow(leg);
        this.apply();
      },
    });
    this.stop = every(1000, () => this.#tick());
    this.#listen();
  }

  #connect() {
    return new Line("/join/live", {
      beat: () => ({ media: this.camera ? "video" : "voice" }),
      state: (state) => this.take(state),
      signal: (signal) => this.answering.take(signal),
      meeting: (message) => this.door.go(message),
      refused: (message) => this.door.refused(message),
      left: (leftMs) => this.#left(leftMs),
      line: () => this.apply(),
      over: (why) => (why === "elsewhere" ? this.#gone("elsewhere") : setTimeout(() => location.reload(), AGAIN_MS)),
    });
  }

  #listen() {
    on("hear", () => this.playing.hear());
    on("mute", (button) => {
      this.isMuted = toggle(button);
      this.apply();
    });
    on("camera", (button) => {
      this.isCameraOff = toggle(button);
      this.apply();
    });
    on("end", () => this.#ask(true));
    on("end-no", () => this.#ask(false));
    on("end-yes", () => this.#gone("left"));
  }

  /** @param {boolean} isAsking */
  #ask(isAsking) {
    find("[data-confirm]", HTMLElement).hidden = !isAsking;
    find("[data-controls]", HTMLElement).hidden = isAsking;
    find(isAsking ? '[data-do="end-no"]' : '[data-do="end"]', HTMLElement).focus();
  }

  /** @param {VisitorState} state */
  take(state) {
    this.state = state;
    this.answering.config = { iceServers: state.ice.servers, iceTransportPolicy: state.ice.policy };
    if (state.left_ms !== null) this.#left(state.left_ms);
    if (state.phase === "ended") {
      showEnd(state);
      this.#gone("finished");
      return;
    }
    this.warnings.hear(state.warn, state.phase === "live");
    this.telling.tell(state.company, (message) => this.line.act(message));
    this.steered.show(state);
    this.apply();
  }

  /** @param {number|null} leftMs */
  #left(leftMs) {
    if (leftMs === null || !this.state) return;
    showLeft(this.state, leftMs);
  }

  get hasServer() {
    return this.line.silence < SERVER_SILENT_MS;
  }

  /** What may be sent and seen now. */
  get mode() {
    return this.hasServer && this.state ? this.state.mode : "off";
  }

  /** Puts what the mode allows on the lines and the screen, and takes off what it does not. */
  apply() {
    const { mode } = this;
    const lines = this.answering.leg?.lines ?? [];
    const [sound, picture] = lines;
    const isLive = mode === "live";
    const maySee = isLive && !this.state?.voice_only;
    const sendsPicture = (maySee || mode === "preview") && !this.isCameraOff;
    this.#silence(this.isMuted || Boolean(this.state?.muted.visitor));
    this.answering.leg?.put(sound, isLive ? this.microphone : null);
    this.answering.leg?.put(picture, sendsPicture ? this.camera : null);
    this.playing.put(maySee && picture ? picture.receiver.track : null, isLive && sound ? sound.receiver.track : null);
    this.draw();
  }

  /** Silence is sent, not nothing: the line stays measured, and the minutes run. @param {boolean} isSilent */
  #silence(isSilent) {
    if (this.microphone) this.microphone.enabled = !isSilent;
  }

  draw() {
    const { state } = this;
    if (!state || this.line.isOver || this.door.draw(state)) return;
    const wasAdmitted = state.phase === "live" || state.phase === "paused";
    if (wasAdmitted) showCall(state, this.#veil(state));
    else showWaiting(state, this.line.isThere, this.line.now);
  }

  /**
   * @param {VisitorState} state
   * @returns {import("./view.js").Veil}
   */
  #veil(state) {
    if (state.pause && this.line.isThere) return "stopped";
    const hasPath = this.line.isThere && this.answering.leg?.isConnected;
    if (state.phase === "paused" && this.line.isThere) return state.why.includes("unwatched") ? "paused" : "line";
    if (!hasPath) return "line";
    return this.isBlocked ? "hear" : "none";
  }

  #tick() {
    if (this.state?.mode !== "off") this.answering.tend();
    if (this.state) this.steered.show(this.state);
    this.#watchPicture();
    this.#watchLine();
    this.apply();
  }

  /** Pictures arrive but none is shown: only a new leg helps (video.md 2). */
  async #watchPicture() {
    const picture = this.answering.leg?.lines[1];
    if (this.mode !== "live" || this.state?.voice_only || document.hidden || !picture) {
      this.frozen = 0;
      return;
    }
    this.meter.receiver = picture.receiver;
    const decoded = await this.meter.takeDecoded();
    this.frozen = this.meter.take() || !decoded ? 0 : this.frozen + 1;
    if (this.frozen >= FROZEN_S) {
      this.frozen = 0;
      this.answering.askForHelp();
    }
  }

  async #watchLine() {
    await this.sending.look(this.mode === "live");
    const pc = this.answering.leg?.pc;
    if (pc) showQuality(await quality(pc));
  }

  /** @param {"finished"|"left"|"elsewhere"} screen */
  #gone(screen) {
    this.stop();
    this.line.close();
    this.answering.close();
    this.playing.put(null, null);
    this.onGone(screen);
  }
}

/** @param {HTMLElement} button */
function toggle(button) {
  const isPressed = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(isPressed));
  return isPressed;
}
