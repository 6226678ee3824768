"""Spoken digits, put together from our own recordings (static/voices/digits, `make voices`).

Pauses and speed differ a little each time, so that no two recordings of a number are equal.
"""

import io
import wave
from functools import cache
from pathlib import Path

from mulakat import ids

RECORDINGS = Path(__file__).resolve().parents[3] / "static" / "voices" / "digits"
RATE = 8000  # samples a second, one byte each
SILENCE = b"\x80"
SPOKEN = ("en", "hi", "bn")


def spoken(digits: str, language: str) -> bytes:
    """The digits as a WAV file, 8 kHz, mono, 8 bit; English if a language has no voice."""
    language = language.split("-", maxsplit=1)[0]
    voice = language if language in SPOKEN else "en"
    parts = [_pause(300, 500)]
    for digit in digits:
        parts += [_at_speed(_recording(voice, digit)), _pause(350, 700)]
    return _wav(b"".join(parts))


@cache
def _recording(voice: str, digit: str) -> bytes:
    with wave.open(str(RECORDINGS / voice / f"{digit}.wav")) as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 1):
            raise ValueError(f"{voice}/{digit}.wav: 8 kHz, mono, 8 bit is wanted")
        return bytes(file.readframes(file.getnframes()))


def _at_speed(samples: bytes) -> bytes:
    """Played at 92 to 108 of 100, one sample for another."""
    speed = 92 + ids.below(17)
    count = len(samples) * 100 // speed
    return bytes(samples[at * speed // 100] for at in range(count))


def _pause(least: int, most: int) -> bytes:
    """Silence of so many milliseconds."""
    return SILENCE * ((least + ids.below(most - least)) * RATE // 1000)


def _wav(samples: bytes) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(samples)
    return out.getvalue()
