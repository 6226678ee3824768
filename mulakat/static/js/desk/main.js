/**
 * The officer's desk: one document for a whole shift, so that watched visits stay watched while
 * one moves about. Its own line brings the board; each watched visit has a line besides (seat.js).
 */
import { show } from "../call/screens.js";
import { Line } from "../call/socket.js";
import { drawLeft } from "../call/stitches.js";
import { canCall } from "../call/support.js";
import { every } from "../call/ticker.js";
import { fill, find, on, word } from "../call/words.js";
import { listenToActs, rest, sayRefused } from "./acts.js";
import { Bell } from "./bell.js";
import { drawBoard, hour } from "./board.js";
import { drawGrid, listenToSize, size } from "./grid.js";
import { drawMeeting, listenToMeeting } from "./meeting.js";
import { drawRoom } from "./room.js";
import { Seat } from "./seat.js";
import { drawShift, listenToShift } from "./shift.js";
import { drawVisit, sayWhyNot } from "./view.js";

/** @typedef {import("../call/types.js").OfficerState} OfficerState */

const KEPT = "mulakat-desk-visits"; // so that a reload takes them up again

class Desk {
  /** @type {OfficerState|null} of the desk's own line: the board */
  state = null;
  /** @type {Map<string, Seat>} by visit */
  seats = new Map();
  focused = "";
  isOnBoard = true;
  isHearing = false;
  bell = new Bell();

  constructor() {
    this.large = {
      inmate: find("[data-inmate]", HTMLVideoElement),
      visitor: find("[data-visitor]", HTMLVideoElement),
      sounds: { inmate: find("[data-inmate-sound]", HTMLAudioElement), visitor: find("[data-visitor-sound]", HTMLAudioElement) },
    };
    this.line = new Line("/staff/live", {
      beat: () => ({ rendered: { inmate: 0, visitor: 0 }, hidden: document.hidden }),
      state: (state) => this.#take(state),
      line: (isThere) => (find("[data-line]", HTMLElement).hidden = isThere),
      over: (why) => (why === "elsewhere" ? this.#elsewhere() : setTimeout(() => location.reload(), 2000)),
    });
    every(1000, () => void this.#count());
    this.#listen();
  }

  #listen() {
    on("choose", (button) => this.#choose(button.dataset.visit ?? ""));
    on("board", () => this.#turn(true));
    on("visit", () => this.#turn(false));
    on("let-go", () => this.#letGo(this.focused));
    on("unwatch", (button) => this.#letGo(button.dataset.visit ?? ""));
    on("sound", (button) => this.#hearing(button.getAttribute("aria-pressed") !== "true"));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.#turn(true));
    listenToSize(() => this.draw());
    listenToActs(() => this.seat);
    listenToShift(this.line);
    listenToMeeting(() => this.seat);
  }

  get seat() {
    return this.seats.get(this.focused) ?? null;
  }

  /** @param {string} visit */
  #row(visit) {
    return this.state?.board.find((row) => row.visit === visit) ?? null;
  }

  /** @param {OfficerState} state */
  #take(state) {
    const isFirst = !this.state;
    this.state = state;
    for (const visit of [...this.seats.keys()]) if (!this.#row(visit)) this.#close(visit);
    if (isFirst) this.#takeUpAgain();
    this.bell.hear(state.board);
    this.draw();
  }

  #takeUpAgain() {
    const kept = (sessionStorage.getItem(KEPT) ?? "").split(" ").filter((visit) => this.#row(visit));
    for (const visit of kept) this.#sit(visit);
    if (kept[0]) this.#focus(kept[0]);
    if (kept[0]) this.isOnBoard = false;
  }

  #keep() {
    const others = [...this.seats.keys()].filter((visit) => visit !== this.focused);
    sessionStorage.setItem(KEPT, [this.focused, ...others].join(" ").trim());
  }

  /** @param {string} visit */
  #choose(visit) {
    fill("grid-full", "");
    if (!this.seats.has(visit) && !this.#makeRoom()) return fill("grid-full", word("grid-full"));
    if (!this.seats.has(visit)) this.#sit(visit);
    if (visit !== this.focused) this.#focus(visit);
    this.#turn(false);
  }

  /** A place for one more: with one place the visit before gives way, else one that is over. */
  #makeRoom() {
    if (this.seats.size < size()) return true;
    const over = [...this.seats.keys()].find((visit) => this.#row(visit)?.phase === "ended");
    const first = size() === 1 ? this.focused : over;
    if (first) this.#close(first);
    return Boolean(first);
  }

  /** @param {string} visit */
  #sit(visit) {
    const refused = (/** @type {Seat} */ seat, /** @type {string} */ what, /** @type {string[]} */ why) => {
      if (what === "choose") fill("grid-full", why.map((reason) => word(`why-${reason}`)).join(" "));
      if (what === "choose") this.#letGo(seat.visit);
      else sayRefused(what, why);
    };
    this.seats.set(visit, new Seat(visit, { changed: () => this.draw(), refused }));
  }

  /** @param {string} visit */
  #focus(visit) {
    this.#hearing(false);
    this.focused = visit;
    rest();
    this.#keep();
    this.draw();
  }

  /** @param {string} visit */
  #close(visit) {
    this.seats.get(visit)?.close();
    this.seats.delete(visit);
    if (visit === this.focused) this.#focus([...this.seats.keys()][0] ?? "");
    this.#keep();
  }

  /** @param {string} visit */
  #letGo(visit) {
    this.#close(visit);
    this.#turn(this.isOnBoard || !this.focused);
  }

  /** @param {boolean} isOnBoard */
  #turn(isOnBoard) {
    this.isOnBoard = isOnBoard;
    this.draw();
  }

