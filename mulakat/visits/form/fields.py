"""Reading what was typed into one page: all faults at once, each in the words of the page.

Names are kept byte for byte (only blanks at the ends go); digits of any script are
understood where a number is asked for.
"""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from mulakat.visits.reading import BLANKS, western_digits

KEPT_LETTERS = 500  # of a wrong answer, so that it can be mended
KEPT_ITEMS = 50
NAME_LETTERS = 80

Errors = dict[str, str]
Raw = dict[str, Any]  # what was typed on one page: text, or lists of text


class Posted(Protocol):
    """A form as it was sent: one text or several under each name."""

    def get(self, key: str, default: str, /) -> Any: ...

    def getlist(self, key: str, /) -> list[Any]: ...


@dataclass
class Reading:
    """What a page understood. `errors` by field; `stop` names a page to show instead."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    stop: str = ""


def collect(post: Posted, texts: tuple[str, ...], lists: tuple[str, ...]) -> Raw:
    """The named fields as typed, without control characters and blank ends."""
    raw: Raw = {name: clean(post.get(name, "")) for name in texts}
    for name in lists:
        raw[name] = [clean(text) for text in post.getlist(name)[:KEPT_ITEMS]]
    return raw


def clean(text: Any) -> str:
    kept = str(text)
    if not kept.isprintable():
        kept = "".join(letter for letter in kept if unicodedata.category(letter) != "Cc")
    return kept.strip()[:KEPT_LETTERS]


class Reader:
    """Reads fields of one page into `values` and `errors`; each method returns the value."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.reading = Reading()

    @property
    def errors(self) -> Errors:
        return self.reading.errors

    def text(self, key: str) -> str:
        value = str(self.raw.get(key, "") or "")
        self.reading.values[key] = value
        return value

    def wrong(self, key: str, message: str) -> None:
        self.errors.setdefault(key, message)

    def name(self, key: str, missing: str) -> str:
        """A person's name in any script: one letter at least, 80 letters at most."""
        value = self.text(key)
        if not value:
            self.wrong(key, missing)
        elif len(value) > NAME_LETTERS:
            self.wrong(key, _("The name must be 80 letters or less"))
        elif not any(letter.isalpha() for letter in value):
            self.wrong(key, _("The name must have letters, not only numbers"))
        return value

    def long(self, key: str, missing: str, most: int, least: int = 1) -> str:
        value = self.text(key)
        if not least <= len(value) <= most:
            self.wrong(key, missing)
        return value

    def choice(self, key: str, options: Container[str], missing: str) -> str:
        value = self.text(key)
        if value not in options:
            self.wrong(key, missing)
        return value

    def number(self, key: str) -> int | None:
        """A whole number, in the digits of any script; None if it is none."""
        digits = BLANKS.sub("", western_digits(self.text(key)))
        value = int(digits) if re.fullmatch(r"[0-9]{1,4}", digits) else None
        self.reading.values[key] = value
        return value
