/**
 * One peer connection. The terminal offers (OfferingLeg), visitor and officer answer
 * (AnsweringLeg); only the terminal restarts ICE, so there is never a glare (video.md 2).
 * Lines stay sendrecv or sendonly for good: what flows is switched by `replaceTrack`.
 */

/** @typedef {import("./types.js").SignalBody} SignalBody */
/** @typedef {"audio"|"video"} Kind */

const PICTURE_MAX = 600_000; // bits a second
const ANSWER_MS = 6000; // an offer without an answer for so long is given up
const DISCONNECTED_MS = 2500;
const FAILED_MS = 9000; // not connected for so long: a new leg

/** Voice first: a redundant copy of each packet, where the browser has it (video.md 7). @param {RTCRtpTransceiver} line */
function preferRedundantVoice(line) {
  const codecs = RTCRtpSender.getCapabilities?.("audio")?.codecs;
  if (!codecs || !line.setCodecPreferences) return;
  const rank = (/** @type {{mimeType: string}} */ codec) => ["audio/red", "audio/opus"].indexOf(codec.mimeType.toLowerCase());
  const first = codecs.filter((codec) => rank(codec) >= 0).sort((a, b) => rank(a) - rank(b));
  const rest = codecs.filter((codec) => rank(codec) < 0);
  line.setCodecPreferences([...first, ...rest]);
}

/** Officers' pictures would rather be small than stand still; sending.js has the visitor leg. @param {RTCRtpSender} sender */
function tune(sender) {
  const wishes = sender.getParameters();
  const [encoding] = wishes.encodings ?? [];
  if (!encoding || !sender.track) return;
  if (sender.track.kind === "audio") encoding.priority = encoding.networkPriority = "high";
  else {
    encoding.maxBitrate = PICTURE_MAX;
    wishes.degradationPreference = "maintain-framerate";
  }
  sender.setParameters(wishes).catch(() => undefined); // wishes, no more
}

class Leg {
  /**
   * @param {import("./types.js").LegName} name
   * @param {number} n
   * @param {RTCConfiguration} config
   * @param {(body: SignalBody) => void} send
   */
  constructor(name, n, config, send) {
    this.name = name;
    this.n = n;
    this.send = send;
    this.pc = new RTCPeerConnection(config);
    /** @type {(RTCIceCandidateInit|null)[]} */
    this.early = [];
    this.badSince = performance.now();
    this.pc.onicecandidate = ({ candidate }) => {
      if (candidate) this.send({ kind: "candidate", leg: name, n, candidate: plain(candidate) });
    };
    this.pc.onconnectionstatechange = () => {
      if (this.pc.connectionState !== "connected" && !this.badSince) this.badSince = performance.now();
      if (this.pc.connectionState !== "connected") return;
      this.badSince = 0;
      if (name === "officer") for (const sender of this.pc.getSenders()) tune(sender);
    };
  }

  get isConnected() {
    return this.pc.connectionState === "connected";
  }

  /** Milliseconds without a connection. */
  get badFor() {
    return this.badSince ? performance.now() - this.badSince : 0;
  }

  /** @param {RTCIceCandidateInit|null} candidate */
  async addCandidate(candidate) {
    if (!this.pc.remoteDescription) {
      this.early.push(candidate);
      return;
    }
    await this.pc.addIceCandidate(candidate ?? undefined).catch(() => undefined); // an old one
  }

  async addEarlyCandidates() {
    for (const candidate of this.early.splice(0)) await this.addCandidate(candidate);
  }

  /**
   * Puts a track on a line, or nothing; touches the sender only when something changes.
   * @param {RTCRtpTransceiver|undefined} line
   * @param {MediaStreamTrack|null} track
   */
  put(line, track) {
    if (!line || line.sender.track === track) return;
    line.sender.replaceTrack(track).catch(() => undefined); // the leg was closed meanwhile
  }

  close() {
    this.pc.onicecandidate = null;
    this.pc.onconnectionstatechange = null;
    this.pc.close();
  }
}

