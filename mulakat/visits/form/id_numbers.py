"""The numbers of identity documents: read, checked, and never a full Aadhaar number.

Where old formats exist (voter ID, driving licence) another form is taken too, marked
`unusual` for the officer. A full Aadhaar number is dropped before anything is kept.
"""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from mulakat.aadhaar import HIDDEN, is_aadhaar
from mulakat.visits.reading import western_digits

VOTER = re.compile(r"[A-Z]{3}\d{7}")
VOTER_OLD = re.compile(r"[A-Z0-9/]{6,25}")
PAN = re.compile(r"[A-Z]{5}\d{4}[A-Z]")
DRIVING = re.compile(r"[A-Z]{2}\d{2}(19|20)\d{2}\d{7}")
DRIVING_OLD = re.compile(r"[A-Z]{2}[A-Z0-9/]{4,22}")
PASSPORT = re.compile(r"[A-Z]\d{7}")
FOREIGN_PASSPORT = re.compile(r"[A-Z0-9]{5,15}")
OTHER = re.compile(r"[\w/•]{4,25}")


def plain(text: str) -> str:
    """Upper case, Western digits, no blanks and hyphens."""
    return re.sub(r"[\s.\-\u2010-\u2015]+", "", western_digits(text)).upper()


def without_aadhaar(id_type: str, number: str) -> tuple[str, bool]:
    """What of the typed number may be kept, and whether a full Aadhaar number was taken out.

    On another document such a number may be that document's own (some ration cards look
    like it): its last four digits are kept, so that nobody is sent away.
    """
    digits = plain(number)
    if id_type == "other":
        return (HIDDEN + digits[-4:], False) if is_aadhaar(digits) else (number, False)
    is_full = len(digits) > 4 and digits.isdigit()
    if is_full and (id_type == "aadhaar" or len(digits) >= 12):
        return "", True
    return number, False


def fault(id_type: str, number: str) -> str:
    """What is wrong with a number of this type, or ""; the number is plain()."""
    rule = RULES.get(id_type)
    return str(rule[1]()) if rule and not any(r.fullmatch(number) for r in rule[0]) else ""


def is_unusual(id_type: str, number: str) -> bool:
    """Accepted in an old form; the officer is told to look."""
    rule = RULES.get(id_type)
    return bool(rule and len(rule[0]) > 1 and not rule[0][0].fullmatch(number))


Rule = tuple[tuple[re.Pattern[str], ...], Callable[[], Any]]
RULES: dict[str, Rule] = {
    "aadhaar": (
        (re.compile(r"\d{4}"),),
        lambda: _("Enter the last 4 digits of your Aadhaar number"),
    ),
    "voter": (
        (VOTER, VOTER_OLD),
        lambda: _("Enter your voter ID number, for example ABC1234567"),
    ),
    "pan": ((PAN,), lambda: _("Enter your PAN, for example ABCDE1234F")),
    "driving": (
        (DRIVING, DRIVING_OLD),
        lambda: _("Enter your driving licence number, for example WB01 2015 0012345"),
    ),
    "passport": ((PASSPORT,), lambda: _("Enter your passport number, for example A1234567")),
    "foreign_passport": ((FOREIGN_PASSPORT,), lambda: _("Enter your passport number")),
    "other": ((OTHER,), lambda: _("Enter the number on the document")),
}
