"""`make voices`: record the digits that the spoken CAPTCHA is put together from.

Needs espeak-ng and sox; the recordings are kept in the repository, so nothing else does.
One file a digit and language: 8 kHz, mono, 8 bit, about 4 kB.
"""

import subprocess
import tempfile
from pathlib import Path

PLACE = Path(__file__).resolve().parents[3] / "static" / "voices" / "digits"
WORDS = {
    "en": ("en-gb", "zero one two three four five six seven eight nine"),
    "hi": ("hi", "शून्य एक दो तीन चार पाँच छह सात आठ नौ"),
    "bn": ("bn", "শূন্য এক দুই তিন চার পাঁচ ছয় সাত আট নয়"),
}
SPEED = "120"  # words a minute
FORMAT = ("-r", "8000", "-c", "1", "-b", "8", "-e", "unsigned-integer")
TRIMMED = ("silence", "1", "0.01", "1%", "reverse")  # twice: both ends
CLEANED = ("highpass", "120", "norm", "-3", "fade", "0.01")


def record(voice: str, word: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.wav"
        _run("espeak-ng", "-v", voice, "-s", SPEED, "-w", spoken, word)
        _run("sox", "-D", "-V1", spoken, *FORMAT, target, *TRIMMED, *TRIMMED, *CLEANED)


def _run(*words: str | Path) -> None:
    subprocess.run(words, check=True)  # noqa: S603 our own words


def main() -> None:
    for language, (voice, words) in WORDS.items():
        (PLACE / language).mkdir(parents=True, exist_ok=True)
        for digit, word in enumerate(words.split()):
            record(voice, word, PLACE / language / f"{digit}.wav")


if __name__ == "__main__":
    main()
