// @ts-check
/** Counts down the seconds in which an answer can be taken back; then the note goes away. */

const note = document.querySelector("[data-seconds]");
const left = note?.querySelector("[data-left]");
const ends = Date.now() + Number(note?.getAttribute("data-seconds")) * 1000;

function tick() {
  const seconds = Math.ceil((ends - Date.now()) / 1000);
  if (seconds <= 0) return note?.remove();
  if (left) left.textContent = (left.getAttribute("data-left") ?? "").replace("{n}", String(seconds));
  setTimeout(tick, 250);
}

if (note) tick();

export {};
