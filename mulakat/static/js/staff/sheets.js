// @ts-check
/**
 * Keeps a copy of the day sheet for the hours without a network: now, each full hour and at six
 * in the morning while the page stands open. A copy whose day is over is thrown away.
 */

const SIX = 6;

/** Milliseconds until the next full hour; six o'clock is one of them. */
function untilNextHour() {
  const next = new Date();
  next.setHours(next.getHours() + 1, 0, 5, 0);
  return next.getTime() - Date.now();
}

/** Fetches sheets and slips of today and tomorrow through the worker, which keeps them. */
async function keep() {
  const days = [...document.querySelectorAll("[data-day]")].map((link) => link.getAttribute("data-day"));
  for (const path of ["/staff/sheets/", "/staff/sheets/slips/"]) {
    for (const day of days) await fetch(`${path}?day=${day}`).catch(() => undefined);
  }
}

/** A new hour: keep a fresh copy; at six the page itself is read anew. */
async function again() {
  await keep();
  if (new Date().getHours() === SIX) location.reload();
  setTimeout(again, untilNextHour());
}

/** Until the worker sees what this page fetches; the first page is open before it is ready. */
function isWatched() {
  const workers = navigator.serviceWorker;
  if (workers.controller) return Promise.resolve();
  return new Promise((done) => workers.addEventListener("controllerchange", done, { once: true }));
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker
    .register("/staff/sheets/worker.js", { scope: "/staff/sheets/" })
    .then(isWatched)
    .then(keep)
    .catch(() => undefined);
  setTimeout(again, untilNextHour());
}

export {};
