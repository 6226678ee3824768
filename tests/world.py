"""A small world with names, for tests: builders with sensible values and overrides."""

from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from mulakat import clock
from mulakat.accounts.models import Membership, Role, User
from mulakat.people import names
from mulakat.people.models import Inmate
from mulakat.prisons.models import Prison, State, Terminal, Window
from mulakat.schedule.models import Kind, SlotRule
from mulakat.sealed import blind_index
from mulakat.visits.models import Basis, Status, Visit, VisitPerson

PASSWORD = "a-long-enough-password"
_next = count(1)


def zone_at_noon() -> str:
    """A zone in which it is about noon now: no evening, no night and no midnight comes near."""
    hours = 12 - clock.now().hour  # -11 … 12
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"


def a_state(preset: str = "open", **kw: Any) -> State:
    number = next(_next)
    values: dict[str, Any] = {
        "number": number,
        "slug": f"state-{number}",
        "names": {"en": f"State {number}", "hi": f"राज्य {number}", "bn": f"রাজ্য {number}"},
        "department": {"en": "Correctional Services", "hi": "कारा सेवा", "bn": "সংশোধন পরিষেবা"},
        "brand": "e-Mulakat",
        "helpline": "9073945590",
        "preset": preset,
    }
    return State.objects.create(**{**values, **kw})


def a_prison(state: State | None = None, **kw: Any) -> Prison:
    number = next(_next)
    values: dict[str, Any] = {
        "state": state or a_state(),
        "number": number,
        "names": {"en": "Nadipur Central", "hi": "नदीपुर केंद्रीय", "bn": "নদীপুর কেন্দ্রীয়"},
        "short_names": {"en": "Nadipur Central", "hi": "नदीपुर", "bn": "নদীপুর"},
        "address": {"en": "Jail Road, Nadipur", "hi": "जेल रोड, नदीपुर", "bn": "জেল রোড, নদীপুর"},
        "overrides": {"notice_hours": 0, "undo_seconds": 0},
    }
    return Prison.objects.create(**{**values, **kw})


def an_officer(prison: Prison, *roles: str, staff_id: str = "", name: str = "Omar Mahato") -> User:
    user = User.objects.create_user(staff_id or f"officer{next(_next)}", PASSWORD, name)
    for role in roles or (Role.APPROVER, Role.SUPERVISOR):
        Membership.objects.create(user=user, prison=prison, role=role)
    return user


def an_inmate(prison: Prison, **kw: Any) -> Inmate:
    values: dict[str, Any] = {
        "prison": prison,
        "number": f"UT-{next(_next)}",
        "name": "Rahim Sheikh",
        "name_local": "রহিম শেখ",
        "guardian": "Abdul Sheikh",
        "birth_year": 1990,
        "gender": "man",
        "ward": "4",
    }
    values.update(kw)
    values.setdefault("name_key", names.key(values["name"]))
    values.setdefault("guardian_key", names.key(values["guardian"]))
    return Inmate.objects.create(**values)


def a_terminal(prison: Prison, **kw: Any) -> Terminal:
    return Terminal.objects.create(**{"prison": prison, "number": next(_next) % 30000, **kw})


def a_window(prison: Prison, **kw: Any) -> Window:
    return Window.objects.create(
        **{"prison": prison, "number": next(_next) % 30000, "seats": 2, **kw}
    )


def all_day_rules(prison: Prison) -> None:
    """Slots of both kinds from midnight to midnight on every day."""
    for kind in Kind.values:
        for weekday in range(7):
            SlotRule.objects.create(
                prison=prison, kind=kind, weekday=weekday, starts=time(0), ends=time(0)
            )


def a_visit(prison: Prison, *, visitor: dict[str, Any] | None = None, **kw: Any) -> Visit:
    """An unconfirmed visit with its lead person; keywords override fields of `Visit`."""
    phone = kw.pop("phone", "+919830012345")
    contact = {
        "phone": phone,
        "email": "sabina@example.com",
        "phone_owner": "mine",
        "address": {"line": "12 Station Road", "district": "Basirhat", "pin": "743411"},
        **kw.pop("contact", {}),
    }
    values: dict[str, Any] = {
        "prison": prison,
        "kind": Kind.VIDEO,
        "asked": {
            "name": "Rahim Sheikh",
            "guardian": "Abdul Sheikh",
            "age": 35,
            "gender": "man",
            "number": "",
        },
        "wishes": [],
        "contact": contact,
        "phone_index": blind_index(phone, "phone"),
    }
    visit = Visit.objects.create(**{**values, **kw})
    person: dict[str, Any] = {
        "name": "Sabina Khatun",
        "guardian": "Abdul Karim",
        "age": 29,
        "gender": "woman",
        "relation": "spouse",
        "id_type": "voter",
        "id_number": {"number": "ABC1234567"},
    }
    VisitPerson.objects.create(visit=visit, position=0, **{**person, **(visitor or {})})
    return visit


def a_request(prison: Prison, **kw: Any) -> Visit:
    """A confirmed request that waits for the prison."""
    now = clock.now()
    values: dict[str, Any] = {
        "status": Status.REQUESTED,
        "serial": next(_next),
        "year": now.year,
        "requested_at": now,
        "answer_by": now + timedelta(hours=48),
    }
    return a_visit(prison, **{**values, **kw})


def an_approved_visit(prison: Prison, **kw: Any) -> Visit:
    """A video visit that begins now, unless `starts_at` says otherwise."""
    now = clock.now()
    on_the_cell: datetime = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
    inmate = kw.pop("inmate", None) or an_inmate(prison)
    terminal = kw.pop("terminal", None) or a_terminal(prison)
    values: dict[str, Any] = {
        "status": Status.APPROVED,
        "inmate": inmate,
        "terminal": terminal,
        "basis": Basis.CONSENT,
        "starts_at": on_the_cell,
        "minutes": 15,
    }
    return a_request(prison, **{**values, **kw})


def a_gate_visit(prison: Prison, **kw: Any) -> Visit:
    """An approved visit at the prison, with its window; begins now unless `starts_at` says."""
    values: dict[str, Any] = {"kind": Kind.PHYSICAL, "window": a_window(prison)}
    visit = an_approved_visit(prison, **{**values, **kw})
    Visit.objects.filter(pk=visit.pk).update(terminal=None)
    visit.terminal = None
    return visit


def a_guard(prison: Prison, **kw: Any) -> User:
    return an_officer(prison, Role.GATE, **kw)
