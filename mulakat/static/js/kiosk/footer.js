/** The three things always at the foot: hear it again, louder, call the officer. */
import { find, on } from "../call/words.js";

const VOLUMES = [0.6, 0.8, 1];

/**
 * @param {HTMLMediaElement[]} sounds the visitor's voice, the terminal's own, the echo
 * @param {import("./voice.js").Voice} voice
 * @param {(what: "officer"|"fine") => void} tell
 */
export function listenFooter(sounds, voice, tell) {
  let volume = VOLUMES[0] ?? 1;
  const set = () => sounds.forEach((sound) => (sound.volume = volume));
  set();
  on("louder", () => {
    volume = VOLUMES.find((step) => step > volume + 0.01) ?? VOLUMES[0] ?? 1;
    set();
  });
  on("hear-again", () => voice.again());
  on("officer", () => raise(true, voice, tell));
  on("officer-done", () => raise(false, voice, tell));
}

/**
 * @param {boolean} isUp
 * @param {import("./voice.js").Voice} voice
 * @param {(what: "officer"|"fine") => void} tell
 */
function raise(isUp, voice, tell) {
  find("[data-hand]", HTMLElement).hidden = !isUp;
  tell(isUp ? "officer" : "fine");
  if (isUp) voice.say("hand");
}
