/** What the visitor's room shows of a state; no decision is made here. */
import { show } from "../call/screens.js";
import { drawLeft } from "../call/stitches.js";
import { fill, find, word } from "../call/words.js";

/** @typedef {import("../call/types.js").VisitorState} VisitorState */
/** @typedef {"none"|"line"|"paused"|"stopped"|"hear"} Veil stopped: an officer did it, for a reason */

const LATE_MS = 60_000; // after the beginning one is told that it takes a little longer

/** @param {string} why */
export function showTrouble(why) {
  for (const element of document.querySelectorAll("[data-trouble]")) {
    if (element instanceof HTMLElement) element.hidden = element.dataset.trouble !== why;
  }
}

/** On Android an in-app browser can hand the address to Chrome. */
export function offerChrome() {
  if (!/Android/.test(navigator.userAgent)) return;
  const link = find("[data-chrome]", HTMLAnchorElement);
  const scheme = location.protocol.replace(":", "");
  link.href = `intent://${location.host}/join/#Intent;scheme=${scheme};package=com.android.chrome;end`;
  link.hidden = false;
}

/**
 * @param {string} selector
 * @param {boolean} isHidden
 */
function hide(selector, isHidden) {
  const element = find(selector, HTMLElement);
  if (element.hidden !== isHidden) element.hidden = isHidden;
}

/**
 * @param {VisitorState} state
 * @param {boolean} hasLine
 * @param {number} now the server's, ms since 1970
 */
export function showWaiting(state, hasLine, now) {
  show("waiting");
  const isInside = Boolean(state.inside);
  const isSeen = state.mode === "preview";
  step("officer", "now", isSeen);
  step("inside", isInside ? "done" : "next");
  hide("[data-second]", !state.second_device);
  hide("[data-stopped]", state.second_device);
  hide("[data-late]", state.second_device || now < new Date(state.starts_at).getTime() + LATE_MS);
  document.body.dataset.meet = isSeen ? "seen" : isInside ? "inside" : "apart";
  hide("[data-match]", !state.match);
  fill("match", state.match);
  hide("[data-early]", state.phase !== "early");
  fill("early", word("early", { time: clockTime(state.starts_at) }));
  hide("[data-line]", hasLine);
}

/**
 * @param {string} name
 * @param {"done"|"now"|"next"} when
 * @param {boolean} [isSeen]
 */
function step(name, when, isSeen = false) {
  const item = find(`[data-step="${name}"]`, HTMLElement);
  item.className = when;
  for (const part of item.children) {
    if (!(part instanceof HTMLElement) || !part.dataset.when) continue;
    const isFor = isSeen ? "seen" : when;
    part.hidden = !part.dataset.when.split(" ").includes(isFor);
  }
}

/** @param {string} iso */
function clockTime(iso) {
  const zone = find("[data-zone]", HTMLElement).dataset.zone;
  const form = { hour: "numeric", minute: "2-digit", timeZone: zone, numberingSystem: "latn" };
  return new Intl.DateTimeFormat(document.documentElement.lang, /** @type {any} */ (form)).format(new Date(iso));
}

/**
 * @param {VisitorState} state
 * @param {Veil} veil
 */
export function showCall(state, veil) {
  show("call");
  for (const element of document.querySelectorAll("[data-veil]")) {
    if (element instanceof HTMLElement) element.hidden = element.dataset.veil !== veil;
  }
  for (const tag of document.querySelectorAll("[data-watched]")) {
    if (tag instanceof HTMLElement) tag.hidden = (tag.dataset.watched === "yes") !== (state.phase === "live");
  }
  hide("[data-warn]", !state.warn || state.phase !== "live");
  fill("warn", state.warn ? word(`warn-${state.warn}`) : "");
}

/** @param {"good"|"weak"|""} how */
export function showQuality(how) {
  for (const tag of document.querySelectorAll("[data-net]")) {
    if (tag instanceof HTMLElement && tag.hidden !== (tag.dataset.net !== how)) tag.hidden = tag.dataset.net !== how;
  }
}

/**
 * @param {VisitorState} state
 * @param {number} leftMs
 */
export function showLeft(state, leftMs) {
  drawLeft(leftMs, state.minutes);
}

/** The minutes are rounded, and less than half of one says nothing. @param {VisitorState} state */
export function showEnd(state) {
  const talked = Math.round((state.end?.used_ms ?? 0) / 60000);
  hide("[data-used]", !talked);
  fill("used", talked ? word(talked === 1 ? "used-one" : "used-many", { n: talked }) : "");
  fill("end-reason", state.end ? word(`end-${state.end.reason}`) : "");
  fill("counts", state.end?.outcome ? word(`counts-${isCounted(state.end.outcome) ? "yes" : "no"}`) : "");
}

/** @param {string} outcome */
function isCounted(outcome) {
  return (find("[data-counted]", HTMLElement).dataset.counted ?? "").split(" ").includes(outcome);
}
