"""Today at the gate, online: the list by session, the search, the board."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from mulakat.gate import today as day
from mulakat.gate.models import GateEvent, Kind
from mulakat.portals.gate import words
from mulakat.portals.gate.access import GateRequest, for_device, for_guard
from mulakat.portals.gate.pages import clock_of, page, uses
from mulakat.visits import reading

SOON_MINUTES = 5  # before a visit its token is called to the window


@dataclass(frozen=True)
class Row:
    entry: day.Entry
    state: str
    word: str


@dataclass(frozen=True)
class Session:
    """All visits that begin together, and how many are in which state."""

    time: str
    rows: list[Row]
    counts: list[tuple[str, int]]


@dataclass(frozen=True)
class Double:
    """Something that does not fit, with what is known of it."""

    entry: day.Entry
    text: str
    uses: str


@require_http_methods(["GET", "HEAD", "POST"])
@for_guard
def today(request: GateRequest) -> HttpResponse:
    """The list; what is searched in it goes as a POST: no name stands in an address."""
    listed = day.entries(request.device.prison, request.now)
    sought = request.POST.get("q", "")[:60].strip()
    shown = [entry for entry in listed if not sought or _fits(entry, sought)]
    zone = request.device.prison.zone
    context = {
        "sessions": [
            _session(time, list(group))
            for time, group in groupby(shown, lambda entry: clock_of(_starts(entry), zone))
        ],
        "doubles": doubles(listed, request),
        "q": sought,
        "empty": not listed,
    }
    return page(request, "today", context)


@require_safe
@for_device
def board(request: GateRequest) -> HttpResponse:
    """The display in the waiting room: numbers and windows, never a name."""
    prison = request.device.prison
    listed = [
        entry
        for entry in day.entries(prison, request.now)
        if entry.state == Kind.ARRIVED and entry.token
    ]
    called = [
        entry
        for entry in listed
        if (_starts(entry) - request.now).total_seconds() <= SOON_MINUTES * 60
    ]
    waiting = [entry for entry in listed if entry not in called]
    times = [(entry, clock_of(_starts(entry), prison.zone)) for entry in waiting]
    shown = page(request, "board", {"called": called, "waiting": times})
    shown.headers["Refresh"] = "15"
    return shown


def doubles(listed: list[day.Entry], request: GateRequest) -> list[Double]:
    zone = request.device.prison.zone
    return [
        Double(entry, _conflict(entry.conflicts), uses(entry.arrived, zone))
        for entry in day.doubles(listed)
    ]


def _conflict(events: list[GateEvent]) -> str:
    return " · ".join(str(words.CONFLICTS[key]) for key in {event.conflict for event in events})


def _session(time: str, entries: list[day.Entry]) -> Session:
    rows = [Row(entry, entry.state, str(words.STATES[entry.state])) for entry in entries]
    counted = [
        (str(words.STATES[state]), sum(row.state == state for row in rows))
        for state in ("expected", Kind.ARRIVED, Kind.INSIDE, Kind.LEFT)
    ]
    return Session(time, rows, [(word, number) for word, number in counted if number])


def _starts(entry: day.Entry) -> datetime:
    assert entry.visit.starts_at is not None
    return entry.visit.starts_at


def _fits(entry: day.Entry, sought: str) -> bool:
    """Number, a part of a name, or the last four digits of the phone."""
    reference = reading.reference(sought)
    if reference is not None:
        return str(reference) == entry.visit.reference
    digits = reading.western_digits(sought)
    if digits.isdigit():
        ends = str(entry.visit.contact.get("phone", ""))[-4:]
        return digits in (ends, str(entry.visit.serial), str(entry.token))
    names = [person.name for person in entry.visit.persons.all()]
    inmate = entry.visit.inmate
    names += [inmate.name, inmate.name_local] if inmate else []
    return any(sought.casefold() in name.casefold() for name in names)
