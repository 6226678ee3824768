/**
 * The terminal tries its own camera, microphone and loudspeaker while nobody sits there: when an
 * officer asks, when the page begins (after the morning's restart), and when the last test is old.
 */
import { every } from "../call/ticker.js";

const OLD_MS = 12 * 3600_000;
const PATIENCE_MS = 8000; // a question nobody answers is a camera that does not work

/** @typedef {{camera: boolean, microphone: boolean, sound: boolean}} Found */

export class SelfTest {
  wanted = "";
  testedAt = -Infinity;
  isRunning = false;
  isWelcome = false; // nobody sits at the terminal

  /** @param {(found: Found) => void} tell */
  constructor(tell) {
    this.tell = tell;
    every(1000, () => void this.look());
  }

  /**
   * @param {string|null} wanted when an officer asked; each new value is one test
   * @param {boolean} isFree no visit is on
   */
  hear(wanted, isFree) {
    this.isWelcome = isFree;
    if (wanted && wanted !== this.wanted) {
      this.wanted = wanted;
      this.testedAt = -Infinity;
      this.isAsked = true;
    }
  }

  isAsked = false; // by an officer: then the browser may ask for its camera, too

  async look() {
    const isDue = performance.now() - this.testedAt > OLD_MS;
    if (!isDue || this.isRunning || !this.isWelcome) return;
    this.isRunning = true;
    if (this.isAsked || (await mayOpen())) await this.#run();
    else this.testedAt = performance.now();
    this.isRunning = false;
  }

  async #run() {
    this.testedAt = performance.now();
    this.isAsked = false;
    const stream = await opened();
    const found = { ...(await seen(stream)), sound: await played() };
    for (const track of stream?.getTracks() ?? []) track.stop();
    if (this.isWelcome) this.tell(found);
    else this.testedAt = -Infinity; // somebody has come meanwhile: once more afterwards
  }
}

/** The browser would not ask anybody. */
async function mayOpen() {
  const asked = ["camera", "microphone"].map((name) => ({ name: /** @type {PermissionName} */ (name) }));
  const answers = asked.map((one) => navigator.permissions?.query(one).catch(() => null));
  return (await Promise.all(answers)).every((answer) => answer?.state === "granted");
}

/** @returns {Promise<MediaStream|null>} */
function opened() {
  const asking = navigator.mediaDevices?.getUserMedia({ audio: true, video: true }) ?? Promise.reject();
  const late = wait(PATIENCE_MS).then(() => null);
  asking.then((stream) => late.then(() => stream.getTracks().forEach((track) => track.stop()))).catch(() => null);
  return Promise.race([asking.catch(() => null), late]);
}

/** @param {MediaStream|null} stream */
async function seen(stream) {
  const [picture, sound] = [stream?.getVideoTracks()[0], stream?.getAudioTracks()[0]];
  return { camera: Boolean(picture) && (await shows(stream)), microphone: sound?.readyState === "live" && !sound.muted };
}

/** A picture really comes. @param {MediaStream|null} stream */
async function shows(stream) {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  const shown = new Promise((done) => (video.onloadeddata = () => done(video.videoWidth > 0)));
  video.play().catch(() => undefined);
  const isShown = await Promise.race([shown, wait(PATIENCE_MS).then(() => false)]);
  video.srcObject = null;
  return Boolean(isShown);
}

/** A second of a soft tone is taken by something that plays it. */
async function played() {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = 0.2;
  tone.frequency.value = 523;
  tone.connect(volume).connect(context.destination);
  const ended = new Promise((done) => (tone.onended = () => done(true)));
  tone.start();
  tone.stop(context.currentTime + 1);
  const isPlayed = await Promise.race([ended, wait(PATIENCE_MS).then(() => false)]);
  void context.close();
  return Boolean(isPlayed);
}

/** @param {number} ms */
function wait(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
