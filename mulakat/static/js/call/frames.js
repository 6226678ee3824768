/** Counts pictures that were really shown; a decoder that runs proves nothing (video.md 2). */

export class FrameMeter {
  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
    this.shown = 0;
    this.taken = 0;
    this.decoded = 0;
    /** @type {RTCRtpReceiver|null} */
    this.receiver = null;
    this.#watch();
  }

  #watch() {
    if (!("requestVideoFrameCallback" in HTMLVideoElement.prototype)) return;
    const count = () => {
      this.shown += 1;
      this.video.requestVideoFrameCallback(count);
    };
    this.video.requestVideoFrameCallback(count);
  }

  /** All frames shown so far. */
  get total() {
    if ("requestVideoFrameCallback" in HTMLVideoElement.prototype) return this.shown;
    return this.video.getVideoPlaybackQuality?.().totalVideoFrames ?? 0;
  }

  /** Frames shown since the last call; never below 0. */
  take() {
    const total = this.total;
    const fresh = total - this.taken;
    this.taken = total;
    return Math.max(0, fresh);
  }

  /**
   * Frames decoded since the last call. A hidden tab shows nothing; only the demo, where one
   * person plays all three sides in one browser, counts this as watching.
   */
  async takeDecoded() {
    const report = this.receiver ? await this.receiver.getStats() : [];
    let decoded = 0;
    report.forEach((/** @type {any} */ stat) => {
      if (stat.type === "inbound-rtp") decoded += stat.framesDecoded ?? 0;
    });
    const fresh = decoded - this.decoded;
    this.decoded = decoded;
    return Math.max(0, fresh);
  }
}
