"""Which person of the register did the visitor mean? Candidates for an officer to choose from.

Done on the officer's side only (architecture, section 4). The prison's register is narrowed
by the skeleton of the name, then compared name by name; nothing is decided here.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from mulakat.people import names
from mulakat.people.models import Gender, Inmate
from mulakat.prisons.models import Prison

SHOWN = 4
NARROWED = 300  # rows of one prison that share a word of the name
AGE_NEAR = 3  # years
NUMBER_PART = 3  # letters that name a number well enough
WEIGHTS = {
    "guardian": {"same": 20, "near": 6, "not": -15},
    "age": {"same": 8, "near": 4, "not": -12},
    "gender": {"same": 2, "not": -30},
    "number": {"same": 60},
}


@dataclass(frozen=True)
class Candidate:
    """One inmate beside what was written. Each verdict is "same", "near", "not" or "" (unknown)."""

    inmate: Inmate
    age: int | None
    likeness: int  # of the name, 0 to 100
    verdicts: Mapping[str, str]  # name, guardian, age, gender, number

    @property
    def total(self) -> int:
        return self.likeness + sum(
            WEIGHTS.get(fact, {}).get(verdict, 0) for fact, verdict in self.verdicts.items()
        )

    @property
    def is_clear(self) -> bool:
        """Name and one more fact are the same, and nothing speaks against it."""
        facts = self.verdicts
        is_proven = "same" in (facts["number"], facts["guardian"])
        return facts["name"] == "same" and is_proven and "not" not in facts.values()

    def count(self, verdict: str) -> int:
        return sum(found == verdict for found in self.verdicts.values())


def find(*, prison: Prison, asked: Mapping[str, Any], year: int) -> list[Candidate]:
    """At most four inmates that may be meant, the likeliest first. One query, rarely two.

    `asked` is what the visitor wrote: name, guardian, age, gender, number.
    """
    register = Inmate.objects.filter(prison=prison)
    found = _compared(_narrowed(register, asked), asked, year)
    if not found:  # a consonant may be written otherwise: compare with everybody
        found = _compared(register[:5000], asked, year)
    return sorted(found, key=lambda candidate: -candidate.total)[:SHOWN]


def search(*, prison: Prison, text: str, most: int) -> list[Inmate]:
    """Whom an officer looks for by a number, or part of it, or any words of a name in any
    script: each word must sound like one of the name. Those who are here come first."""
    register = Inmate.objects.filter(prison=prison)
    found = _sounding(_narrowed(register, {"name": text, "number": text}), text)
    if not found:  # part of a number; a consonant written otherwise
        found = _sounding(register[:5000], text)
    found.sort(key=lambda one: (one.left_at is not None, -names.score(text, one.name), one.pk))
    return found[:most]


def _sounding(rows: Iterable[Inmate], text: str) -> list[Inmate]:
    part = _plain(text)
    is_number = len(part) >= NUMBER_PART and any(letter.isdecimal() for letter in part)
    return [
        row
        for row in rows
        if (is_number and part in _plain(row.number))
        or any(names.has_words(name, text) for name in (row.name, row.name_local))
    ]


def clear_one(candidates: Iterable[Candidate]) -> Candidate | None:
    """The one candidate that needs no second look, if there is exactly one."""
    clear = [candidate for candidate in candidates if candidate.is_clear]
    return clear[0] if len(clear) == 1 else None


def compare(inmate: Inmate, asked: Mapping[str, Any], year: int) -> Candidate:
    """Fact by fact: what the register has beside what was written."""
    wanted = str(asked.get("name", ""))
    spellings = [name for name in (inmate.name, inmate.name_local) if name]
    likeness = max((names.score(wanted, name) for name in spellings), default=0)
    age = year - inmate.birth_year if inmate.birth_year else None
    verdicts = {
        "name": names.graded(likeness),
        "guardian": _name_verdict(str(asked.get("guardian") or ""), inmate.guardian),
        "age": _age_verdict(asked.get("age"), age),
        "gender": _gender_verdict(asked.get("gender"), inmate.gender),
        "number": _number_verdict(str(asked.get("number") or ""), inmate.number),
    }
    return Candidate(inmate, age, likeness, verdicts)


def _narrowed(register: QuerySet[Inmate], asked: Mapping[str, Any]) -> QuerySet[Inmate]:
    """Those whose key shares a word with the name, or that have the number."""
    shares = Q(pk=None)
    for word in names.words(str(asked.get("name", ""))):
        shares |= Q(name_key__startswith=word) | Q(name_key__contains=f" {word}")
    if asked.get("number"):
        shares |= Q(number__iexact=str(asked["number"]).strip())
    return register.filter(shares)[:NARROWED]


def _compared(register: Iterable[Inmate], asked: Mapping[str, Any], year: int) -> list[Candidate]:
    compared = (compare(inmate, asked, year) for inmate in register)
    return [
        candidate
        for candidate in compared
        if candidate.verdicts["name"] != "not" or candidate.verdicts["number"] == "same"
    ]


def _name_verdict(written: str, registered: str) -> str:
    return names.verdict(written, registered) if written and registered else ""


def _age_verdict(written: Any, age: int | None) -> str:
    try:
        apart = abs(int(written) - int(age or ""))
    except (TypeError, ValueError):
        return ""
    return "same" if apart <= 1 else "near" if apart <= AGE_NEAR else "not"


def _gender_verdict(written: Any, gender: str) -> str:
    if not written or Gender.UNKNOWN in (written, gender):
        return ""
    return "same" if written == gender else "not"


def _number_verdict(written: str, number: str) -> str:
    plain = _plain(written)
    if not plain:
        return ""
    return "same" if plain == _plain(number) else "not"


def _plain(number: str) -> str:
    return "".join(_western(letter) for letter in number.upper() if letter.isalnum())


def _western(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
