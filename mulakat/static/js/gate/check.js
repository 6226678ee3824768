/**
 * Is this pass good here and now, by the list and the public keys alone: the counterpart of
 * mulakat/gate/checking.py, in the same order, tested by the same table.
 */
import { isPass, isSigned, read, shortCode } from "./pass.js";
import { toHex } from "./key.js";

/** @typedef {import("./types.js").List} List */
/** @typedef {import("./types.js").Visit} Visit */
/** @typedef {import("./types.js").Act} Act */
/** @typedef {import("./types.js").Happened} Happened */
/** @typedef {import("./types.js").Verdict} Verdict */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Mark} Mark */

const MINUTE = 60_000;
const EARLY = 90 * MINUTE;
/** @type {State[]} */
const ORDER = ["arrived", "inside", "left"];

/**
 * All that happened to a visit: what the server told and what is still in the queue here.
 * @param {Visit} visit
 * @param {Act[]} acts
 * @param {number} gate
 * @returns {Happened[]}
 */
export function eventsOf(visit, acts, gate) {
  const known = new Set(visit.events.map((event) => event.uid));
  const ours = acts.filter((act) => act.visit === visit.id && !known.has(act.uid) && act.kind !== "wrong_code");
  const told = ours.map(({ uid, kind, at, token, locker }) => ({
    uid, kind, at, gate, conflict: "", token: token ?? null, locker: locker ?? "",
  }));
  return [...visit.events, ...told].sort((a, b) => a.at - b.at);
}

/** @param {Visit} visit @param {Happened[]} events @returns {State} */
export function stateOf(visit, events) {
  if (visit.gone) return "cancelled";
  if (events.at(-1)?.kind === "refused") return "refused";
  const done = ORDER.filter((kind) => events.some((event) => event.kind === kind));
  return done.at(-1) ?? "expected";
}

/**
 * @param {string} typed a scanned text, a number of a visit or a short code
 * @param {List} list
 * @param {Act[]} acts
 * @param {number} now
 * @returns {Promise<Verdict>}
 */
export async function check(typed, list, acts, now) {
  if (isPass(typed)) return ofPass(typed, list, acts, now);
  const visit = find(typed, list);
  return visit ? ofVisit(visit, list, acts, now) : stop("not_a_pass");
}

/** @param {string} typed @param {List} list */
export function find(typed, list) {
  const digits = western(typed);
  const number = (digits.match(/\d+/g) ?? []).map(Number).join("/");
  const short = shortCode(digits);
  return list.visits.find((visit) => visit.reference === number || (short && visit.short === short));
}

/**
 * @param {Visit} visit @param {List} list @param {Act[]} acts @param {number} now
 * @returns {Verdict}
 */
export function ofVisit(visit, list, acts, now) {
  const events = eventsOf(visit, acts, list.gate);
  const state = stateOf(visit, events);
  const first = events.find((event) => event.kind === "arrived");
  if (state === "cancelled") return { ...stop("cancelled"), visit };
  if (first && state !== "refused") return { ...stop("used", { at: first.at, gate: first.gate }), visit };
  const late = Math.floor((now - visit.starts_at) / MINUTE);
  const facts = { at: visit.starts_at, late };
  const look = (/** @type {string} */ key) => ({ mark: /** @type {Mark} */ ("check"), key, facts, visit });
  if (state === "refused") return { ...look("refused_before"), facts: { at: events.at(-1)?.at ?? 0 } };
  if (late > list.rules.late_minutes) return look("too_late");
  if (late > 0) return look("late");
  if (visit.wheelchair) return look("wheelchair");
  return { mark: "let_in", key: visit.starts_at - now > EARLY ? "early" : "good", facts, visit };
}

/** @param {string} text @param {List} list @param {Act[]} acts @param {number} now @returns {Promise<Verdict>} */
async function ofPass(text, list, acts, now) {
  const pass = read(text);
  if (!pass) return stop("not_a_pass");
  const { says } = pass;
  const key = list.keys[String(says.key)];
  if (!key) return stop("unknown_key");
  if (!(await isSigned(pass, key))) return stop("forged");
  if (says.state !== list.state || says.prison !== list.prison) {
    return stop("other_prison", { prison: list.prisons[String(says.prison)] ?? "" });
  }
  const visit = list.visits.find((one) => one.id === says.visit);
  if (visit?.gone) return { ...stop("cancelled"), visit };
  const moved = visit ? visit.starts_at : list.later[says.visit];
  if (moved !== undefined && moved !== says.starts_at) return { ...stop("moved", { at: moved }), visit };
  if (!visit && (says.starts_at < list.from || says.expires_at > list.wipe_at)) {
    return stop("other_day", { at: says.starts_at });
  }
  if (!visit) return { mark: "check", key: "newer", facts: { at: says.starts_at }, pass: says };
  return ofVisit(visit, list, acts, now);
}

/** @param {string} key @param {Record<string, string|number>} facts @returns {Verdict} */
const stop = (key, facts = {}) => ({ mark: "stop", key, facts });

/** Is this what stands on the pass? By a slow digest. @param {Visit} visit @param {string} typed @param {number} rounds */
export async function isCode(visit, typed, rounds) {
  const text = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", text.encode(typed), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: text.encode(visit.id), iterations: rounds };
  return toHex(new Uint8Array(await crypto.subtle.deriveBits(how, key, 256))) === visit.code;
}

/** Digits of any of our scripts as 0-9. @param {string} text */
export function western(text) {
  return text.replace(/[०-९০-৯٠-٩۰-۹]/g, (digit) => {
    const code = digit.charCodeAt(0);
    const zero = [0x966, 0x9e6, 0x660, 0x6f0].find((start) => code >= start && code < start + 10) ?? code;
    return String(code - zero);
  });
}
