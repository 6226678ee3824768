/** Step 2: hears whether someone speaks, and lets them hear themselves. Nothing leaves the page. */
import { listen } from "../call/level.js";
import { open, shut } from "../call/media.js";

const VOICE = 0.08; // of the bar
const VOICE_TICKS = 4; // tenths of a second
const QUIET_MS = 7000;
const SPEAK_MS = 2500; // recorded once a voice is heard

/**
 * @typedef {object} Ears
 * @property {(level: number) => void} level
 * @property {() => void} heard
 * @property {() => void} quiet nothing came for a while; it goes on listening
 */

/**
 * @param {Ears} ears
 * @returns {Promise<() => void>} stop
 */
export async function tryMicrophone(ears) {
  const stream = await open("voice", "visitor");
  const recorder = record(stream);
  let loud = 0;
  let isHeard = false;
  const quiet = setTimeout(() => ears.quiet(), QUIET_MS);
  const stopListening = listen(stream, (level) => {
    ears.level(level);
    loud = level >= VOICE ? loud + 1 : loud;
    if (isHeard || loud < VOICE_TICKS) return;
    isHeard = true;
    clearTimeout(quiet);
    setTimeout(() => recorder?.stop(), SPEAK_MS);
    ears.heard();
  });
  return () => {
    clearTimeout(quiet);
    stopListening();
    shut(stream);
  };
}

/**
 * What was said is played once and thrown away.
 * @param {MediaStream} stream
 * @returns {{stop: () => void}|null} null where the browser cannot
 */
function record(stream) {
  if (typeof MediaRecorder !== "function") return null;
  const recorder = new MediaRecorder(stream);
  /** @type {Blob[]} */
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => {
    shut(stream);
    const address = URL.createObjectURL(new Blob(parts, { type: recorder.mimeType }));
    const voice = new Audio(address);
    voice.onended = () => URL.revokeObjectURL(address);
    voice.play().catch(() => undefined);
  };
  recorder.start();
  return { stop: () => recorder.state === "recording" && recorder.stop() };
}
