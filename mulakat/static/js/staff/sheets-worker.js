// @ts-check
/**
 * The service worker of the day sheet: the server first, the last copy only when nothing comes.
 * A copy belongs to the day of its sheet and is thrown away when that day is over.
 */

const CACHE = "mulakat-sheets";
const DAY = "X-Sheet-Day"; // the server's header: 2026-11-23
const worker = /** @type {any} */ (self);

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const request = /** @type {Request} */ (event.request);
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (/^\/staff\/sheets\/(slips\/)?$/.test(url.pathname)) event.respondWith(page(request));
});

/** @param {Request} request */
async function file(request) {
  const cache = await caches.open(CACHE);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(request.url, fresh.clone());
    return fresh;
  } catch (noNetwork) {
    const copy = await cache.match(request.url);
    if (copy) return copy;
    throw noNetwork;
  }
}

/** @param {Request} request */
async function page(request) {
  const url = new URL(request.url);
  try {
    const fresh = await fetch(request);
    const day = fresh.headers.get(DAY);
    if (fresh.ok && day && day >= today()) await keep(url.pathname, day, fresh.clone());
    return fresh;
  } catch (noNetwork) {
    await forgetThePast();
    const copy = await copyOf(url.pathname, url.searchParams.get("day"));
    if (!copy) throw noNetwork;
    // The page says by itself that it is a copy, and of when
    const text = (await copy.text()).replace(" hidden data-copy", " data-copy");
    return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
}

/** @param {string} path @param {string} day @param {Response} response */
async function keep(path, day, response) {
  const cache = await caches.open(CACHE);
  await forgetThePast();
  await cache.put(`${path}?day=${day}`, response);
}

/** The day asked for; else today's, else the next there is. @param {string} path @param {string | null} day */
async function copyOf(path, day) {
  const cache = await caches.open(CACHE);
  if (day) return cache.match(`${path}?day=${day}`);
  const urls = (await cache.keys()).map((one) => new URL(one.url));
  const next = urls.filter((url) => url.pathname === path).map((url) => url.href).sort()[0];
  return next ? cache.match(next) : undefined;
}

async function forgetThePast() {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    const day = new URL(request.url).searchParams.get("day");
    if (day && day < today()) await cache.delete(request);
  }
}

/** The date on the wall of this PC. */
function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}
