/** "Say your name": three seconds of the microphone, played back at once. Kept nowhere. */
import { fill, find } from "../call/words.js";
import { textOf } from "./voice.js";

const RECORD_MS = 3000;

export class Echo {
  /** @type {MediaRecorder|null} */
  recorder = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  timer;
  address = "";
  isOn = false;

  /** @param {() => void} heard the inmate has been played back */
  constructor(heard) {
    this.audio = find("audio[data-echo-sound]", HTMLAudioElement);
    this.audio.addEventListener("ended", () => this.isOn && heard());
  }

  /** @param {MediaStream|null} stream */
  start(stream) {
    this.stop();
    const sound = stream?.getAudioTracks()[0];
    if (!sound || typeof MediaRecorder !== "function") return;
    this.isOn = true;
    this.#draw("speak");
    const recorder = new MediaRecorder(new MediaStream([sound]));
    recorder.ondataavailable = ({ data }) => this.recorder === recorder && this.#play(data);
    this.recorder = recorder;
    recorder.start();
    this.timer = setTimeout(() => recorder.state === "recording" && recorder.stop(), RECORD_MS);
  }

  /** Nothing of the voice is left. */
  stop() {
    clearTimeout(this.timer);
    if (this.recorder?.state === "recording") this.recorder.stop();
    this.recorder = null;
    this.isOn = false;
    this.audio.removeAttribute("src");
    this.audio.load();
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = "";
    fill("echo", "");
  }

  /** @param {Blob} data */
  #play(data) {
    this.#draw("hear");
    this.address = URL.createObjectURL(data);
    this.audio.src = this.address;
    this.audio.play().catch(() => undefined);
  }

  /** @param {"speak"|"hear"} now */
  #draw(now) {
    for (const picture of document.querySelectorAll("[data-echo]")) {
      if (picture instanceof HTMLElement) picture.hidden = picture.dataset.echo !== now;
    }
    fill("echo", now === "hear" ? textOf("sound_heard") : "");
  }
}
