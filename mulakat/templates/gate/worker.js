{% comment %}The service worker of the gate. Context: version, files (JSON list of addresses).{% endcomment %}/* Keeps the gate's page and its files, so that both open without a network. Nothing personal. */
const CACHE = "mulakat-gate-{{ version }}";
const PAGE = "/gate/app/";
const FILES = {{ files|safe }};

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll([PAGE, ...FILES])).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("mulakat-gate-") && name !== CACHE;
  const tidy = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(tidy.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(navigate(request, pathname));
  else if (FILES.includes(pathname)) event.respondWith(kept(request));
});

/* The page as the server has it; without a server the gate's own, whatever was asked for. */
async function navigate(request, pathname) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await within(5000, fetch(request));
    if (pathname === PAGE && answer.ok) await cache.put(PAGE, answer.clone());
    return answer;
  } catch {
    const page = await cache.match(PAGE);
    return pathname === PAGE && page ? page : Response.redirect(PAGE);
  }
}

async function kept(request) {
  return (await (await caches.open(CACHE)).match(request)) || fetch(request);
}

/* A network that only pretends is none. */
function within(ms, promise) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(reject, ms))]);
}
