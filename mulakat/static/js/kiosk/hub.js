/**
 * The terminal is the hub: one leg to the visitor, one to each watching officer, to whom it
 * forwards both sides. What may flow is said by its own lock (call/lock.js), which the server can
 * open only together with an officer who really receives.
 */
import { FrameMeter } from "../call/frames.js";
import { OfferingLeg } from "../call/leg.js";
import { MediaLock } from "../call/lock.js";
import { trackOf } from "../call/media.js";
import { Playing } from "../call/playing.js";
import { Sending } from "../call/sending.js";
import { Flow } from "./flow.js";

/** @typedef {import("../call/types.js").TerminalState} TerminalState */
/** @typedef {import("../call/types.js").Signal} Signal */

const REBUILD_MS = 4000; // at most one new leg to the same page in this time

export class Hub {
  /** @type {TerminalState|null} */
  state = null;
  /** @type {MediaStream|null} camera and microphone of the terminal */
  stream = null;
  /** @type {{page: string, leg: OfferingLeg}|null} */
  visitor = null;
  /** @type {Map<string, OfferingLeg>} by the officer's page */
  officers = new Map();
  lock = new MediaLock();
  sending = new Sending();
  count = 0;
  builtAt = -Infinity;
  hadServer = true;

  /**
   * @param {import("../call/socket.js").Line} line
   * @param {HTMLVideoElement} video
   * @param {HTMLAudioElement} audio
   * @param {(isBlocked: boolean) => void} blocked
   */
  constructor(line, video, audio, blocked) {
    this.line = line;
    this.playing = new Playing(video, audio, blocked);
    this.flow = new Flow(new FrameMeter(video));
    this.inmateStream = new MediaStream(); // name the pairs of picture and voice, hold nothing
    this.visitorStream = new MediaStream();
  }

  /** What may flow now. */
  get mode() {
    return this.lock.mode(performance.now());
  }

  /** @param {TerminalState} state */
  take(state) {
    const isOther = state.visit?.id !== this.state?.visit?.id || state.phase === "ended";
    if (isOther) this.closeAll();
    this.state = state;
    this.lock.allow(state.mode, performance.now());
    if (state.visit && state.phase !== "ended") this.#meet(state);
    this.apply();
  }

