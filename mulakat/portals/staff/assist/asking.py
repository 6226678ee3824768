"""The questions on a page: what stands beside each field, and how it is read aloud.

A label is the family's own, so that the same words are asked on the phone; beside it stand
those words in the caller's language, to be read out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language

Options = Iterable[tuple[str, Any]]


@dataclass(frozen=True)
class Field:
    """One question. `kind`: text, select, boxes (several ticks), tick."""

    name: str
    label: Promise
    kind: str = "text"
    options: Options = ()
    width: str = ""
    inputmode: str = ""
    facts: tuple[tuple[str, str], ...] = ()  # placeholders of the label
    # Filled in by `asked`
    text: str = ""
    say: str = ""
    value: Any = ""
    error: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    fields: list[Field]


def select(name: str, label: Promise, words: Mapping[str, Any] | Options, **kw: Any) -> Field:
    options = list(words.items() if isinstance(words, Mapping) else words)
    return Field(name, label, "select", options, **kw)


def asked(
    fields: Iterable[Field], typed: Mapping[str, Any], errors: Mapping[str, str], caller: str
) -> list[Field]:
    """The questions with what was typed and what is wrong; `caller`: the caller's language,
    "" where the question is the operator's own."""
    return [_asked(field, typed, errors, caller) for field in fields]


def _asked(field: Field, typed: Mapping[str, Any], errors: Mapping[str, str], caller: str) -> Field:
    facts = dict(field.facts)
    text = str(field.label) % facts
    return replace(
        field,
        text=text,
        say=_said(field, facts, caller),
        value=typed.get(field.name, ""),
        error=errors.get(field.name, ""),
    )


def _said(field: Field, facts: dict[str, str], caller: str) -> str:
    """The question in the caller's language, if it is another than the operator's."""
    if caller in ("", (get_language() or "en").split("-")[0]):
        return ""
    with translation.override(caller):
        return str(field.label) % facts
