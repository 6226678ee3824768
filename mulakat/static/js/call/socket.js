/**
 * The line to the server: hello, beats both ways, states, signals (docs/protocol.md).
 * The server is taken for dead after three silent seconds; then the line is built again.
 */
import { every } from "./ticker.js";

export const SERVER_DEAD_MS = 3000;
const BACKOFF_MS = [500, 1000, 2000, 3000, 5000];
const CONNECT_MS = 4000;
const ELSEWHERE = 4409;
/** Close codes after which trying again is no use. */
const FINAL = new Map([
  [4401, "not-allowed"],
  [ELSEWHERE, "elsewhere"],
]);

/**
 * @typedef {object} Ears what the page does with what it hears
 * @property {(state: any) => void} state
 * @property {(signal: import("./types.js").Signal) => void} [signal]
 * @property {(nonce: string) => Promise<object>} [challenge] the proof to send back
 * @property {() => object} beat what this page says of itself every second
 * @property {(leftMs: number|null) => void} [left] the minutes left, every second
 * @property {(isThere: boolean) => void} [line] the server fell silent, or is back
 * @property {(message: {what: string, why: string[]}) => void} [refused]
 * @property {(message: {url: string}) => void} [meeting] the way into a meeting elsewhere
 * @property {(why: "not-allowed"|"elsewhere") => void} [over] closed for good
 */

export class Line {
  /**
   * @param {string} path "/join/live"
   * @param {Ears} ears
   */
  constructor(path, ears) {
    this.path = path;
    this.ears = ears;
    this.page = uuid();
    this.after = 0;
    this.seq = 0;
    this.heardAt = -Infinity;
    this.offset = 0; // server's clock minus ours, ms
    this.isThere = false;
    this.isOver = false;
    this.tries = 0;
    this.lost = 0; // attempts given up, which a slow network may yet carry to the server
    this.nextTryAt = 0;
    /** @type {WebSocket|null} */
    this.socket = null;
    this.stop = every(500, () => this.#look());
    this.stopBeats = every(1000, () => this.#beat());
    addEventListener("online", () => (this.nextTryAt = 0));
    this.#connect();
  }

  /** Milliseconds since the server was last heard. */
  get silence() {
    return performance.now() - this.heardAt;
  }

  /** The server's present, in ms since 1970; a phone's own clock may be hours wrong. */
  get now() {
    return Date.now() + this.offset;
  }

  /** An act: choose, admit, end. @param {object} message */
  act(message) {
    this.#send({ ...message, seq: ++this.seq });
  }

  /**
   * @param {string} to
   * @param {import("./types.js").SignalBody} body
   */
  signal(to, body) {
    this.act({ t: "signal", to, body });
  }

  /** Says goodbye; the page does not come back by itself. */
  close() {
    this.isOver = true;
    this.stop();
    this.stopBeats();
    this.socket?.close();
    this.#fell();
  }

  /** @param {object} message */
  #send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  #beat() {
    if (this.isThere) this.#send({ t: "beat", ...this.ears.beat() });
  }

  #look() {
    if (this.isThere && this.silence > SERVER_DEAD_MS) this.#drop();
    const now = performance.now();
    const isConnecting = this.socket && !this.isThere;
    if (isConnecting && now > this.nextTryAt + CONNECT_MS) {
      this.lost += 1;
      this.#drop();
    }
    if (!this.socket && now >= this.nextTryAt) this.#connect();
  }

  #drop() {
    this.socket?.close();
    this.#fell();
  }

  #connect() {
    if (this.isOver) return;
    const origin = location.origin.replace(/^http/, "ws");
    const socket = new WebSocket(`${origin}${this.path}?page=${this.page}&after=${this.after}`);
    this.socket = socket;
    const wait = BACKOFF_MS[Math.min(this.tries++, BACKOFF_MS.length - 1)] ?? 5000;
    this.nextTryAt = performance.now() + wait;
    socket.onmessage = (event) => this.socket === socket && this.#hear(event.data);
    socket.onclose = (event) => this.socket === socket && this.#closed(event.code);
  }

  /** @param {number} code */
  #closed(code) {
    if (code === 4403) this.page = uuid();
    const why = this.#isOwnGhost(code) ? undefined : FINAL.get(code);
    if (why) this.isOver = true;
    this.#fell();
    if (why) this.ears.over?.(/** @type {"not-allowed"|"elsewhere"} */ (why));
  }

  /** Replaced by an attempt of our own that arrived late: no other place has taken over. @param {number} code */
  #isOwnGhost(code) {
    if (code !== ELSEWHERE || !this.lost) return false;
    this.lost -= 1;
    return true;
  }

  #fell() {
    this.socket = null;
    if (!this.isThere) return;
    this.isThere = false;
    this.ears.line?.(false);
  }

  /** @param {string} text */
  #hear(text) {
    this.heardAt = performance.now();
    const message = JSON.parse(text);
    if (message.now) this.offset = new Date(message.now).getTime() - Date.now();
    if (message.t === "hello") this.#hello();
    else if (message.t === "beat") this.ears.left?.(message.left_ms ?? null);
    else if (message.t === "state") this.ears.state(message);
    else if (message.t === "signal") this.#signal(message);
    else if (message.t === "refused") this.ears.refused?.(message);
    else if (message.t === "meeting") this.ears.meeting?.(message);
    else if (message.t === "challenge") this.#prove(message.nonce);
  }

  #hello() {
    this.tries = 0;
    this.isThere = true;
    this.ears.line?.(true);
    this.#beat();
  }

  /** @param {string} nonce */
  async #prove(nonce) {
    const proof = await this.ears.challenge?.(nonce);
    if (proof) this.#send({ t: "prove", ...proof });
  }

  /** @param {import("./types.js").Signal} signal */
  #signal(signal) {
    if (signal.id <= this.after) return;
    this.after = signal.id;
    this.ears.signal?.(signal);
  }
}

/** A random UUID, also where `crypto.randomUUID` is missing (plain http on a local network). */
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
