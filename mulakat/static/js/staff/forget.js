// @ts-check
/** Whoever signs out leaves no copy of the day sheet on the PC. */
if ("caches" in window) caches.delete("mulakat-sheets").catch(() => undefined);
