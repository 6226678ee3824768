/** The officer's desk: one document, so that a watched visit stays watched while one moves about. */
import { Warnings } from "../call/chime.js";
import { show } from "../call/screens.js";
import { Line } from "../call/socket.js";
import { drawLeft } from "../call/stitches.js";
import { canCall } from "../call/support.js";
import { every } from "../call/ticker.js";
import { fill, find, on } from "../call/words.js";
import { drawBoard, hour } from "./board.js";
import { drawVisit, sayWhyNot } from "./view.js";
import { Watch } from "./watch.js";

/** @typedef {import("../call/types.js").OfficerState} OfficerState */

const KEPT = "mulakat-desk-visit"; // so that a reload takes the visit up again
const SECOND_PRESS_MS = 5000;

class Desk {
  /** @type {OfficerState|null} */
  state = null;
  isOnBoard = true;
  armedAt = -Infinity;
  warnings = new Warnings();
  /** @type {Watch} */
  watch;

  constructor() {
    this.line = new Line("/staff/live", {
      beat: () => this.watch.report(),
      state: (state) => this.take(state),
      signal: (signal) => this.watch.answering.take(signal),
      left: (leftMs) => this.#left(leftMs),
      line: (isThere) => (find("[data-line]", HTMLElement).hidden = isThere),
      refused: ({ why }) => sayWhyNot(why),
      over: (why) => (why === "elsewhere" ? this.#elsewhere() : setTimeout(() => location.reload(), 2000)),
    });
    this.watch = new Watch(this.line);
    every(1000, () => void this.watch.count().then(() => this.draw()));
    this.#listen();
  }

  #listen() {
    on("choose", (button) => this.#choose(button.dataset.visit ?? ""));
    on("board", () => this.#turn(true));
    on("visit", () => this.#turn(false));
    on("let-go", () => this.#letGo());
    on("admit", () => this.#admit());
    on("end", (button) => this.#end(button));
    on("sound", (button) => this.#sound(button));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.#turn(true));
  }

  get row() {
    return this.state?.board.find((row) => row.visit === this.state?.chosen) ?? null;
  }

  /** @param {OfficerState} state */
  take(state) {
    const isFirst = !this.state;
    if (!state.chosen) this.watch.close();
    this.state = state;
    this.watch.answering.config = { iceServers: state.ice.servers, iceTransportPolicy: state.ice.policy };
    this.warnings.hear(state.warn, state.phase === "live");
    const kept = sessionStorage.getItem(KEPT);
    if (isFirst && kept && !state.chosen && state.board.some((row) => row.visit === kept)) this.#choose(kept);
    this.draw();
  }

  /** @param {string} visit */
  #choose(visit) {
    if (visit !== this.state?.chosen) {
      this.watch.close();
      this.line.act({ t: "choose", visit });
      for (const tick of document.querySelectorAll("[data-tick]")) {
        if (tick instanceof HTMLInputElement) tick.checked = false;
      }
      sayWhyNot([]);
      this.#hearing(false);
    }
    sessionStorage.setItem(KEPT, visit);
    this.#turn(false);
  }

  #letGo() {
    sessionStorage.removeItem(KEPT);
    this.line.act({ t: "choose", visit: null });
    this.#turn(true);
  }

  /** @param {boolean} isOnBoard */
  #turn(isOnBoard) {
    this.isOnBoard = isOnBoard;
    this.draw();
  }

  #admit() {
    const ticks = [...document.querySelectorAll(".desk-ticks label:not([hidden]) [data-tick]")];
    const isTicked = ticks.every((tick) => tick instanceof HTMLInputElement && tick.checked);
    sayWhyNot(isTicked ? [] : ["tick-all"]);
    if (isTicked) this.line.act({ t: "admit", visit: this.state?.chosen });
  }

  /** The first press arms, the second ends. @param {HTMLElement} button */
  #end(button) {
    const isArmed = performance.now() - this.armedAt < SECOND_PRESS_MS;
    this.armedAt = isArmed ? -Infinity : performance.now();
    button.setAttribute("aria-pressed", String(!isArmed));
    if (isArmed) {
      const reason = find("[data-reason]", HTMLSelectElement).value;
      this.line.act({ t: "end", visit: this.state?.chosen, reason });
    }
  }

  /** @param {HTMLElement} button */
  #sound(button) {
    this.#hearing(button.getAttribute("aria-pressed") !== "true");
  }

  /** @param {boolean} isHearing */
  #hearing(isHearing) {
    find('[data-do="sound"]', HTMLElement).setAttribute("aria-pressed", String(isHearing));
    find("[data-sound-word]", HTMLElement).dataset.now = isHearing ? "on" : "off";
    this.watch.hear(isHearing);
  }

  /** @param {number|null} leftMs */
  #left(leftMs) {
    if (leftMs === null || !this.state || !this.row) return;
    this.state.left_ms = leftMs;
    drawLeft(leftMs, this.row.minutes);
  }

  #elsewhere() {
    this.watch.close();
    show("elsewhere");
  }

  draw() {
    const { state, row } = this;
    if (!state || this.line.isOver) return;
    fill("clock", hour(this.line.now));
    drawBoard(state.board);
    find("[data-watch]", HTMLElement).hidden = !row;
    if (row) drawVisit(state, row, this.watch);
    if (performance.now() - this.armedAt > SECOND_PRESS_MS) {
      find('[data-do="end"]', HTMLElement).setAttribute("aria-pressed", "false");
    }
    if (row && !this.isOnBoard) show("visit", { n: String(row.terminal) });
    else show("board");
  }
}

on("again", () => location.reload());
if (canCall()) new Desk();
else show("plain");
