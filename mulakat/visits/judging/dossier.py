"""Everything the rules look at for one request, read in four queries.

The inmate's visits and those of the visitor's phone; the register (list of visitors, bars,
absences) in one union; who holds the inmate and the place at that time; what is closed.
A fifth only where the rules have changed since the request was made.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, cast

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Cast

from mulakat.people.models import Absence, Contact, Inmate, Restriction
from mulakat.prisons.changing import Rules, rules_at
from mulakat.prisons.models import Terminal, Window
from mulakat.prisons.policy import Policy
from mulakat.schedule import closures
from mulakat.schedule.models import Cell, Closure, Kind
from mulakat.schedule.places import cells
from mulakat.visits.judging.allowance import LAWYER, LOOK_BACK, inmate_of, taking
from mulakat.visits.models import Visit, VisitPerson

PHONE_DAYS = timedelta(days=30)
Place = Terminal | Window


@dataclass(frozen=True)
class Entry:
    """One row of the register. `what` is "contact", "bar" or "absence".

    `word` is the relation of a contact, the cause of a bar or absence; `whose` of a bar is the
    inmate it speaks of, None for the whole prison.
    """

    what: str
    row: int
    whose: int | None
    word: str
    name: str
    phone_index: str
    kind: str
    starts_at: datetime
    until: datetime | None
    review_on: date | None
    is_agreed: bool
    is_disclosed: bool

    @property
    def source(self) -> str:
        return f"{self.what}:{self.row}"


@dataclass(frozen=True)
class Held:
    """One cell at that time, of the inmate or at the place."""

    at: datetime
    holder: str
    is_inmates: bool
    is_here: bool
    seat: int | None


@dataclass(frozen=True)
class Dossier:
    """A request, whom it may be for, the time and place looked at, and what is known of them.

    Each of inmate, time and place may not be known yet; what needs it is then left open.
    """

    visit: Visit
    inmate: Inmate | None
    starts_at: datetime | None
    minutes: int
    place: Place | None
    now: datetime
    rules: Rules
    listed: Contact | None = None  # the entry an officer points at, when the phone differs
    visits: list[Visit] = field(default_factory=list)
    register: list[Entry] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    closed: list[Closure] = field(default_factory=list)

    @cached_property
    def policy(self) -> Policy:
        return self.rules.policy

    @cached_property
    def persons(self) -> list[VisitPerson]:
        return list(self.visit.persons.all())

    @property
    def lead(self) -> VisitPerson:
        return self.persons[0]

    @property
    def is_lawyer(self) -> bool:
        return self.lead.relation == LAWYER

    @property
    def asked_at(self) -> datetime:
        """When the request was made: its rules are those of that day."""
        return self.visit.requested_at or self.now

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    def day(self, at: datetime) -> date:
        """The day on the prison's wall."""
        return at.astimezone(self.visit.prison.zone).date()

    def entries(self, what: str) -> list[Entry]:
        return [entry for entry in self.register if entry.what == what]

    @property
    def of_inmate(self) -> list[Visit]:
        """The visits of the inmate and those he is offered to, this one apart."""
        if self.inmate is None:
            return []
        return [v for v in self.others if inmate_of(v) == self.inmate.pk]

    @property
    def of_phone(self) -> list[Visit]:
        """The visits of the visitor's phone in thirty days, this one apart."""
        since = self.now - PHONE_DAYS
        return [
            v
            for v in self.others
            if v.phone_index == self.visit.phone_index and v.requested_at and v.requested_at > since
        ]

    @property
    def others(self) -> list[Visit]:
        return [v for v in self.visits if v.pk != self.visit.pk]

    @cached_property
    def own_holders(self) -> set[str]:
        """How cells name this visit and the offer it has not answered."""
        offers = [cast(Any, v).offer_id for v in self.visits if v.pk == self.visit.pk]
        return {self.visit.subject, *(f"offer:{offer}" for offer in offers if offer)}


def read(
    *,
    visit: Visit,
    inmate: Inmate | None,
    starts_at: datetime | None,
    minutes: int | None,
    place: Place | None,
    listed: Contact | None,
    now: datetime,
    rules: Rules | None = None,
    held: list[Held] | None = None,
    closed: list[Closure] | None = None,
) -> Dossier:
    """Four queries at most; `visit` comes with its prison, state and persons.

    What a page has read already (`rules`, `held`, `closed`) is not asked for again.
    """
    rules = rules or rules_at(visit.prison, visit.requested_at or now)
    lasts = minutes or usual_minutes(visit, rules.policy)
    return Dossier(
        visit=visit, inmate=inmate, starts_at=starts_at, minutes=lasts, place=place, now=now,
        rules=rules, listed=listed,
        visits=_visits(visit, inmate, starts_at, now),
        register=list(_register(visit, inmate, starts_at or now)),
        held=_held(visit, inmate, starts_at, lasts, place) if held is None else held,
        closed=_closed(visit, starts_at, lasts, place) if closed is None else closed,
    )  # fmt: skip


