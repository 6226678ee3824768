"""Reading what people type: digits of any script, phone numbers, references, codes.

People write their own digits, add spaces, and find no slash on a numeric keypad; what can
be understood is understood (journeys F6).
"""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers

REFERENCE_PARTS = 4
# Only what every mail server takes, and no header can mistake (notifications/envelope.py: plain)
EMAIL = re.compile(r"""[^@\s<>(),"\\;:]{1,64}@[^@\s.<>(),"\\;:]+(\.[^@\s.<>(),"\\;:]+)+""")
BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


class Unreadable(ValueError):
    """The text cannot be read; `key` names the fault, the page words it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Reference:
    """The four numbers of a Visit Reference Number. It names a visit and opens nothing."""

    state: int
    prison: int
    serial: int
    year: int

    def __str__(self) -> str:
        return f"{self.state}/{self.prison}/{self.serial}/{self.year}"


def western_digits(text: str) -> str:
    """The text with every decimal digit of any script (Nd) written as 0-9."""
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
    )


def code(text: str) -> str:
    """The digits of an OTP or PIN; blanks, hyphens and dots between them are dropped."""
    return re.sub(r"[\s.\-\u2010-\u2015]+", "", western_digits(BLANKS.sub("", text)))


def mobile(text: str) -> str:
    """An Indian mobile number as E.164; `Unreadable` "empty", "length" or "start"."""
    digits = re.sub(r"\D", "", western_digits(text))
    if not digits:
        raise Unreadable("empty")
    national = re.sub(r"^(0091|91(?=\d{10}$)|0(?=\d{10}$))", "", digits)
    if len(national) != 10:
        raise Unreadable("length")
    if national[0] not in "6789":
        raise Unreadable("start")
    number = phonenumbers.parse(national, "IN")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def email(text: str) -> str:
    """An e-mail address, its host in lower case; `Unreadable` "empty" or "form"."""
    address = text.strip()
    if not address:
        raise Unreadable("empty")
    is_plain = address.isascii() and address.isprintable() and len(address) <= 254
    if not is_plain or not EMAIL.fullmatch(address):
        raise Unreadable("form")
    name, _, host = address.rpartition("@")
    return f"{name}@{host.lower()}"


def reference(text: str) -> Reference | None:
    """The four numbers, whatever stands between them; None if there are not four."""
    parts = re.findall(r"[0-9]+", western_digits(text))
    rest = re.sub(r"[0-9/\-.,\s\\|\u2010-\u2015\u2044\u0964]+", "", western_digits(text))
    if len(parts) != REFERENCE_PARTS or rest or any(len(part) > 9 for part in parts):
        return None
    return Reference(*(int(part) for part in parts))
