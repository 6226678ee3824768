"""Colours and tones as cameras and microphones, and what of them is seen and heard in a page.

Each browser of a journey has its own colour and its own tone; the proof of a call is that the
other's colour stands in rendered pixels and the other's frequency in played sound.
"""

import math
import struct
import wave
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

RGB = tuple[int, int, int]
WIDTH, HEIGHT, FPS = 320, 240, 10
RATE = 48_000  # samples a second
GRANTS = "--use-fake-ui-for-media-stream"  # the question is answered with "Allow"
LOOPBACK = "--allow-loopback-in-peer-connection"
FLAGS = (
    "--use-fake-device-for-media-stream",
    GRANTS,
    LOOPBACK,
)
NO_AUTOPLAY = "--autoplay-policy=document-user-activation-required"
AUTOPLAY = "--autoplay-policy=no-user-gesture-required"


@dataclass(frozen=True)
class Heard:
    """The loudest frequency in Hz and its level, 0 (nothing) to 255."""

    hz: float
    energy: int


def make_y4m(path: Path, rgb: RGB, seconds: int = 2) -> Path:
    """A film in one colour, with a band that moves so that no two frames are alike."""
    y, u, v = _yuv(rgb)
    chroma = bytes([u]) * (WIDTH * HEIGHT // 4) + bytes([v]) * (WIDTH * HEIGHT // 4)
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FPS}:1 Ip A1:1 C420jpeg\n".encode())
        for frame in range(seconds * FPS):
            luma = bytearray([y]) * (WIDTH * HEIGHT)
            row = frame * 3 % 30
            luma[row * WIDTH : (row + 3) * WIDTH] = bytes([min(255, y + 24)]) * (3 * WIDTH)
            film.write(b"FRAME\n" + bytes(luma) + chroma)
    return path


def make_wav(path: Path, hz: int, seconds: int = 4) -> Path:
    """A sine of whole periods, so that the loop of the fake microphone is not heard."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(_a_second(hz) * seconds)
    return path


@cache
def _a_second(hz: int) -> bytes:
    samples = (int(12_000 * math.sin(2 * math.pi * hz * index / RATE)) for index in range(RATE))
    return struct.pack(f"<{RATE}h", *samples)


def flags(folder: Path, name: str, rgb: RGB, hz: int) -> list[str]:
    """Flags of a Chromium whose camera is this colour and whose microphone is this tone."""
    film = make_y4m(folder / f"{name}.y4m", rgb)
    sound = make_wav(folder / f"{name}.wav", hz)
    return [
        *FLAGS,
        f"--use-file-for-fake-video-capture={film}",
        f"--use-file-for-fake-audio-capture={sound}",
    ]


def _yuv(rgb: RGB) -> RGB:
    """BT.601, as cameras of this size send it."""
    r, g, b = rgb
    y = 16 + 0.257 * r + 0.504 * g + 0.098 * b
    u = 128 - 0.148 * r - 0.291 * g + 0.439 * b
    v = 128 + 0.439 * r - 0.368 * g - 0.071 * b
    return round(y), round(u), round(v)


COLOR = """(selector) => {
  const video = document.querySelector(selector);
  if (!video || !video.videoWidth || !video.srcObject) return null;
  const box = video.getBoundingClientRect();
  if (!box.width) return null;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  const context = canvas.getContext("2d");
  context.drawImage(video, video.videoWidth / 4, video.videoHeight / 2,
    video.videoWidth / 2, video.videoHeight / 3, 0, 0, 8, 8);
  const data = context.getImageData(0, 0, 8, 8).data;
  const sum = [0, 0, 0];
  for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; c++) sum[c] += data[i + c];
  return sum.map((value) => Math.round(value / 64));
}"""

TONE = """async (selector) => {
  const element = document.querySelector(selector);
  const stream = element && element.srcObject;
  if (!stream || element.muted || element.paused || !stream.getAudioTracks().length) return [0, 0];
  const kept = (window.__tones ??= new Map());
  let ear = kept.get(selector);
  if (!ear || ear.stream !== stream) {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 8192;
    context.createMediaStreamSource(stream).connect(analyser);
    await context.resume();
    kept.set(selector, (ear = { stream, context, analyser }));
    await new Promise((done) => setTimeout(done, 400));
  }
  const bins = new Uint8Array(ear.analyser.frequencyBinCount);
  ear.analyser.getByteFrequencyData(bins);
  let best = 0;
  bins.forEach((level, index) => { if (level > bins[best]) best = index; });
  return [best * ear.context.sampleRate / ear.analyser.fftSize, bins[best]];
}"""

FRAMES = """(selector) => {
  const video = document.querySelector(selector);
  if (!video) return 0;
  if (video.__frames === undefined) {
    video.__frames = video.__last = 0;
    const count = () => {
      video.__frames += 1;
      video.__last = Date.now();
      video.requestVideoFrameCallback(count);
    };
    video.requestVideoFrameCallback(count);
  }
  return video.__frames;
}"""


def page_color(page: Page, selector: str) -> RGB | None:
    """The mean colour in the middle of what a video shows; None when it shows nothing."""
    found = page.evaluate(COLOR, selector)
    return (found[0], found[1], found[2]) if found else None


def page_tone(page: Page, selector: str) -> Heard:
    """What an audio element plays now; energy 0 when it is muted, paused or empty."""
    hz, energy = page.evaluate(TONE, selector)
    return Heard(hz, energy)


def frames(page: Page, selector: str) -> int:
    """Frames this video has rendered since it was first asked."""
    return int(page.evaluate(FRAMES, selector))


def last_frame_at(page: Page, selector: str) -> float:
    """When this video last rendered a frame, in seconds as time.time(); 0 before it was asked."""
    frames(page, selector)
    return float(page.evaluate("(s) => document.querySelector(s).__last / 1000", selector))


def is_like(found: RGB | None, wanted: RGB, within: int = 45) -> bool:
    """The same colour, past what YUV and VP8 do to it."""
    return found is not None and all(
        abs(one - other) <= within for one, other in zip(found, wanted, strict=True)
    )


def is_tone(heard: Heard, hz: int) -> bool:
    """This frequency, clearly audible."""
    return heard.energy > 90 and abs(heard.hz - hz) < 20