  /** Builds the legs that are missing, closes those whose page has gone. @param {TerminalState} state */
  #meet(state) {
    if (this.visitor && this.visitor.page !== state.visitor) this.#dropVisitor();
    if (state.visitor && !this.visitor && state.mode !== "off") this.#callVisitor(state.visitor);
    for (const page of this.officers.keys()) if (!state.officers.includes(page)) this.#dropOfficer(page);
    for (const page of state.officers) if (!this.officers.has(page)) this.#callOfficer(page);
  }

  /** @param {string} page */
  #callVisitor(page) {
    const plan = { kinds: /** @type {const} */ (["audio", "video"]), streams: [this.inmateStream, this.inmateStream] };
    this.builtAt = performance.now();
    const leg = this.#offer("visitor", page, { ...plan, kinds: [...plan.kinds], direction: "sendrecv" });
    this.visitor = { page, leg };
    this.sending.follow(leg);
    this.flow.follow(leg.lines[0]?.receiver ?? null, leg.lines[1]?.receiver ?? null);
  }

  /** @param {string} page */
  #callOfficer(page) {
    const streams = [this.inmateStream, this.inmateStream, this.visitorStream, this.visitorStream];
    const leg = this.#offer("officer", page, { kinds: ["video", "audio", "video", "audio"], streams, direction: "sendonly" });
    this.officers.set(page, leg);
  }

  /**
   * @param {import("../call/types.js").LegName} name
   * @param {string} page
   * @param {ConstructorParameters<typeof OfferingLeg>[4]} plan
   */
  #offer(name, page, plan) {
    const ice = name === "visitor" ? this.state?.ice : this.state?.officer_ice;
    const config = { iceServers: ice?.servers ?? [], iceTransportPolicy: ice?.policy ?? "all" };
    const leg = new OfferingLeg(name, ++this.count, config, (body) => this.line.signal(page, body), plan);
    leg.offer().catch(() => undefined);
    return leg;
  }

  /** @param {Signal} signal */
  signal({ from, body }) {
    const leg = body.leg === "visitor" ? this.visitor?.page === from && this.visitor.leg : this.officers.get(from);
    if (leg) leg.take(body).catch(() => leg.wish());
  }

  /** @param {MediaStream|null} stream */
  setMedia(stream) {
    this.stream = stream;
    this.apply();
  }

  /** Puts on every line what the lock allows, and nothing else. */
  apply() {
    const { mode } = this;
    const [myPicture, mySound] = [trackOf(this.stream, "video"), trackOf(this.stream, "audio")];
    const [sound, picture] = this.visitor?.leg.lines ?? [];
    const theirSound = sound?.receiver.track ?? null;
    const theirPicture = picture?.receiver.track ?? null;
    const isLive = mode === "live";
    const mayHear = isLive && !this.state?.visit?.legal; // a legal visit is seen, not heard
    const mayTalk = isLive && !this.state?.muted.inmate;
    const maySee = isLive && !this.state?.voice_only;
    this.visitor?.leg.put(sound, mayTalk ? mySound : null);
    this.visitor?.leg.put(picture, maySee ? myPicture : null);
    for (const leg of this.officers.values()) {
      leg.put(leg.lines[0], myPicture); // stands always: its reports are the lock's key
      leg.put(leg.lines[1], mayHear ? mySound : null); // officers hear a muted side, too
      leg.put(leg.lines[2], mode === "off" ? null : theirPicture);
      leg.put(leg.lines[3], mayHear ? theirSound : null);
    }
    // Forwarded sound needs an element that takes it: a muted visitor is taken, and not heard.
    this.playing.silence(Boolean(this.state?.muted.visitor));
    this.playing.put(maySee ? theirPicture : null, isLive ? theirSound : null);
  }

  /** What the server is told every second. */
  beat() {
    const quality = this.sending.report(!this.state?.voice_only);
    return { flowing: this.flow.take(), ...(quality && { quality }) };
  }

  /** Twice a second: reads the reports, obeys the lock, mends legs. */
  async tick() {
    this.lock.heard(this.line.heardAt);
    await this.#readReports();
    const maySee = !this.state?.voice_only;
    await this.flow.look(this.mode === "live", Boolean(this.visitor?.leg.isConnected), maySee);
    await this.sending.look(this.mode === "live");
    this.apply();
    if (this.line.isThere && !this.hadServer) this.#resend();
    this.hadServer = this.line.isThere;
    if (this.line.isThere && this.state) this.#mend(this.state);
  }

  async #readReports() {
    for (const [page, leg] of this.officers) {
      const stats = await leg.lines[0]?.sender.getStats().catch(() => null);
      stats?.forEach((stat) => {
        if (stat.type !== "remote-inbound-rtp") return;
        this.lock.report(page, stat.roundTripTimeMeasurements ?? stat.timestamp, performance.now());
      });
    }
  }

  #resend() {
    this.visitor?.leg.resend();
    for (const leg of this.officers.values()) leg.resend();
  }

  /** @param {TerminalState} state */
  #mend(state) {
    const isOpen = state.mode !== "off";
    const needsNew = this.visitor && isOpen && (this.visitor.leg.tend() || this.flow.isFrozen);
    if (needsNew && performance.now() - this.builtAt > REBUILD_MS) this.#dropVisitor();
    for (const [page, leg] of this.officers) if (leg.tend()) this.#dropOfficer(page);
    if (state.visit && state.phase !== "ended") this.#meet(state);
  }

  #dropVisitor() {
    this.visitor?.leg.close();
    this.visitor = null;
    this.flow.follow(null, null);
    this.sending.follow(null);
  }

  /** @param {string} page */
  #dropOfficer(page) {
    this.officers.get(page)?.close();
    this.officers.delete(page);
    this.lock.forget(page);
  }

  closeAll() {
    this.#dropVisitor();
    for (const page of [...this.officers.keys()]) this.#dropOfficer(page);
    this.playing.put(null, null);
  }
}
