/** The three things always at the foot: hear it again, louder, call the officer. */
import { find, on } from "../call/words.js";

const VOLUMES = [0.6, 0.8, 1];

/** @param {HTMLAudioElement} audio */
export function listenFooter(audio) {
  audio.volume = VOLUMES[0] ?? 1;
  on("louder", () => {
    const next = VOLUMES.findIndex((volume) => volume > audio.volume + 0.01);
    audio.volume = VOLUMES[Math.max(0, next)] ?? 1;
  });
  on("speak", speak);
  on("officer", () => (find("[data-hand]", HTMLElement).hidden = false));
  on("officer-done", () => (find("[data-hand]", HTMLElement).hidden = true));
  on("tone", () => tone());
  if (!("speechSynthesis" in window)) find('[data-do="speak"]', HTMLElement).hidden = true;
}

/** Reads the screen aloud in the page's language. */
function speak() {
  const section = document.querySelector("[data-screen]:not([hidden])");
  const heading = document.querySelector("h1")?.textContent ?? "";
  const said = section instanceof HTMLElement ? section.innerText : "";
  const speech = new SpeechSynthesisUtterance(`${heading}. ${said}`);
  speech.lang = document.documentElement.lang;
  speech.rate = 0.9;
  speechSynthesis.cancel();
  speechSynthesis.speak(speech);
}

/** A second of a soft tone, to try the headphones. */
function tone() {
  const context = new AudioContext();
  const note = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = 0.2;
  note.frequency.value = 523;
  note.connect(volume).connect(context.destination);
  note.start();
  note.stop(context.currentTime + 1);
  note.onended = () => void context.close();
}
