/**
 * The camera, and what reads the code in its picture: the browser's own reader where there is one,
 * else the published decoder, fetched and checked when the product is built. Typing needs neither.
 */

const EVERY_MS = 200;
const WIDTH = 640;

/** @typedef {(source: HTMLCanvasElement) => Promise<string>} Reader */

export class Scanner {
  /** @type {MediaStream|null} */
  stream = null;
  timer = 0;

  /** @param {HTMLVideoElement} video @param {string} decoder address of the decoder, or "" */
  constructor(video, decoder) {
    this.video = video;
    this.decoder = decoder;
  }

  /** Reads until it has found a text. Throws when there is no camera or nothing that reads. @param {(text: string) => void} found */
  async start(found) {
    const reader = await reading(this.decoder);
    const video = { facingMode: "environment", width: { ideal: 1280 } };
    this.stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    this.video.srcObject = this.stream;
    await this.video.play();
    const canvas = document.createElement("canvas");
    const look = async () => {
      const text = this.stream ? await reader(drawn(this.video, canvas)).catch(() => "") : "";
      if (!this.stream) return;
      if (text) {
        this.stop();
        found(text);
      } else {
        this.timer = setTimeout(look, EVERY_MS);
      }
    };
    await look();
  }

  stop() {
    clearTimeout(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }
}

/** @param {string} decoder @returns {Promise<Reader>} */
export async function reading(decoder) {
  return (await ownReader()) ?? published(decoder);
}

/** The browser's own, if it reads QR codes. @returns {Promise<Reader|null>} */
async function ownReader() {
  const Detector = /** @type {any} */ (globalThis).BarcodeDetector;
  const formats = Detector ? await Detector.getSupportedFormats().catch(() => []) : [];
  if (!formats.includes("qr_code")) return null;
  const detector = new Detector({ formats: ["qr_code"] });
  return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? "";
}

/** @param {string} address @returns {Promise<Reader>} */
export async function published(address) {
  const known = () => /** @type {any} */ (globalThis).jsQR;
  if (!address) throw new Error("nothing reads codes here");
  if (!known()) {
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }
  return async (canvas) => {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return known()(data, width, height)?.data ?? "";
  };
}

/** The picture, small enough to be read often. @param {HTMLVideoElement} video @param {HTMLCanvasElement} canvas */
function drawn(video, canvas) {
  const scale = Math.min(1, WIDTH / (video.videoWidth || WIDTH));
  canvas.width = Math.max(1, Math.round((video.videoWidth || 1) * scale));
  canvas.height = Math.max(1, Math.round((video.videoHeight || 1) * scale));
  canvas.getContext("2d", { willReadFrequently: true })?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}
