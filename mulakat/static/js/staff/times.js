/**
 * Draws the week anew while its times are typed. The server draws it, from the same form that
 * "Show the week" sends; without this script that button does the same.
 */

const QUIET = 400; // milliseconds without a change

const form = document.querySelector("form[data-picture]");
const place = document.querySelector("[data-shows]");
/** @type {AbortController | null} */
let running = null;
let waiting = 0;

/** @param {HTMLFormElement} of @param {Element} into */
async function draw(of, into) {
  running?.abort();
  running = new AbortController();
  try {
    const answer = await fetch(of.dataset.picture ?? "", {
      method: "POST",
      body: new FormData(of),
      signal: running.signal,
    });
    if (answer.ok && !answer.redirected) into.innerHTML = await answer.text();
  } catch {
    // offline, or overtaken by the next change: the old picture stands
  }
}

if (form instanceof HTMLFormElement && place) {
  form.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => draw(form, place), QUIET);
  });
}

export {};
