/**
 * The answering end for a page: takes the terminal's signals, keeps one leg, replaces it when the
 * terminal makes a new one (a higher `n`, or another terminal page), asks for help when it is stuck.
 */
import { AnsweringLeg } from "./leg.js";

const ASK_EVERY_MS = 4000;
const STUCK_MS = 5000;

export class Answering {
  /**
   * @param {import("./types.js").LegName} name
   * @param {import("./socket.js").Line} line
   * @param {{prepare?: (line: RTCRtpTransceiver, index: number) => void, built: (leg: AnsweringLeg) => void}} hooks
   */
  constructor(name, line, hooks) {
    this.name = name;
    this.line = line;
    this.hooks = hooks;
    this.from = "";
    this.askedAt = 0;
    this.hadServer = true;
    /** @type {RTCConfiguration} */
    this.config = {};
    /** @type {AnsweringLeg|null} */
    this.leg = null;
    /** @type {Promise<void>} one signal after the other, in the order they came */
    this.queue = Promise.resolve();
  }

  /** @param {import("./types.js").Signal} signal */
  take({ from, body }) {
    if (body.leg !== this.name) return;
    this.queue = this.queue.then(() => this.#take(from, body)).catch(() => this.askForHelp());
  }

  /**
   * @param {string} from
   * @param {import("./types.js").SignalBody} body
   */
  async #take(from, body) {
    const isOther = from !== this.from || !this.leg || body.n > this.leg.n;
    if (body.kind === "offer") {
      if (isOther) this.#build(from, body.n);
      if (this.leg?.n !== body.n) return;
      await this.leg.answer(body, this.hooks.prepare);
      this.hooks.built(this.leg);
    } else if (body.kind === "candidate" && !isOther && body.n === this.leg?.n) {
      await this.leg.addCandidate(body.candidate ?? null);
    }
  }

  /**
   * @param {string} from
   * @param {number} n
   */
  #build(from, n) {
    this.leg?.close();
    this.from = from;
    this.leg = new AnsweringLeg(this.name, n, this.config, (body) => this.line.signal(from, body));
  }

  /** Called every second while media should flow. */
  tend() {
    if (this.line.isThere && !this.hadServer) this.leg?.resend();
    this.hadServer = this.line.isThere;
    if (this.leg && this.leg.badFor > STUCK_MS) this.askForHelp();
  }

  askForHelp() {
    if (!this.leg || performance.now() - this.askedAt < ASK_EVERY_MS) return;
    this.askedAt = performance.now();
    this.line.signal(this.from, { kind: "restart", leg: this.name, n: this.leg.n });
  }

  close() {
    this.leg?.close();
    this.leg = null;
    this.from = "";
  }
}
