"""The catalogues: brought up to date, compiled, and judged."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from mulakat.cli.areas import AREAS, LANGUAGES, LOCALE, area_of, catalogue
from mulakat.cli.extract import Message

PLURALS = "nplurals=2; plural=(n != 1);"  # as in Django's own hi and bn
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
# Words that people say in English in every language; also marks, numbers and names.
SAME = (
    *("Room PIN", "VC PIN", "OTP", "SMS", "PIN", "PDF", "QR", "OK", "CAPTCHA", "Aadhaar", "PAN"),
    *("e-Mulakat", "Mulakat", "English", "हिन्दी", "বাংলা"),
)

Key = tuple[str | None, str]


def wanted(messages: Iterable[Message]) -> dict[str, dict[Key, list[Message]]]:
    """The messages of each area; one used in several stands in the first of them."""
    uses: dict[Key, list[Message]] = {}
    for message in messages:
        uses.setdefault(message.key, []).append(message)
    areas: dict[str, dict[Key, list[Message]]] = {area: {} for area in AREAS}
    for key, found in uses.items():
        first = min((area_of(message.path) for message in found), key=AREAS.index)
        areas[first][key] = found
    return areas


def memory(language: str) -> Path:
    """Translations that fell out of use here; not in the repository. A string may come back."""
    return LOCALE / f".dropped.{language}.po"


def known(language: str) -> dict[Key, polib.POEntry]:
    """What is translated already, in whichever area; the earlier area wins."""
    entries: dict[Key, polib.POEntry] = {}
    for path in [*(catalogue(area, language) for area in AREAS), memory(language)]:
        for entry in polib.pofile(str(path)) if path.exists() else ():
            key = (entry.msgctxt, entry.msgid)
            if key not in entries or not entries[key].translated():
                entries[key] = entry
    return entries


def update(
    area: str, language: str, uses: dict[Key, list[Message]], old: dict[Key, polib.POEntry]
) -> list[polib.POEntry]:
    """Write one catalogue anew, keeping its translations; returns those that fell away."""
    path = catalogue(area, language)
    before = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))} if path.exists() else {}
    if not uses and not before:
        return []
    fresh = _empty(language)
    for key in sorted(uses, key=lambda k: (_first_file(uses[k]), k[1], k[0] or "")):
        fresh.append(_entry(uses[key], old.get(key)))
    _write(path, str(fresh) + "\n")
    return [entry for key, entry in before.items() if key not in uses and entry.translated()]


def remember(language: str, dropped: list[polib.POEntry]) -> None:
    """Add to the memory what fell away; the newest translation of a string wins."""
    if not dropped:
        return
    path = memory(language)
    kept = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))} if path.exists() else {}
    kept |= {(entry.msgctxt, entry.msgid): entry for entry in dropped}
    file = _empty(language)
    file.extend(kept.values())
    _write(path, str(file) + "\n")


def _empty(language: str) -> polib.POFile:
    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": PLURALS,
    }
    return file


def _first_file(uses: list[Message]) -> str:
    return min(message.path.as_posix() for message in uses)


def _entry(uses: list[Message], old: polib.POEntry | None) -> polib.POEntry:
    plural = next((m.plural for m in uses if m.plural), None)
    entry = polib.POEntry(msgctxt=uses[0].context, msgid=uses[0].singular)
    places = sorted({m.path.relative_to(LOCALE.parent).as_posix() for m in uses})
    entry.occurrences = [(place, "") for place in places]
    if old:
        entry.tcomment, entry.flags = old.tcomment, [f for f in old.flags if f == "fuzzy"]
    if plural:
        entry.msgid_plural = plural
        entry.msgstr_plural = (old and old.msgstr_plural) or {0: "", 1: ""}
    else:
        entry.msgstr = old.msgstr if old else ""
    return entry


def _write(path: Path, text: str) -> None:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def compile_all() -> int:
    """Make the .mo that Django reads beside each .po that is newer; returns how many."""
    made = 0
    for po in sorted(LOCALE.glob("*/*/LC_MESSAGES/django.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime <= po.stat().st_mtime:
            polib.pofile(str(po)).save_as_mofile(str(mo))
            made += 1
    return made


def faults(areas: dict[str, dict[Key, list[Message]]]) -> Iterator[str]:
    """One sentence for each string that some reader would not get in his language."""
    for language in LANGUAGES:
        entries = known(language)
        for area, uses in areas.items():
            for key, found in uses.items():
                for fault in _faults_of(entries.get(key), found):
                    yield f"{area}/{language}: {fault}: {key[1]!r}"


def _faults_of(entry: polib.POEntry | None, uses: list[Message]) -> Iterator[str]:
    if entry is None or not (entry.msgstr or any(entry.msgstr_plural.values())):
        yield "missing"
        return
    texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if entry.fuzzy:
        yield "fuzzy"
    if not all(texts):
        yield "a plural form is missing"
    allowed = [_placeholders(m.singular) for m in uses] + [
        _placeholders(m.plural) for m in uses if m.plural
    ]
    if any(_placeholders(text) not in allowed for text in texts):
        yield "placeholders differ"
    if entry.msgid in texts and not _may_stay(entry.msgid):
        yield "the same as the English"


def _placeholders(text: str) -> list[str]:
    return sorted({found[0] for found in PLACEHOLDER.finditer(text.replace("%%", ""))})


def _may_stay(text: str) -> bool:
    """Whether the English may stand in every language: no word of it has to be translated."""
    without = PLACEHOLDER.sub("", text)
    for words in sorted(SAME, key=len, reverse=True):
        without = without.replace(words, "")
    return not re.search(r"[^\W\d_]{2,}", without)