/** The terminal's end of a leg. */
export class OfferingLeg extends Leg {
  /**
   * @param {import("./types.js").LegName} name
   * @param {number} n
   * @param {RTCConfiguration} config
   * @param {(body: SignalBody) => void} send
   * @param {{kinds: Kind[], direction: RTCRtpTransceiverDirection, streams: MediaStream[]}} plan
   *   the lines in order; each line's stream keeps voice and lips together
   */
  constructor(name, n, config, send, { kinds, direction, streams }) {
    super(name, n, config, send);
    this.offeredAt = 0;
    this.isWished = false;
    this.lines = kinds.map((kind, index) => {
      const stream = streams[index];
      const line = this.pc.addTransceiver(kind, { direction, streams: stream ? [stream] : [] });
      if (kind === "audio") preferRedundantVoice(line);
      return line;
    });
  }

  /** @param {boolean} [iceRestart] */
  async offer(iceRestart = false) {
    this.offeredAt = performance.now();
    await this.pc.setLocalDescription(await this.pc.createOffer({ iceRestart }));
    this.send({ kind: "offer", leg: this.name, n: this.n, sdp: this.pc.localDescription?.sdp ?? "" });
  }

  /** The server was away: an offer that nobody has answered may never have reached it. */
  resend() {
    const { signalingState, localDescription } = this.pc;
    if (signalingState !== "have-local-offer" || !localDescription) return;
    this.offeredAt = performance.now();
    this.send({ kind: "offer", leg: this.name, n: this.n, sdp: localDescription.sdp });
  }

  /** @param {SignalBody} body */
  async take(body) {
    if (body.n !== this.n) return;
    if (body.kind === "candidate") await this.addCandidate(body.candidate ?? null);
    else if (body.kind === "restart") this.wish();
    else if (body.kind === "answer" && this.pc.signalingState === "have-local-offer") {
      await this.pc.setRemoteDescription({ type: "answer", sdp: body.sdp ?? "" });
      await this.addEarlyCandidates();
    }
  }

  /** Something is wrong on the other end, or with what it sent: do something soon. */
  wish() {
    this.isWished = true;
  }

  /**
   * Called twice a second while signals pass: restarts ICE when the path broke.
   * @returns {boolean} true when only a new leg can help
   */
  tend() {
    const isPending = this.pc.signalingState === "have-local-offer";
    if (isPending) return performance.now() - this.offeredAt > ANSWER_MS;
    if (this.badFor > FAILED_MS) return true;
    if (this.isWished && this.isConnected) return true; // connected, and yet nothing is seen
    const isBroken = this.pc.connectionState === "failed" || this.badFor > DISCONNECTED_MS;
    const mayOffer = performance.now() - this.offeredAt > DISCONNECTED_MS;
    if (isBroken && mayOffer) this.offer(true).catch(() => undefined);
    return false;
  }
}

/** The visitor's or an officer's end: answers what the terminal offers, nothing more. */
export class AnsweringLeg extends Leg {
  /**
   * @param {SignalBody} body the offer
   * @param {(line: RTCRtpTransceiver, index: number) => void} [prepare] before the answer is made
   */
  async answer(body, prepare) {
    await this.pc.setRemoteDescription({ type: "offer", sdp: body.sdp ?? "" });
    this.lines = this.pc.getTransceivers();
    this.lines.forEach((line, index) => prepare?.(line, index));
    await this.addEarlyCandidates();
    await this.pc.setLocalDescription(await this.pc.createAnswer());
    this.send({ kind: "answer", leg: this.name, n: this.n, sdp: this.pc.localDescription?.sdp ?? "" });
  }

  /** The server was away: the answer, with all that was gathered since, if it brought nothing yet. */
  resend() {
    const { signalingState, localDescription } = this.pc;
    if (this.isConnected || signalingState !== "stable" || !localDescription) return;
    this.send({ kind: "answer", leg: this.name, n: this.n, sdp: localDescription.sdp });
  }

  /** @type {RTCRtpTransceiver[]} */
  lines = [];
}

/** @param {RTCIceCandidate} candidate */
function plain(candidate) {
  const { candidate: text, sdpMid, sdpMLineIndex, usernameFragment } = candidate;
  return { candidate: text, sdpMid, sdpMLineIndex, usernameFragment };
}
