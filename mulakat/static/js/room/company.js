/** Before the waiting room: the visitor sees and hears that all works, and says who is there. */
import { listen } from "../call/level.js";
import { trackOf } from "../call/media.js";
import { lay } from "../call/playing.js";
import { show } from "../call/screens.js";
import { find } from "../call/words.js";

/** @typedef {{persons: number[], others: number}} Company places in the list as declared */

const AGAIN_MS = 2000;

/**
 * @param {MediaStream} stream
 * @returns {Promise<Company>}
 */
export function askCompany(stream) {
  const form = find("[data-company]", HTMLFormElement);
  const bar = find('[data-screen="company"] [data-level]', HTMLProgressElement);
  const nobody = find("[data-nobody]", HTMLElement);
  document.body.dataset.picture = trackOf(stream, "video") ? "yes" : "no";
  lay(find('[data-screen="company"] [data-own]', HTMLVideoElement), trackOf(stream, "video"));
  const stop = stream.getAudioTracks().length ? listen(stream, (level) => (bar.value = level * 100)) : () => undefined;
  show("company");
  return new Promise((said) => {
    form.onsubmit = (event) => {
      event.preventDefault();
      const company = read(form);
      nobody.hidden = company.persons.length > 0;
      if (!company.persons.length) return;
      stop();
      said(company);
    };
  });
}

/**
 * @param {HTMLFormElement} form
 * @returns {Company}
 */
function read(form) {
  const data = new FormData(form);
  return { persons: data.getAll("person").map(Number), others: Number(data.get("others")) };
}

/** Says it to the server until the state says the same. */
export class Telling {
  saidAt = -Infinity;

  /** @param {Company|null} company null after a reload: the server knows */
  constructor(company) {
    this.company = company;
  }

  /**
   * @param {{persons?: number[], others?: number}} known
   * @param {(message: object) => void} act
   */
  tell(known, act) {
    if (!this.company || JSON.stringify(known) === JSON.stringify(this.company)) return;
    if (performance.now() - this.saidAt < AGAIN_MS) return;
    this.saidAt = performance.now();
    act({ t: "company", ...this.company });
  }
}
