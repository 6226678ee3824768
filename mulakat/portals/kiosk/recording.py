"""`make voices`: speak and record what the terminal says (portals/kiosk/lines.py).

Needs espeak-ng and opusenc (Debian: espeak-ng, opus-tools); the recordings are kept in the
repository, so nothing else does. A line is spoken anew only when its text has changed, so a
recording by a person, laid in the same place, stays until then.
"""

import hashlib
import json
import subprocess
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.utils import translation

PACKAGE = Path(__file__).resolve().parents[2]
PLACE = PACKAGE / "static" / "voices" / "terminal"
MANIFEST = PLACE / "texts.json"  # {"en": {"you": "5f1c…"}}: the text each file was made from
VOICES = {"en": "en-gb", "hi": "hi", "bn": "bn"}
SPEED = "135"  # words a minute: slow enough for a noisy room
ENCODED = ("--quiet", "--bitrate", "12", "--framesize", "60", "--speech", "--discard-comments")


def print_of(text: str) -> str:
    """What tells one text from another, short enough for a list of all of them."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def texts() -> dict[str, dict[str, str]]:
    """The lines as they read now, by language and code."""
    from mulakat.portals.kiosk.lines import lines

    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = {code: str(text) for code, text in lines().items()}
    return found


def kept() -> dict[str, dict[str, str]]:
    """The print of the text of every recording, by language and code."""
    if not MANIFEST.exists():
        return {}
    found: dict[str, dict[str, str]] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found


def record(voice: str, text: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.wav"
        _run("espeak-ng", "-v", voice, "-s", SPEED, "-w", spoken, text)
        _run("opusenc", *ENCODED, spoken, target)


def _run(*words: str | Path) -> None:
    subprocess.run(words, check=True)  # noqa: S603 our own words


def main() -> None:
    django.setup()
    before, prints = kept(), {}
    for language, spoken in texts().items():
        (PLACE / language).mkdir(parents=True, exist_ok=True)
        prints[language] = {code: print_of(text) for code, text in spoken.items()}
        for code, text in spoken.items():
            target = PLACE / language / f"{code}.ogg"
            if target.exists() and before.get(language, {}).get(code) == prints[language][code]:
                continue
            record(VOICES[language], text, target)
        for file in (PLACE / language).glob("*.ogg"):
            if file.stem not in spoken:
                file.unlink()
    MANIFEST.write_text(json.dumps(prints, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
