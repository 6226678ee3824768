/** The terminal's own camera and microphone, and where their picture is shown. */
import { CannotOpen, open, shut } from "../call/media.js";
import { lay } from "../call/playing.js";

export class Own {
  /** @type {MediaStream|null} */
  stream = null;

  /** @param {(stream: MediaStream|null) => void} changed */
  constructor(changed) {
    this.changed = changed;
  }

  /**
   * @param {"video"|"drawn"} choice
   * @returns {Promise<boolean>} false: the camera does not work
   */
  async open(choice) {
    shut(this.stream);
    try {
      this.stream = await open(choice, "terminal");
    } catch (wrong) {
      if (!(wrong instanceof CannotOpen)) throw wrong;
      return false;
    }
    this.#show();
    return true;
  }

  close() {
    shut(this.stream);
    this.stream = null;
    this.#show();
  }

  #show() {
    this.changed(this.stream);
    for (const own of document.querySelectorAll("[data-own]")) {
      if (own instanceof HTMLVideoElement) lay(own, this.stream?.getVideoTracks()[0] ?? null);
    }
  }
}
