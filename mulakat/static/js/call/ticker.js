/** Timers that keep their beat in a background tab, so that a hidden desk is not taken for dead. */

/** @type {Map<number, Set<() => void>>} */
const listeners = new Map();
/** @type {Worker|null} */
let worker = null;

/** Starts the worker; where workers are missing, plain timers must do. */
function start() {
  try {
    worker = new Worker(new URL("./ticker-worker.js", import.meta.url));
    worker.onmessage = (event) => run(event.data);
  } catch {
    worker = null;
  }
}

/** @param {number} ms */
function run(ms) {
  for (const listener of listeners.get(ms) ?? []) listener();
}

/**
 * Calls `listener` every `ms` milliseconds until the returned function is called.
 * @param {number} ms
 * @param {() => void} listener
 * @returns {() => void}
 */
export function every(ms, listener) {
  if (!listeners.size) start();
  let set = listeners.get(ms);
  if (!set) {
    set = new Set();
    listeners.set(ms, set);
    if (worker) worker.postMessage(ms);
    else setInterval(() => run(ms), ms);
  }
  set.add(listener);
  return () => void set.delete(listener);
}
