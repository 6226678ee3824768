"""Aadhaar numbers: told from other numbers, and hidden wherever people type them.

The law lets few keep a full one, and we are not among them. A form that asks for a document says
so (visits/form/id_numbers.py); everywhere else the last four digits are kept without a word.
"""

import re
import unicodedata

FORM = re.compile(r"[2-9]\d{11}")
HIDDEN = "••••••••"  # stands for what was not kept
# Twelve digits of any script, written together or in groups. A plus sign begins a phone number.
IN_TEXT = re.compile(r"(?<![\d+])(?=(\d(?:[\s.\-\u2010-\u2015]{0,3}\d){11})(?!\d))")


def is_aadhaar(digits: str) -> bool:
    """Twelve digits, the first 2 to 9, with the right check digit (Verhoeff)."""
    if not FORM.fullmatch(digits):
        return False
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = MULTIPLY[check][PERMUTE[place % 8][int(digit)]]
    return check == 0


def hidden_in(text: str) -> str:
    """The text with all but the last four digits of each Aadhaar number taken out."""
    kept, done = [], 0
    for found in IN_TEXT.finditer(text):
        if found.start() >= done and is_aadhaar(_western(found[1])):
            kept += [text[done : found.start()], HIDDEN, _digits(found[1])[-4:]]
            done = found.end(1)
    return "".join([*kept, text[done:]])


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdecimal())


def _western(text: str) -> str:
    return "".join(str(unicodedata.decimal(one)) for one in _digits(text))


# The tables of Verhoeff's check digit: the dihedral group of the pentagon.
MULTIPLY = [
    [(a + b) % 5 if a < 5 and b < 5 else
     (a + b - 5) % 5 + 5 if a < 5 else
     (a - b) % 5 + 5 if b < 5 else
     (a - b) % 5
     for b in range(10)]
    for a in range(10)
]  # fmt: skip
FIRST = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
PERMUTE = [list(range(10))]
while len(PERMUTE) < 8:
    PERMUTE.append([FIRST[digit] for digit in PERMUTE[-1]])
