"""A small world for the rules: one request, one inmate, a time, and what may speak against it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from mulakat.people.models import Absence, Contact, Inmate, Restriction, VisitorCode
from mulakat.prisons.models import Prison, Terminal
from mulakat.schedule.models import Cell, Closure
from mulakat.visits.checks import checks
from mulakat.visits.judging.table import Check
from mulakat.visits.models import Offer, Status, Visit, VisitPerson
from tests.world import a_prison, a_request, a_state, a_terminal, an_inmate

NOW = datetime(2026, 8, 3, 6, 0, tzinfo=UTC)  # a Monday, 11:30 in India
AT = datetime(2026, 8, 12, 5, 0, tzinfo=UTC)  # a Wednesday, 10:30 in India
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Asking:
    """Change what you need, then ask `found()`."""

    prison: Prison
    inmate: Inmate
    visit: Visit
    terminal: Terminal
    wanted: dict[str, Any] = field(default_factory=dict)

    def found(self, **kw: Any) -> list[Check]:
        values = {"inmate": self.inmate, "starts_at": AT, "place": self.terminal, "now": NOW}
        visit = Visit.objects.select_related("prison__state", "visitor_code").get(pk=self.visit.pk)
        return checks(visit=visit, **{**values, **self.wanted, **kw})

    def marks(self, mark: str, **kw: Any) -> set[str]:
        return {check.key for check in self.found(**kw) if check.mark == mark}

    def one(self, key: str, **kw: Any) -> Check:
        return next(check for check in self.found(**kw) if check.key == key)

    def rules(self, **keys: Any) -> None:
        self.prison.overrides = {**self.prison.overrides, **keys}
        self.prison.save()

    def change(self, row: Any, **values: Any) -> None:
        type(row).objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()

    def lead(self, **values: Any) -> None:
        self.visit.persons.filter(position=0).update(**values)

    def bring(self, **values: Any) -> None:
        person = {"name": "Amina", "age": 30, "relation": "child"}
        position = self.visit.persons.count()
        VisitPerson.objects.create(visit=self.visit, position=position, **{**person, **values})

    def list(self, **values: Any) -> Contact:
        entry = {"name": "Sabina Bibi", "relation": "spouse", "phone_index": self.visit.phone_index}
        return Contact.objects.create(
            inmate=self.inmate, added_at=NOW, added_by="staff:1", **{**entry, **values}
        )

    def code(self, **values: Any) -> VisitorCode:
        made = {"digest": "code", "for_whom": "my wife", "made_at": NOW, "made_by": "staff:1"}
        code = VisitorCode.objects.create(inmate=self.inmate, **{**made, **values})
        self.change(self.visit, visitor_code=code)
        return code

    def bar(self, **values: Any) -> Restriction:
        bar = {
            "phone_index": self.visit.phone_index, "cause": "conduct", "starts_at": NOW,
            "made_by": "staff:1", "made_at": NOW, "agreed_by": "staff:2", "agreed_at": NOW,
        }  # fmt: skip
        return Restriction.objects.create(prison=self.prison, **{**bar, **values})

    def away(self, **values: Any) -> Absence:
        away = {"cause": "court", "starts_at": AT - HOUR, "ends_at": AT + HOUR}
        return Absence.objects.create(
            inmate=self.inmate, made_by="staff:1", made_at=NOW, **{**away, **values}
        )

    def closure(self, **values: Any) -> Closure:
        closure: dict[str, Any] = {"starts_at": AT - HOUR, "ends_at": AT + HOUR}
        closure |= {"prison": self.prison, "cause": "holiday"}
        closure |= {"made_by": "staff:1", "made_at": NOW}
        return Closure.objects.create(state=self.prison.state, **{**closure, **values})

    def met(self, days: int, **values: Any) -> Visit:
        """A visit of the same inmate so many days from AT, of another phone."""
        visit = {
            "inmate": self.inmate, "status": Status.ENDED, "outcome": "done", "basis": "consent",
            "minutes": 15, "starts_at": AT + days * DAY, "phone": "+919000000001",
            "requested_at": AT + (days - 40) * DAY,
        }  # fmt: skip
        return a_request(self.prison, **{**visit, **values})

    def asked(self, **values: Any) -> Visit:
        """Another request of the same phone."""
        return a_request(self.prison, **{"requested_at": NOW - DAY, **values})

    def offer(self, visit: Visit, starts_at: datetime) -> Offer:
        return Offer.objects.create(
            visit=visit, cause="officer", starts_at=starts_at, minutes=15, at=NOW, answer_by=AT
        )

    def cell(self, holder: str, **values: Any) -> Cell:
        cell = {"at": AT + 10 * timedelta(minutes=1), "terminal": self.terminal}
        return Cell.objects.create(holder=holder, **{**cell, **values})


def asking(**overrides: Any) -> Asking:
    """A request nine days ahead to which no rule says anything but "not on the list"."""
    prison = a_prison(a_state(), overrides=overrides)
    visit = a_request(prison, requested_at=NOW)
    return Asking(prison, an_inmate(prison), visit, a_terminal(prison))
