"""What an approval would be, written down for later: by a second officer, or by a visitor's yes.

    {"inmate": 3, "basis": "consent", "starts_at": "2026-…", "minutes": 15, "terminal": 7, …}

Rows are named by their keys, times in ISO. Only what `approve` takes is kept.
"""

from datetime import datetime
from typing import Any

from mulakat.accounts.models import User
from mulakat.people.models import Contact, Inmate, VisitorCode
from mulakat.prisons.models import Terminal, Window
from mulakat.visits import known
from mulakat.visits.models import Basis, Visit

ROWS: dict[str, Any] = {
    "inmate": Inmate,
    "terminal": Terminal,
    "window": Window,
    "contact": Contact,
}
TIMES = ("starts_at", "consent_asked_at")
PLAIN = ("basis", "minutes", "consent_asked_by", "case_number", "note", "overruled")
GROUND = ("inmate", "basis", "consent_asked_by", "consent_asked_at", "contact", "case_number")
Wanted = dict[str, Any]


def write(**arguments: Any) -> Wanted:
    """The arguments of `approve` as JSON; empty ones are left out."""
    if unknown := set(arguments) - {*ROWS, *TIMES, *PLAIN}:
        raise TypeError(f"approve takes no {', '.join(sorted(unknown))}")
    return {name: _written(name, value) for name, value in arguments.items() if value}


def read(wanted: Wanted) -> dict[str, Any]:
    """The arguments of `approve` again; rows as they are now."""
    return {name: _read(name, value) for name, value in wanted.items() if name != "by"}


def officer(wanted: Wanted) -> User | None:
    """Who wrote the basis down ("by"), where an officer did."""
    return User.objects.filter(pk=wanted.get("by") or 0).first()


def ground(wanted: Wanted) -> Wanted:
    """Of these only why the approval may tell that the person is held."""
    return {name: value for name, value in wanted.items() if name in GROUND}


def of_code(code: VisitorCode) -> Wanted:
    """An inmate who hands a visitor code to somebody agrees to meet him: when, and who asked."""
    return write(
        inmate=code.inmate,
        basis=Basis.CONSENT,
        consent_asked_by=f"visitor code, {code.made_by}",
        consent_asked_at=code.made_at,
    )


def of_known(visit: Visit, inmate: Inmate) -> Wanted | None:
    """The basis that a known visitor brings with him: his code, or the list; None: a stranger."""
    if visit.visitor_code and known.gave_code(visit, inmate):
        return of_code(visit.visitor_code)
    if known.is_known(visit, inmate):
        return write(inmate=inmate, basis=Basis.CONTACT_LIST)
    return None


def _written(name: str, value: Any) -> Any:
    if name in ROWS:
        return value.pk
    if name in TIMES:
        return value.isoformat()
    return list(value) if name == "overruled" else value


def _read(name: str, value: Any) -> Any:
    if name in ROWS:
        rows = ROWS[name].objects.select_related("prison__state") if name == "inmate" else (
            ROWS[name].objects
        )  # fmt: skip
        return rows.get(pk=value)
    return datetime.fromisoformat(value) if name in TIMES else value
