/** A bell, a dog and a song, made here: no file, no network. */

/** @typedef {"bell"|"dog"|"song"} Sound */

/** @type {Sound[]} */
export const SOUNDS = ["bell", "dog", "song"];

/** @param {Sound} sound */
export function play(sound) {
  const context = new AudioContext();
  ({ bell, dog, song })[sound](context, context.currentTime + 0.05);
  setTimeout(() => context.close(), 4000);
}

/** Any but the last one, so that pressing by heart does not help. @param {Sound|null} last */
export function another(last) {
  const rest = SOUNDS.filter((sound) => sound !== last);
  return rest[Math.floor(Math.random() * rest.length)] ?? "bell";
}

/**
 * One note that fades out.
 * @param {AudioContext} context
 * @param {{kind: OscillatorType, hz: number, at: number, long: number, loud: number}} note
 */
function note(context, { kind, hz, at, long, loud }) {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = kind;
  tone.frequency.setValueAtTime(hz, at);
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loud, at + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.001, at + long);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + long);
  return tone;
}

/**
 * Partials that are no multiples of each other sound like metal.
 * @param {AudioContext} context
 * @param {number} at
 */
function bell(context, at) {
  for (const time of [at, at + 1.2]) {
    for (const [times, loud] of [[1, 0.3], [2.76, 0.18], [5.4, 0.1]]) {
      note(context, { kind: "sine", hz: 620 * (times ?? 1), at: time, long: 1.6 / (times ?? 1) + 0.5, loud: loud ?? 0 });
    }
  }
}

/**
 * Three short falling tones, rough as a voice.
 * @param {AudioContext} context
 * @param {number} at
 */
function dog(context, at) {
  for (const time of [at, at + 0.35, at + 1]) {
    for (const hz of [420, 437]) {
      const bark = note(context, { kind: "sawtooth", hz, at: time, long: 0.22, loud: 0.3 });
      bark.frequency.exponentialRampToValueAtTime(hz / 3, time + 0.2);
    }
  }
}

/**
 * @param {AudioContext} context
 * @param {number} at
 */
function song(context, at) {
  [392, 440, 494, 587, 494, 440, 392].forEach((hz, place) => {
    note(context, { kind: "triangle", hz, at: at + place * 0.3, long: 0.4, loud: 0.35 });
  });
}
