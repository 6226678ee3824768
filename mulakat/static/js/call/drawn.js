/**
 * The demo's picture and tone for a computer without a camera: a drawn face and a soft tone,
 * each side in its own colour and pitch. Frames come from a worker's clock and, where the browser
 * has it, straight from a canvas no page shows: so they run on in a background tab.
 */
import { face } from "./face.js";
import { every } from "./ticker.js";

const WIDTH = 320;
const HEIGHT = 240;
const FRAME_MS = 100;

/**
 * @param {"visitor"|"terminal"} side
 * @returns {MediaStream} with one video and one audio track
 */
export function drawnStream(side) {
  return new MediaStream([pictureTrack(side), toneTrack(side)]);
}

/** @param {"visitor"|"terminal"} side */
function pictureTrack(side) {
  const Generator = /** @type {any} */ (globalThis).MediaStreamTrackGenerator;
  return Generator ? generatedTrack(side, Generator) : canvasTrack(side);
}

/**
 * @param {"visitor"|"terminal"} side
 * @param {any} Generator
 * @returns {MediaStreamTrack}
 */
function generatedTrack(side, Generator) {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext("2d");
  const track = new Generator({ kind: "video" });
  const writer = track.writable.getWriter();
  let count = 0;
  const stop = every(FRAME_MS, () => {
    if (track.readyState === "ended") return stop();
    if (!context) return;
    face(context, WIDTH, HEIGHT, side, count);
    const frame = new VideoFrame(canvas, { timestamp: count++ * FRAME_MS * 1000 });
    writer.write(frame).catch(() => frame.close());
  });
  return track;
}

/** @param {"visitor"|"terminal"} side */
function canvasTrack(side) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext("2d");
  const track = canvas.captureStream(1000 / FRAME_MS).getVideoTracks()[0];
  if (!context || !track) throw new Error("no canvas");
  let count = 0;
  const stop = every(FRAME_MS, () => {
    if (track.readyState === "ended") stop();
    else face(context, WIDTH, HEIGHT, side, count++);
  });
  return track;
}

/** @param {"visitor"|"terminal"} side */
function toneTrack(side) {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  const out = context.createMediaStreamDestination();
  tone.frequency.value = side === "visitor" ? 440 : 660;
  volume.gain.value = 0.08;
  tone.connect(volume).connect(out);
  tone.start();
  const wake = () => void context.resume();
  document.addEventListener("pointerdown", wake, { once: true });
  document.addEventListener("keydown", wake, { once: true });
  const track = out.stream.getAudioTracks()[0];
  if (!track) throw new Error("no tone");
  return track;
}
