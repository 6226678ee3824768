/**
 * The list and the queue. The list lies sealed in the browser and open in memory alone; it goes at
 * the prison's midnight and when this gate is revoked. An act stays until the server has kept it.
 */
import * as keys from "./key.js";
import * as store from "./store.js";

/** @typedef {import("./types.js").List} List */
/** @typedef {import("./types.js").Act} Act */
/** @typedef {import("./types.js").Result} Result */
/** @typedef {"fine"|"offline"|"no_guard"|"no_gate"} Net */

const PATIENCE = 15_000;
const BATCH = 200;

/** The server's clock, as far as this browser knows it. */
let ahead = 0;
export const now = () => Date.now() + ahead;

/** The list of today from storage; null when there is none or it is of another day. @param {keys.Gate} gate */
export async function open(gate) {
  const kept = await store.get("list", "today");
  if (!kept) return null;
  ahead = kept.ahead;
  if (now() >= kept.wipe_at || now() < kept.from) return wipe();
  try {
    return /** @type {List} */ (await keys.open(gate, kept.sealed));
  } catch {
    return wipe();
  }
}

/** @returns {Promise<null>} */
export async function wipe() {
  await store.clear("list");
  return null;
}

/** A fresh list, kept sealed. @param {keys.Gate} gate @returns {Promise<{net: Net, list?: List}>} */
export async function load(gate) {
  const answer = await ask("/gate/list/");
  if (!answer) return { net: "offline" };
  if (answer.status === 401) return { net: (await answer.json()).error };
  if (!answer.ok) return { net: "offline" };
  const sealed = await answer.json();
  const list = /** @type {List} */ (await keys.open(gate, sealed));
  ahead = list.made_at - Date.now();
  await store.put("list", "today", { sealed, ahead, from: list.from, wipe_at: list.wipe_at });
  return { net: "fine", list };
}

/** @returns {Promise<Act[]>} */
export const queue = () => store.all("acts");

/** Written down here before anything is shown as done. @param {Act} act */
export const add = (act) => store.put("acts", act.uid, act);

/**
 * Hands over what waits; only what the server says it has kept leaves the queue.
 * @param {keys.Gate} gate
 * @returns {Promise<{net: Net, results: Result[]}>}
 */
export async function send(gate) {
  /** @type {Result[]} */
  const results = [];
  for (let acts = await queue(); acts.length; acts = await queue()) {
    const body = JSON.stringify({ acts: acts.slice(0, BATCH) });
    const proof = await keys.prove(gate, "sync", await keys.digest(body));
    const headers = { "Content-Type": "application/json", "X-Gate": gate.device, "X-Gate-Proof": proof };
    const answer = await ask("/gate/sync/", { method: "POST", body, headers });
    if (!answer?.ok) return { net: answer?.status === 401 ? "no_gate" : "offline", results };
    const told = /** @type {Result[]} */ ((await answer.json()).results);
    results.push(...told);
    const done = told.filter((one) => one.state !== "unreadable");
    for (const one of done) await store.drop("acts", one.uid);
    if (!done.length) break;
  }
  return { net: "fine", results };
}

/** @param {string} url @param {RequestInit} [how] */
async function ask(url, how = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  const answer = await fetch(url, { ...how, redirect: "error", signal: patience.signal }).catch(() => null);
  clearTimeout(timer);
  return answer;
}
