/**
 * The terminal speaks: each screen's line when it comes into sight, and again at a press. Lines
 * are recordings named by the page (portals/kiosk/lines.py); several are said one after another.
 */
import { find } from "../call/words.js";

export class Voice {
  /** @type {string[]} what was said last, to be said again */
  last = [];
  /** @type {string[]} */
  waiting = [];

  constructor() {
    this.audio = find("audio[data-voice]", HTMLAudioElement);
    // An event of a line that has been replaced meanwhile must not skip the new one
    this.audio.addEventListener("ended", () => this.audio.ended && this.#next());
    this.audio.addEventListener("error", () => this.audio.error && this.#next());
  }

  /** @param {string} codes of lines, by spaces: "not_you no_sound" */
  say(codes) {
    this.last = codes.split(" ").filter(Boolean);
    this.again();
  }

  again() {
    this.waiting = [...this.last];
    this.#next();
  }

  /** When all is said; after `patience` ms in any case. @param {number} patience */
  async done(patience) {
    const until = performance.now() + patience;
    while (this.isSpeaking && performance.now() < until) await new Promise((next) => setTimeout(next, 100));
  }

  get isSpeaking() {
    return this.waiting.length > 0 || Boolean(this.audio.src && !this.audio.ended && !this.audio.error);
  }

  stop() {
    this.last = [];
    this.waiting = [];
    this.audio.removeAttribute("src");
    this.audio.load();
    this.#mark("");
  }

  /** @returns {void} */
  #next() {
    const code = this.waiting.shift();
    this.#mark(code ?? "");
    if (!code) return;
    const file = fileOf(code);
    if (!file) return this.#next();
    this.audio.src = file;
    // Without a press some browsers keep quiet; "Hear again" is one
    this.audio.play().catch(() => undefined);
  }

  /** The tile of the language that is speaking now. @param {string} code */
  #mark(code) {
    const language = code.startsWith("language@") ? code.slice("language@".length) : "";
    for (const tile of document.querySelectorAll('[data-do="language"]')) {
      if (tile instanceof HTMLElement) tile.classList.toggle("speaking", tile.lang === language);
    }
  }
}

/** @param {string} code */
function line(code) {
  const source = document.querySelector("template[data-words]");
  const found = source instanceof HTMLTemplateElement && source.content.querySelector(`[data-line="${code}"]`);
  return found instanceof HTMLElement ? found : null;
}

/** @param {string} code */
function fileOf(code) {
  return line(code)?.dataset.file ?? "";
}

/** The words of a line; "" for a code that has none. @param {string} code */
export function textOf(code) {
  return line(code)?.textContent?.trim() ?? "";
}
