"""Who is to be brought on a day, when and where: what the day sheet and the slips show.

Of the visitor only the relationship: a warder needs neither name, address nor phone of a
family, and a lost sheet must not tell them.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

from mulakat.portals.staff import words
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Kind
from mulakat.schedule.timetable import day_bounds
from mulakat.visits.models import Basis, Status, Visit
from mulakat.visits.words.choices import HELP

LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Line:
    """One person to bring. `is_legal`: seen, but not heard."""

    time: str
    ends: str
    is_video: bool
    place: str  # number of terminal or window
    inside: SafeString
    local: SafeString | str
    number: str
    ward: str
    language: str
    by: str
    needs: str
    is_legal: bool


@dataclass(frozen=True)
class Ward:
    """The people of one ward, in order of time."""

    name: str  # "" if the register has none
    lines: list[Line]


def lines(prison: Prison, day: date, now: datetime) -> list[Line]:
    """Every approved visit of the day, in order of time. Two queries."""
    start, end = day_bounds(prison, day)
    visits = Visit.objects.filter(
        Q(answer_shown_at=None) | Q(answer_shown_at__lte=now),  # not while it may be undone
        prison=prison,
        status=Status.APPROVED,
        starts_at__gte=start,
        starts_at__lt=end,
    )
    read = visits.select_related("inmate", "terminal", "window").defer("contact")
    found = list(read.prefetch_related("persons").order_by("starts_at", "pk"))
    for visit in found:
        visit.prison = prison
    return [_line(visit) for visit in found]


def wards(found: list[Line]) -> list[Ward]:
    """The lines by ward, numbers before names; who has no ward comes last."""
    by_ward: dict[str, list[Line]] = {}
    for line in found:
        by_ward.setdefault(line.ward, []).append(line)
    return [Ward(name, by_ward[name]) for name in sorted(by_ward, key=_order)]


def _order(ward: str) -> tuple[bool, bool, int, str]:
    is_number = ward.isdecimal()
    return not ward, not is_number, int(ward) if is_number else 0, ward


def _line(visit: Visit) -> Line:
    assert visit.starts_at is not None and visit.inmate is not None
    inmate, zone = visit.inmate, visit.prison.zone
    return Line(
        time=words.clock(visit.starts_at, zone),
        ends=words.clock(visit.ends_at, zone),
        is_video=visit.kind == Kind.VIDEO,
        place=str(visit.place.number) if visit.place else "–",
        inside=words.named(inmate.name),
        local=words.named(inmate.name_local) if inmate.name_local != inmate.name else "",
        number=inmate.number,
        ward=inmate.ward,
        language=_language(inmate.language),
        by=_by(visit),
        needs=", ".join(str(HELP[need]) for need in _needs(visit)),
        is_legal=visit.basis == Basis.LEGAL,
    )


def _language(code: str) -> str:
    """As the language calls itself; "" for one we do not speak."""
    return str(get_language_info(code)["name_local"]) if code in LANGUAGES else ""


def _by(visit: Visit) -> str:
    """Relationships alone, the lead first: "Wife or husband, Son or daughter"."""
    found = [words.relation(person) for person in visit.persons.all()]
    return ", ".join(dict.fromkeys(found))


def _needs(visit: Visit) -> list[str]:
    wanted = visit.details.get("help", [])
    return [need for need in wanted if need in HELP and need not in {"none", "phone"}]
