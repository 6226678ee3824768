/** What the check found: kept on this phone, and with the visit where the page knows one. */

const KEY = "mulakat-check";

/**
 * @param {import("./verdict.js").Result} result
 * @param {import("./verdict.js").Found} found
 */
export function remember(result, found) {
  try {
    localStorage.setItem(KEY, result);
  } catch {
    // a browser that keeps nothing checks once more
  }
  const form = document.querySelector("[data-keeps] form[data-keep]");
  if (!(form instanceof HTMLFormElement)) return;
  const body = new FormData(form);
  body.set("result", result);
  for (const [step, finding] of Object.entries(found)) body.set(step, finding);
  fetch(location.pathname, { method: "POST", body, keepalive: true }).catch(() => undefined);
}

/** What was found on this phone before: "video", "voice", "phone" or "". */
export function remembered() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
