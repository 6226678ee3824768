/** Opens camera and microphone, or the demo's drawn picture and tone, and names what went wrong. */
import { drawnStream } from "./drawn.js";
import { canCapture } from "./support.js";

/** @typedef {"denied"|"missing"|"busy"|"impossible"} Trouble */
/** @typedef {"video"|"voice"|"picture"|"listen"|"drawn"} Choice picture: a camera without sound, to try it */

const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15, max: 30 }, facingMode: "user" };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export class CannotOpen extends Error {
  /** @param {Trouble} why */
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/**
 * @param {Choice} choice
 * @param {"visitor"|"terminal"} side
 * @returns {Promise<MediaStream>}
 */
export async function open(choice, side) {
  if (choice === "drawn") return drawnStream(side);
  if (choice === "listen") return new MediaStream();
  if (!canCapture()) throw new CannotOpen("impossible");
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: choice !== "picture" && SOUND, video: choice !== "voice" && PICTURE });
  } catch (wrong) {
    throw new CannotOpen(trouble(wrong));
  }
}

/**
 * @param {unknown} wrong
 * @returns {Trouble}
 */
function trouble(wrong) {
  const name = wrong instanceof Error ? wrong.name : "";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "denied";
}

/** @param {MediaStream|null} stream */
export function shut(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/**
 * @param {MediaStream|null} stream
 * @param {"audio"|"video"} kind
 */
export function trackOf(stream, kind) {
  const tracks = kind === "audio" ? stream?.getAudioTracks() : stream?.getVideoTracks();
  return tracks?.[0] ?? null;
}
