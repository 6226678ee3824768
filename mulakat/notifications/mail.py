"""The parts of a mail: a subject that says the status first, and blocks below one another.

The words of a mail stand once; text and HTML are drawn from the same blocks.
"""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str
    kind: str = field(default="words", init=False)


@dataclass(frozen=True)
class Code:
    """Digits to be typed: large, with their name above."""

    label: str
    value: str
    kind: str = field(default="code", init=False)


@dataclass(frozen=True)
class Facts:
    """Names and values, one pair a line."""

    rows: list[tuple[str, str]]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True)
class Steps:
    """What to do, numbered."""

    title: str
    items: list[str]
    kind: str = field(default="steps", init=False)


@dataclass(frozen=True)
class Button:
    """The one thing to press; its address also stands in clear for mail programs without HTML."""

    text: str
    url: str
    kind: str = field(default="button", init=False)


Block = Words | Code | Facts | Steps | Button


@dataclass(frozen=True)
class Mail:
    """One mail in one language, before it is drawn. `hint` shows beside the subject in a list."""

    subject: str
    hint: str
    heading: str
    blocks: list[Block]
    status: Literal["ok", "wait", "stop", "code"] = "wait"
