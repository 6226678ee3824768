"""Single values out of a stranger's JSON, checked to the letter. Pure."""

import json
import re
from typing import Any
from uuid import UUID

SIZE_MAX = 16 * 1024  # bytes of a frame
NUMBER_MAX = 2**31 - 1
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Json = dict[str, Any]


class Malformed(ValueError):
    """Not a message of this protocol; the text says where."""


def an_object(text: str) -> Json:
    if len(text.encode("utf-8", "surrogatepass")) > SIZE_MAX:
        raise Malformed("size")
    try:
        message = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as wrong:
        raise Malformed("json") from wrong
    if not isinstance(message, dict):
        raise Malformed("json")
    return message


def _no_constant(name: str) -> None:
    raise Malformed(name)  # NaN and Infinity are Python's, not JSON's


def _once(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a key twice")
    return found


def only(message: Json, *names: str) -> None:
    if set(message) != set(names):
        raise Malformed("keys")


def text_of(message: Json, name: str, allowed: re.Pattern[str], longest: int) -> str:
    value = message.get(name)
    if not isinstance(value, str) or len(value) > longest or not allowed.fullmatch(value):
        raise Malformed(name)
    return value


def one_of(message: Json, name: str, values: frozenset[str]) -> str:
    value = message.get(name)
    if not isinstance(value, str) or value not in values:
        raise Malformed(name)
    return value


def number_of(message: Json, name: str) -> int:
    value = message.get(name)
    if type(value) is not int or not 0 <= value <= NUMBER_MAX:
        raise Malformed(name)
    return value


def number_up_to(message: Json, name: str, most: int) -> int:
    value = number_of(message, name)
    if value > most:
        raise Malformed(name)
    return value


def seq_of(message: Json) -> int:
    seq = number_of(message, "seq")
    if seq == 0:
        raise Malformed("seq")
    return seq


def flag_of(message: Json, name: str) -> bool:
    value = message.get(name)
    if not isinstance(value, bool):
        raise Malformed(name)
    return value


def uuid_of(message: Json, name: str) -> UUID:
    return UUID(text_of(message, name, UUID_TEXT, 36))
