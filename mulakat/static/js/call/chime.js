/** The soft tone of the last minutes: two notes at two minutes, one at one. */

/** @param {number} notes */
export function chime(notes) {
  const context = new AudioContext();
  for (let note = 0; note < notes; note += 1) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const at = context.currentTime + note * 0.5;
    tone.frequency.value = note ? 392 : 523;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.15, at + 0.05);
    volume.gain.linearRampToValueAtTime(0, at + 0.45);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.5);
  }
  setTimeout(() => context.close(), 2000);
}

/** Calls `chime` once per warning. */
export class Warnings {
  last = 0;

  /**
   * @param {number} warn 0, 2 or 1
   * @param {boolean} isLive
   */
  hear(warn, isLive) {
    if (warn !== this.last && warn && isLive) chime(warn);
    this.last = warn;
  }
}