  /** Only the large one is ever heard. @param {boolean} isHearing */
  #hearing(isHearing) {
    this.isHearing = isHearing;
    find('[data-do="sound"]', HTMLElement).setAttribute("aria-pressed", String(isHearing));
    find("[data-sound-word]", HTMLElement).dataset.now = isHearing ? "on" : "off";
    for (const seat of this.seats.values()) seat.watch.hear(isHearing && seat.visit === this.focused);
  }

  async #count() {
    await Promise.all([...this.seats.values()].map((seat) => seat.watch.count()));
    this.draw();
  }

  #elsewhere() {
    for (const visit of [...this.seats.keys()]) this.#close(visit);
    show("elsewhere");
  }

  draw() {
    drawMeeting(this.seat);
    if (!this.state || this.line.isOver) return;
    fill("clock", hour(this.line.now));
    drawBoard(this.state.board, (visit) => this.seats.has(visit), this.line.now);
    drawShift(this.state.terminals);
    drawGrid([...this.seats.values()], this.focused, this.state.board);
    this.#place();
    const row = this.#row(this.focused);
    find("[data-watch]", HTMLElement).hidden = !row && size() === 1;
    find("[data-large]", HTMLElement).hidden = !row;
    if (row) this.#drawFocused(row);
    if (row && !this.isOnBoard) show("visit", { n: String(row.terminal) });
    else show("board");
  }

  /** Each visit where it is to be seen: small ones leave the large place first. */
  #place() {
    for (const seat of this.seats.values()) if (seat.visit !== this.focused) seat.watch.show(seat.small);
    this.seat?.watch.show(this.large);
  }

  /** @param {import("../call/types.js").BoardRow} row */
  #drawFocused(row) {
    const { seat } = this;
    if (!seat || !this.state) return;
    const state = seat.state ?? { ...this.state, chosen: null };
    drawVisit(state, row, seat.watch);
    drawRoom(state, row);
    drawLeft(state.left_ms ?? row.left_ms ?? 0, row.minutes);
  }
}

on("again", () => location.reload());
if (canCall()) new Desk();
else show("plain");
sayWhyNot([]);
