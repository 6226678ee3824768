/**
 * The officer's leg: both pictures as the terminal sends them, and the count of frames that were
 * really shown, which the server asks for before anything may flow.
 */
import { Answering } from "../call/answering.js";
import { FrameMeter } from "../call/frames.js";
import { lay } from "../call/playing.js";
import { find } from "../call/words.js";

const FROZEN_S = 5;

export class Watch {
  isHearing = false;
  shown = { inmate: 0, visitor: 0 }; // since the last beat
  stillFor = { inmate: 99, visitor: 99 }; // seconds without a new frame
  frozen = 0;

  /** @param {import("../call/socket.js").Line} line */
  constructor(line) {
    this.isDemo = "demo" in find("[data-desk]", HTMLElement).dataset;
    this.inmate = find("[data-inmate]", HTMLVideoElement);
    this.visitor = find("[data-visitor]", HTMLVideoElement);
    this.inmateSound = find("[data-inmate-sound]", HTMLAudioElement);
    this.visitorSound = find("[data-visitor-sound]", HTMLAudioElement);
    this.meters = { inmate: new FrameMeter(this.inmate), visitor: new FrameMeter(this.visitor) };
    this.answering = new Answering("officer", line, { built: () => this.apply() });
  }

  apply() {
    const [picture, sound, theirPicture, theirSound] = this.answering.leg?.lines ?? [];
    this.#show(this.inmate, picture);
    this.#show(this.visitor, theirPicture);
    this.#play(this.inmateSound, sound);
    this.#play(this.visitorSound, theirSound);
    this.meters.inmate.receiver = picture?.receiver ?? null;
    this.meters.visitor.receiver = theirPicture?.receiver ?? null;
  }

  /**
   * @param {HTMLVideoElement} video
   * @param {RTCRtpTransceiver|undefined} line
   */
  #show(video, line) {
    if (lay(video, line?.receiver.track ?? null)) video.play().catch(() => undefined);
  }

  /**
   * @param {HTMLAudioElement} audio
   * @param {RTCRtpTransceiver|undefined} line
   */
  #play(audio, line) {
    if (lay(audio, this.isHearing ? (line?.receiver.track ?? null) : null)) audio.play().catch(() => undefined);
  }

  /** @param {boolean} isHearing */
  hear(isHearing) {
    this.isHearing = isHearing;
    this.apply();
  }

  /** Once a second: counts what was shown; in the demo's hidden tabs, what was decoded. */
  async count() {
    const { inmate, visitor } = this.meters;
    const decoded = { inmate: await inmate.takeDecoded().catch(() => 0), visitor: await visitor.takeDecoded().catch(() => 0) };
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
