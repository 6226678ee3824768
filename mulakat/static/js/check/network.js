/** How fast the line to our own server is: about eight seconds, three megabytes at most. */
/** @typedef {import("./verdict.js").Speed} Speed */

const ADDRESS = "/check/load/";
const FIRST = 8 * 1024; // bytes
const LARGEST = 256 * 1024;
const WAY_MS = 3500; // each way
const WAY_BYTES = 1500 * 1024;
const ENOUGH_MS = 600; // a request that took less is doubled
const GIVE_UP_MS = 5000;

/** The server says that enough has been measured for now. */
export class NotNow extends Error {}

/**
 * @param {string} token of the page's form
 * @param {(part: number) => void} progress 0 … 1
 * @returns {Promise<Speed>} zeros without a line
 */
export async function measure(token, progress) {
  try {
    const delay = Math.min(await once(1), await once(1), await once(1));
    progress(0.1);
    const down = await oneWay((size) => once(size), (part) => progress(0.1 + part * 0.45));
    const up = await oneWay((size) => once(size, token), (part) => progress(0.55 + part * 0.45));
    return { down, up, delay };
  } catch (wrong) {
    if (wrong instanceof NotNow) throw wrong;
    return { down: 0, up: 0, delay: Infinity };
  }
}

/**
 * @param {(size: number) => Promise<number>} carry
 * @param {(part: number) => void} progress
 * @returns {Promise<number>} kbit/s, of the fastest request: the others start slowly
 */
async function oneWay(carry, progress) {
  const began = performance.now();
  let [size, carried, best] = [FIRST, 0, 0];
  while (performance.now() - began < WAY_MS && carried + size <= WAY_BYTES) {
    const took = await carry(size);
    carried += size;
    best = Math.max(best, (size * 8) / took);
    if (took < ENOUGH_MS) size = Math.min(size * 2, LARGEST);
    progress(Math.min(1, (performance.now() - began) / WAY_MS));
  }
  return best;
}

/**
 * Milliseconds that so many bytes took: down, or up with a token.
 * @param {number} size
 * @param {string} [token]
 */
async function once(size, token) {
  const gone = new AbortController();
  const timer = setTimeout(() => gone.abort(), GIVE_UP_MS);
  const began = performance.now();
  /** @type {RequestInit} */
  const up = token ? { method: "POST", headers: { "X-CSRFToken": token }, body: new Blob([new Uint8Array(size)]) } : {};
  try {
    const answer = await fetch(token ? ADDRESS : `${ADDRESS}?n=${size}`, { ...up, cache: "no-store", signal: gone.signal });
    if (answer.status === 429) throw new NotNow();
    if (!answer.ok) throw new Error(String(answer.status));
    await answer.arrayBuffer();
    return Math.max(1, performance.now() - began);
  } finally {
    clearTimeout(timer);
  }
}
