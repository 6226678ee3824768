/**
 * The officer's leg of one visit: both pictures as the terminal sends them, and the count of
 * frames that were really shown, which the server asks for before anything may flow. Where they
 * are shown changes (large, or one of the grid); sound is played in the large place alone.
 */
import { Answering } from "../call/answering.js";
import { FrameMeter } from "../call/frames.js";
import { lay } from "../call/playing.js";
import { find } from "../call/words.js";

const FROZEN_S = 5;
/** @type {WeakMap<HTMLVideoElement, FrameMeter>} one a picture, whichever visit it shows */
const meters = new WeakMap();

/** @typedef {{inmate: HTMLVideoElement, visitor: HTMLVideoElement, sounds: {inmate: HTMLAudioElement, visitor: HTMLAudioElement}|null}} Place */

export class Watch {
  isHearing = false;
  shown = { inmate: 0, visitor: 0 }; // since the last beat
  stillFor = { inmate: 99, visitor: 99 }; // seconds without a new frame
  frozen = 0;
  /** @type {Place|null} */
  place = null;

  /** @param {import("../call/socket.js").Line} line */
  constructor(line) {
    this.isDemo = "demo" in find("[data-desk]", HTMLElement).dataset;
    this.answering = new Answering("officer", line, { built: () => this.apply() });
  }

  /** Shows it there from now on; the frames another visit has shown there are not its own. @param {Place} place */
  show(place) {
    if (this.place === place) return;
    this.clear();
    this.place = place;
    for (const video of [place.inmate, place.visitor]) {
      const meter = meterOf(video);
      meter.take();
      meter.decoded = Infinity;
    }
    this.apply();
  }

  /** Takes everything off its place. */
  clear() {
    if (!this.place) return;
    const { inmate, visitor, sounds } = this.place;
    for (const element of [inmate, visitor, sounds?.inmate, sounds?.visitor]) if (element) lay(element, null);
    this.place = null;
  }

  apply() {
    if (!this.place) return;
    const [picture, sound, theirPicture, theirSound] = this.answering.leg?.lines ?? [];
    const { inmate, visitor, sounds } = this.place;
    put(inmate, picture);
    put(visitor, theirPicture);
    if (sounds) put(sounds.inmate, this.isHearing ? sound : undefined);
    if (sounds) put(sounds.visitor, this.isHearing ? theirSound : undefined);
    meterOf(inmate).receiver = picture?.receiver ?? null;
    meterOf(visitor).receiver = theirPicture?.receiver ?? null;
  }

  /** @param {boolean} isHearing */
  hear(isHearing) {
    this.isHearing = isHearing;
    this.apply();
  }

  /** Once a second: counts what was shown; in the demo's hidden tabs, what was decoded. */
  async count() {
    const { place } = this;
    if (!place) return;
    const [inmate, visitor] = [meterOf(place.inmate), meterOf(place.visitor)];
    const decoded = { inmate: await inmate.takeDecoded().catch(() => 0), visitor: await visitor.takeDecoded().catch(() => 0) };
    if (this.place !== place) return;
    const shown = { inmate: inmate.take(), visitor: visitor.take() };
    const counts = document.hidden && this.isDemo ? decoded : shown;
    this.shown.inmate += counts.inmate;
    this.shown.visitor += counts.visitor;
    this.stillFor.inmate = counts.inmate ? 0 : this.stillFor.inmate + 1;
    this.stillFor.visitor = counts.visitor ? 0 : this.stillFor.visitor + 1;
    const isFrozen = !document.hidden && decoded.inmate > 0 && !shown.inmate;
    this.frozen = isFrozen ? this.frozen + 1 : 0;
    if (this.frozen >= FROZEN_S) this.answering.askForHelp();
    this.answering.tend();
  }

  /** What the beat says; counting begins anew. */
  report() {
    const rendered = this.shown;
    this.shown = { inmate: 0, visitor: 0 };
    return { rendered, hidden: document.hidden };
  }

  close() {
    this.answering.close();
    this.apply();
  }
}

/** @param {HTMLVideoElement} video */
function meterOf(video) {
  let meter = meters.get(video);
  if (!meter) meters.set(video, (meter = new FrameMeter(video)));
  return meter;
}

/**
 * @param {HTMLMediaElement} element
 * @param {RTCRtpTransceiver|undefined} line
 */
function put(element, line) {
  if (lay(element, line?.receiver.track ?? null)) element.play().catch(() => undefined);
}
