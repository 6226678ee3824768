/** Does the visitor's media really arrive and show? Runs the clock, and finds frozen pictures. */

const FROZEN_LOOKS = 8; // looks, half a second each: pictures come, none is shown

export class Flow {
  /** @type {RTCRtpReceiver|null} */
  sound = null;
  packets = 0;
  isFlowing = false; // since the last question
  frozen = 0;

  /** @param {import("../call/frames.js").FrameMeter} meter of the visitor's picture */
  constructor(meter) {
    this.meter = meter;
  }

  /**
   * A new leg: count from nothing.
   * @param {RTCRtpReceiver|null} sound
   * @param {RTCRtpReceiver|null} picture
   */
  follow(sound, picture) {
    this.sound = sound;
    this.meter.receiver = picture;
    this.meter.decoded = 0;
    this.packets = 0;
    this.frozen = 0;
  }

  /**
   * @param {boolean} isLive
   * @param {boolean} isConnected
   * @param {boolean} maySee a picture that is not to be shown cannot be frozen
   */
  async look(isLive, isConnected, maySee = true) {
    const shown = this.meter.take();
    const decoded = await this.meter.takeDecoded().catch(() => 0);
    const heard = await this.#takePackets().catch(() => 0);
    if (isLive && isConnected && (shown || heard || (document.hidden && decoded))) this.isFlowing = true;
    const isFrozenNow = isLive && maySee && !document.hidden && decoded > 0 && !shown;
    this.frozen = isFrozenNow ? this.frozen + 1 : 0;
  }

  /** Media came since the last call. */
  take() {
    const { isFlowing } = this;
    this.isFlowing = false;
    return isFlowing;
  }

  get isFrozen() {
    return this.frozen >= FROZEN_LOOKS;
  }

  async #takePackets() {
    const report = this.sound ? await this.sound.getStats() : [];
    let packets = 0;
    report.forEach((/** @type {any} */ stat) => {
      if (stat.type === "inbound-rtp") packets += stat.packetsReceived ?? 0;
    });
    const fresh = packets - this.packets;
    this.packets = packets;
    return Math.max(0, fresh);
  }
}
