/**
 * Where the inmate is before the call: language, is this you, rules, sound, waiting. Kept for this
 * tab and this visit alone, so that a reload comes back to the same place.
 */

const KEPT = "mulakat-terminal-step";

/** @typedef {{visit: string, step: string, media: "video"|"drawn"|null}} Kept */

export class Steps {
  /** @type {Kept} */
  kept = { visit: "", step: "language", media: null };

  get now() {
    return this.kept.step;
  }

  /**
   * A visit is on, or none: goes on where this tab was, or starts anew.
   * @param {string|null} visit
   * @returns {"video"|"drawn"|null} the media to open again after a reload
   */
  begin(visit) {
    if (!visit || this.kept.visit === visit) return null;
    const stored = /** @type {Kept} */ (JSON.parse(sessionStorage.getItem(KEPT) ?? "{}"));
    this.kept = stored.visit === visit ? stored : { visit, step: "language", media: null };
    return this.kept.media;
  }

  /** @param {string} step */
  go(step) {
    this.kept.step = step;
    this.#save();
  }

  /** @param {"video"|"drawn"} media */
  keepMedia(media) {
    this.kept.media = media;
    this.#save();
  }

  /**
   * The page is written by the server in one language; another one is another page.
   * @param {string} code
   * @param {() => void} stays
   */
  language(code, stays) {
    this.go("you");
    if (code === document.documentElement.lang) stays();
    else location.assign(`/kiosk/?lang=${code}`);
  }

  wipe() {
    this.kept = { visit: "", step: "language", media: null };
    sessionStorage.removeItem(KEPT);
  }

  #save() {
    sessionStorage.setItem(KEPT, JSON.stringify(this.kept));
  }
}