def usual_minutes(visit: Visit, policy: Policy) -> int:
    persons = visit.persons.all()
    if any(person.is_lead and person.relation == LAWYER for person in persons):
        return policy.legal_minutes
    return policy.visit_minutes if visit.kind == Kind.VIDEO else policy.physical_minutes


def _visits(
    visit: Visit, inmate: Inmate | None, starts_at: datetime | None, now: datetime
) -> list[Visit]:
    of_phone = Q(phone_index=visit.phone_index, requested_at__gt=now - PHONE_DAYS)
    which = Q(pk=visit.pk) | of_phone
    if inmate is not None:
        since = min(starts_at or now, now) - LOOK_BACK
        which |= Q(inmate=inmate) & (Q(starts_at__gte=since) | Q(starts_at=None))
    return list(taking(which, *([inmate] if inmate else [])).annotate(offer_id=F("open_offer__pk")))


def _register(visit: Visit, inmate: Inmate | None, at: datetime) -> Iterator[Entry]:
    """The inmate's list; bars of the visitor, the inmate or both; what keeps him away."""
    bars = Restriction.objects.filter(
        Q(until=None) | Q(until__gt=at),
        Q(phone_index="") | Q(phone_index=visit.phone_index),
        Q(inmate=None) | Q(inmate=inmate) if inmate else Q(inmate=None),
        Q(kind="") | Q(kind=visit.kind),
        prison=visit.prison_id,
        lifted_at=None,
        starts_at__lte=at,
    )
    rows = _as_entries(
        bars, what="bar", whose=F("inmate_id"), word=F("cause"), phone=F("phone_index"),
        kind_=F("kind"), starts=F("starts_at"), until_=F("until"), review=F("review_on"),
        agreed=F("agreed_at"), shown=F("disclose"),
    )  # fmt: skip
    if inmate is not None:
        contacts = Contact.objects.filter(inmate=inmate, removed_at=None)
        away = Absence.objects.filter(inmate=inmate, removed_at=None, ends_at__gt=at)
        rows = rows.union(
            _as_entries(
                contacts, what="contact", whose=F("inmate_id"), word=F("relation"),
                called=F("name"), phone=F("phone_index"), starts=F("added_at"),
            ),
            _as_entries(
                away, what="absence", whose=F("inmate_id"), word=F("cause"),
                starts=F("starts_at"), until_=F("ends_at"),
            ),
            all=True,
        )  # fmt: skip
    for what, row, whose, word, name, phone, kind, starts, until, review, agreed, shown in rows:
        is_agreed = agreed is not None or not phone  # a bar of the inmate needs no second officer
        yield Entry(
            what, row, whose, word, name, phone, kind, starts, until, review, is_agreed, shown
        )


_EMPTY: dict[str, Any] = {
    "called": Value("", output_field=models.CharField()),
    "phone": Value("", output_field=models.CharField()),
    "kind_": Value("", output_field=models.CharField()),
    "until_": models.DateTimeField(),
    "review": models.DateField(),
    "agreed": models.DateTimeField(),
    "shown": Value(True, output_field=models.BooleanField()),
}
_COLUMNS = (
    "what", "pk", "whose", "word", "called", "phone", "kind_", "starts", "until_", "review",
    "agreed", "shown",
)  # fmt: skip


def _as_entries(rows: QuerySet[Any], *, what: str, **columns: Any) -> QuerySet[Any, Any]:
    """The rows in the columns of `Entry`; what a table has not stays empty."""
    filled = {
        name: Cast(Value(None), empty) if isinstance(empty, models.Field) else empty
        for name, empty in _EMPTY.items()
    }
    filled |= {"what": Value(what, output_field=models.CharField()), **columns}
    found: QuerySet[Any, Any] = rows.annotate(**filled).values_list(*_COLUMNS)
    return found


def _held(
    visit: Visit, inmate: Inmate | None, starts_at: datetime | None, minutes: int, place: Any
) -> list[Held]:
    """Cells of the inmate and of the place while the visit and its turnover last."""
    who = Q(inmate=inmate) if inmate else Q(pk=None)
    if isinstance(place, Terminal):
        who |= Q(terminal=place)
    elif isinstance(place, Window):
        who |= Q(window=place)
    if starts_at is None or (inmate is None and place is None):
        return []
    times = cells(starts_at, minutes + visit.prison.policy.turnover_minutes)
    rows = Cell.objects.filter(who, at__gte=times[0], at__lte=times[-1])
    return [
        Held(
            cell.at, cell.holder, inmate is not None and cell.inmate_id == inmate.pk,
            place is not None and place.pk in {cell.terminal_id, cell.window_id}, cell.seat,
        )
        for cell in rows.order_by("at", "pk")
    ]  # fmt: skip


def _closed(
    visit: Visit, starts_at: datetime | None, minutes: int, place: Place | None
) -> list[Closure]:
    if starts_at is None:
        return []
    return closures.covering(
        prison=visit.prison, kind=visit.kind, starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        terminal=place if isinstance(place, Terminal) else None,
        window=place if isinstance(place, Window) else None,
    )  # fmt: skip
