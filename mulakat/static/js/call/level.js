/** How loud a microphone is now, 0 … 1: for a bar that moves. */
import { every } from "./ticker.js";

const FULL = 0.25; // of full swing: a voice close by

/**
 * @param {MediaStream} stream
 * @param {(level: number) => void} heard several times a second
 * @returns {() => void} stop
 */
export function listen(stream, heard) {
  const context = new AudioContext();
  void context.resume();
  const ear = context.createAnalyser();
  ear.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(ear);
  const swing = new Float32Array(ear.fftSize);
  const stop = every(100, () => {
    ear.getFloatTimeDomainData(swing);
    const power = swing.reduce((sum, value) => sum + value * value, 0) / swing.length;
    heard(Math.min(1, Math.sqrt(power) / FULL));
  });
  return () => {
    stop();
    context.close().catch(() => undefined);
  };
}
