"""What an SMS gateway wants to be sent, as a file: docs/sms-gateway.example.toml explains it.

Every gateway takes a request by HTTP, and each names its fields otherwise. The file says how,
and which DLT entity, sender and template identities stand for each state, message and
language. Nothing of it is code.
"""

import re
import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from mulakat.notifications.catalogue import SMS

PLACEHOLDERS = frozenset({"to", "digits", "text", "sender", "entity_id", "template_id", "unicode"})
SHAPES = {"get", "form", "json"}


class WrongGateway(ValueError):
    """The file cannot be used; each argument is one fault."""


@dataclass(frozen=True)
class Identity:
    """Who sends, to the regulator: one state's registered header and entity."""

    sender: str = ""
    entity_id: str = ""
    # "S01.hi" -> template id; "S01" stands for every language without its own
    templates: Mapping[str, str] = field(default_factory=dict)

    def template_id(self, message: str, language: str) -> str:
        return self.templates.get(f"{message}.{language}") or self.templates.get(message, "")


@dataclass(frozen=True)
class Gateway:
    """One HTTP gateway. `fields` and `headers` hold placeholders in braces."""

    url: str
    shape: str = "form"  # how fields travel: get, form or json
    fields: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    statuses: frozenset[int] = frozenset({200, 201, 202})
    success: re.Pattern[str] | None = None  # must be found in the answer
    refused: re.Pattern[str] | None = None  # found in the answer: trying again is in vain
    timeout: float = 10.0
    strict: bool = False
    unicode_values: tuple[str, str] = ("0", "1")  # what {unicode} becomes
    common: Identity = Identity()
    states: Mapping[int, Identity] = field(default_factory=dict)

    def identity(self, state_number: int) -> Identity:
        return self.states.get(state_number, self.common)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The gateway a file describes; `WrongGateway` with every fault at once."""
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as wrong:
            raise WrongGateway(f"{path}: {wrong}") from None
        faults = list(_faults(data))
        if faults:
            raise WrongGateway(*(f"{path}: {fault}" for fault in faults))
        return cls._of(data)

    @classmethod
    def _of(cls, data: dict[str, Any]) -> Self:
        answer = data.get("answer", {})
        common = _identity(data, Identity())
        states = {int(n): _identity(each, common) for n, each in data.get("states", {}).items()}
        gateway = cls(
            url=data["url"],
            shape=data.get("shape", "form"),
            fields=data.get("fields", {}),
            headers=data.get("headers", {}),
            statuses=frozenset(answer.get("statuses", [200, 201, 202])),
            success=re.compile(answer["success"]) if "success" in answer else None,
            refused=re.compile(answer["refused"]) if "refused" in answer else None,
            timeout=float(data.get("timeout", 10)),
            strict=bool(data.get("strict", False)),
            unicode_values=tuple(data.get("unicode_values", ("0", "1"))),
            common=common,
            states=states,
        )
        return gateway

    def missing(self, languages: Iterable[str]) -> list[str]:
        """Messages and languages without a template id, "state 19: S01.hi", if strict."""
        if not self.strict:
            return []
        known = {f"state {n}": identity for n, identity in self.states.items()}
        known = known or {"templates": self.common}
        return [
            f"{name}: {message}.{language}"
            for name, identity in known.items()
            for message in SMS
            for language in languages
            if not identity.template_id(message, language)
        ]


def _identity(data: Mapping[str, Any], above: Identity) -> Identity:
    """A state's identity; what it does not name is taken from the one above."""
    return Identity(
        sender=data.get("sender", above.sender),
        entity_id=str(data.get("entity_id", above.entity_id)),
        templates={**above.templates, **{k: str(v) for k, v in _flat(data.get("templates", {}))}},
    )


def _flat(templates: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """`S01 = "1"` and `[templates.S01] hi = "2"` both, as ("S01", "1") and ("S01.hi", "2")."""
    for message, value in templates.items():
        if isinstance(value, Mapping):
            yield from ((f"{message}.{language}", each) for language, each in value.items())
        else:
            yield message, value


def _faults(data: Mapping[str, Any]) -> Iterable[str]:
    if urlsplit(str(data.get("url", ""))).scheme not in {"http", "https"}:
        yield "url: must begin with http:// or https://"
    if data.get("shape", "form") not in SHAPES:
        yield f"shape: one of {', '.join(sorted(SHAPES))}"
    fields = {**data.get("fields", {}), **data.get("headers", {})}
    for name, text in fields.items():
        yield from (f"{name}: {fault}" for fault in _template_faults(str(text)))
    used = {key for text in fields.values() for key in _keys(str(text))}
    if not {"text"} <= used or not used & {"to", "digits"}:
        yield "fields: must use {text}, and {to} or {digits}"
    for name in ("success", "refused"):
        try:
            re.compile(data.get("answer", {}).get(name, ""))
        except re.error as wrong:
            yield f"answer.{name}: {wrong}"


def _template_faults(text: str) -> Iterable[str]:
    try:
        unknown = _parsed(text) - PLACEHOLDERS
    except ValueError as wrong:
        yield str(wrong)
    else:
        yield from (f"unknown placeholder {{{name}}}" for name in sorted(unknown))


def _keys(text: str) -> set[str]:
    try:
        return _parsed(text)
    except ValueError:
        return set()


def _parsed(text: str) -> set[str]:
    """The names in braces; ValueError for a brace without its other half."""
    return {name for _text, name, _spec, _way in string.Formatter().parse(text) if name is not None}
