/**
 * The sending half of the visitor leg, at either end: measures how the line is, and sends as much
 * picture as it carries beside the voice (ladder.js). The voice goes first.
 */
import { Ladder, RUNGS, VOICE_ONLY } from "./ladder.js";

const LOOK_MS = 1000;
const WINDOW_MS = 5000; // lost packets are counted over so long
const ENOUGH = 30; // packets to speak of a share
const THRIFTY = 24_000; // bits a second of voice where the line is narrow
const NARROW = 2; // from this rung on

/** @typedef {{at: number, sent: number, sentLost: number, got: number, gotLost: number, samples: number, madeUp: number}} Sums */
/** @typedef {{lost: number, concealed: number, rtt: number, rung: number}} Quality as in docs/protocol.md 2 */

/** @param {number} part @param {number} whole */
const share = (part, whole) => Math.min(1, Math.max(0, part / Math.max(1, whole)));

export class Sending {
  ladder = new Ladder();
  /** @type {{pc: RTCPeerConnection, lines: RTCRtpTransceiver[]}|null} */
  leg = null;
  /** @type {Sums[]} oldest first */
  sums = [];
  /** @type {Sums|null} where the last report ended */
  reported = null;
  rtt = 0;
  lookedAt = -Infinity;
  applied = -1; // the rung whose wishes the senders have

  /** Looks at this leg from now on; another one is measured from nothing. @param {Sending["leg"]} leg */
  follow(leg) {
    if (this.leg?.pc === leg?.pc) return;
    this.leg = leg;
    this.sums = [];
    this.reported = null;
    this.applied = -1;
  }

  /** Once a second while the call is live; more often does no harm. @param {boolean} isLive */
  async look(isLive) {
    const { leg } = this;
    const now = performance.now();
    if (!leg || leg.pc.connectionState !== "connected" || now - this.lookedAt < LOOK_MS) return;
    this.lookedAt = now;
    if (this.applied !== this.ladder.rung) await this.#apply(leg);
    if (!isLive) {
      this.sums = [];
      return;
    }
    const { sums, available, isShort } = this.#read(await leg.pc.getStats(), now);
    if (leg !== this.leg) return;
    this.sums = [...this.sums.filter((one) => now - one.at < WINDOW_MS), sums];
    const first = this.sums[0] ?? sums;
    const sent = sums.sent - first.sent;
    const loss = sent < ENOUGH ? null : share(sums.sentLost - first.sentLost, sent);
    this.ladder.look({ loss, available, isShort }, now);
  }

  /**
   * @param {RTCStatsReport} report
   * @param {number} now
   */
  #read(report, now) {
    const sums = { at: now, sent: 0, sentLost: 0, got: 0, gotLost: 0, samples: 0, madeUp: 0 };
    /** @type {number|null} */
    let available = null;
    let isShort = false;
    report.forEach((/** @type {any} */ stat) => {
      if (stat.type === "outbound-rtp") {
        sums.sent += stat.packetsSent ?? 0;
        isShort ||= stat.qualityLimitationReason === "bandwidth";
      } else if (stat.type === "remote-inbound-rtp") sums.sentLost += stat.packetsLost ?? 0;
      else if (stat.type === "inbound-rtp") {
        sums.got += stat.packetsReceived ?? 0;
        sums.gotLost += stat.packetsLost ?? 0;
        sums.samples += stat.totalSamplesReceived ?? 0;
        sums.madeUp += stat.concealedSamples ?? 0;
      } else if (stat.type === "candidate-pair" && stat.nominated && stat.state === "succeeded") {
        available = stat.availableOutgoingBitrate ?? available;
        this.rtt = stat.currentRoundTripTime ?? this.rtt;
      }
    });
    // At voice only nothing is squeezed, and yet there may be no room.
    return { sums, available, isShort: isShort || this.ladder.rung === VOICE_ONLY };
  }

  /** Tells the senders what to send; no new offer is needed. @param {NonNullable<Sending["leg"]>} leg */
  async #apply(leg) {
    const { rung } = this.ladder;
    const [sound, picture] = leg.lines;
    const isHeard = await wish(sound, (encoding) => {
      encoding.priority = encoding.networkPriority = "high";
      if (rung >= NARROW) encoding.maxBitrate = THRIFTY;
      else delete encoding.maxBitrate;
    });
    const isSeen = await wish(picture, (encoding) => {
      const step = RUNGS[rung];
      encoding.active = Boolean(step);
      if (!step) return;
      encoding.maxBitrate = step.bits;
      encoding.scaleResolutionDownBy = step.shrink;
      encoding.maxFramerate = step.frames;
    });
    if (isHeard && isSeen && leg === this.leg) this.applied = rung;
  }

  /**
   * How the line was since the last report, both ways; null while nothing is known.
   * @param {boolean} hasPicture
   * @returns {Quality|null}
   */
  report(hasPicture) {
    const last = this.sums.at(-1);
    const before = this.reported ?? this.sums[0];
    this.reported = last ?? null;
    if (!last || !before || last.at <= before.at) return null;
    const sentLost = share(last.sentLost - before.sentLost, last.sent - before.sent);
    const arrived = last.got - before.got + last.gotLost - before.gotLost;
    const lost = Math.max(sentLost, share(last.gotLost - before.gotLost, arrived));
    const concealed = share(last.madeUp - before.madeUp, last.samples - before.samples);
    return {
      lost: Math.round(lost * 1000),
      concealed: Math.round(concealed * 1000),
      rtt: Math.min(60_000, Math.round(this.rtt * 1000)),
      rung: hasPicture ? this.ladder.rung : VOICE_ONLY,
    };
  }
}

/**
 * @param {RTCRtpTransceiver|undefined} line
 * @param {(encoding: RTCRtpEncodingParameters) => void} change
 * @returns {Promise<boolean>} false: another time
 */
async function wish(line, change) {
  const wishes = line?.sender.getParameters();
  const encoding = wishes?.encodings?.[0];
  if (!line || !wishes || !encoding) return false;
  change(encoding);
  wishes.degradationPreference = "maintain-framerate";
  return line.sender.setParameters(wishes).then(
    () => true,
    () => false,
  );
}
