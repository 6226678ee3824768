"""`make()`: the demo's world as rows. Repeatable: what is there stays as it is."""

from datetime import datetime, time, timedelta

from django.db import transaction

from mulakat import clock
from mulakat.accounts.models import Membership, Role, User
from mulakat.people import names
from mulakat.people.models import Contact, Inmate
from mulakat.portals.demo import crew, world
from mulakat.prisons.models import Prison, State, Terminal, Window
from mulakat.schedule import timetable
from mulakat.schedule.models import Audience, Kind, SlotRule
from mulakat.sealed import blind_index
from mulakat.visits import reference
from mulakat.visits.models import Status, Visit, VisitPerson

# At any hour somebody can walk through the whole demo.
ANY_HOUR = {"notice_hours": 0, "join_opens_minutes": 60}


@transaction.atomic
def make() -> None:
    """States, prisons, staff, inmates and some requests that wait."""
    now = clock.now()
    for state in world.STATES:
        _state(state)
    for prison in world.PRISONS:
        if Prison.objects.filter(state__number=prison.state, number=prison.number).exists():
            continue
        _prison(prison, now)


def _state(data: world.DemoState) -> None:
    State.objects.get_or_create(
        number=data.number,
        defaults={
            "slug": data.slug,
            "preset": data.preset,
            "language": data.language,
            "brand": data.brand,
            "helpline": data.helpline,
            "names": data.names,
            "department": data.department,
            "terms": data.terms,
        },
    )


def _prison(data: world.DemoPrison, now: datetime) -> None:
    prison = Prison.objects.create(
        state=State.objects.get(number=data.state),
        number=data.number,
        names=data.names,
        short_names=data.short,
        address=data.address,
        bring=world.BRING,
        overrides=ANY_HOUR,
    )
    for number, place in ((1, "Computer section"), (2, "Computer section"), (3, "Women's ward")):
        Terminal.objects.create(prison=prison, number=number, place=place)
    Window.objects.create(prison=prison, number=1, seats=4)
    for weekday in range(7):
        for kind in prison.kinds():
            SlotRule.objects.create(
                prison=prison, kind=kind, weekday=weekday, starts=time(0), ends=time(0),
                minutes=_minutes(prison, kind),
            )  # fmt: skip
    _kept_hours(prison)
    _officer(prison, data)
    people = [_inmate(prison, number, each) for number, each in enumerate(data.people, 1)]
    crew.join(prison, data, people[0], now)
    for number, asking in enumerate(world.ASKING[data.state], 1):
        _request(prison, people[asking.whom], asking, number, now)


def _minutes(prison: Prison, kind: str, who: str = "") -> int:
    """How long such a visit lasts by the rules of the prison."""
    policy = prison.policy
    if who == Audience.LAWYERS:
        return policy.legal_minutes
    return policy.visit_minutes if kind == Kind.VIDEO else policy.physical_minutes


def _kept_hours(prison: Prison) -> None:
    """Besides the times for everybody some hours for women and for lawyers."""
    for hours in world.KEPT_HOURS:
        for kind in prison.kinds():
            for weekday in hours.weekdays:
                SlotRule.objects.create(
                    prison=prison,
                    kind=kind,
                    weekday=weekday,
                    starts=time(hours.starts),
                    ends=time(hours.ends),
                    minutes=_minutes(prison, kind, hours.who),
                    who=hours.who,
                    capacity=1,
                )


def _officer(prison: Prison, data: world.DemoPrison) -> None:
    user = User.objects.create_user(data.staff_id, world.PASSWORD, data.officer)
    for role in Role.values:
        Membership.objects.create(user=user, prison=prison, role=role)


def _inmate(prison: Prison, number: int, data: world.Person) -> Inmate:
    return Inmate.objects.create(
        prison=prison,
        number=f"UT-{1400 + number * 7}/{2026 - number % 3}",
        name=data.name,
        name_local=data.local,
        guardian=data.guardian,
        birth_year=data.birth_year,
        gender=data.gender,
        ward=str(1 + number % 6),
        language=prison.state.language,
        name_key=names.key(data.name),
        guardian_key=names.key(data.guardian),
    )


def _request(
    prison: Prison, inmate: Inmate, asking: world.Asking, number: int, now: datetime
) -> None:
    """A confirmed request; every second visitor stands on the inmate's contact list."""
    asked_at = now - timedelta(hours=asking.hours_ago)
    phone = f"+9198300{prison.number:02}{number:03}"
    visit = Visit(
        prison=prison,
        kind=asking.kind,
        status=Status.REQUESTED,
        language=prison.state.language,
        asked={
            "name": asking.spelt or inmate.name,
            "guardian": inmate.guardian,
            "age": now.year - (inmate.birth_year or now.year - 30),
            "gender": inmate.gender,
            "number": "",
        },
        wishes=_wishes(prison, asking.kind, now),
        contact={
            "phone": phone,
            "email": f"family{prison.number}{number}@example.com",
            "phone_owner": "mine",
            "address": {"line": "12 Station Road", "district": "", "pin": ""},
        },
        phone_index=blind_index(phone, "phone"),
        created_at=asked_at,
        requested_at=asked_at,
        answer_by=asked_at + timedelta(hours=prison.policy.answer_within_hours),
    )
    visit.serial, visit.year = reference.allot(prison, asked_at)
    visit.save()
    _lead(visit, inmate, asking, number)
    if number % 2:
        Contact.objects.create(
            inmate=inmate,
            name=asking.visitor,
            relation=asking.relation,
            phone_index=visit.phone_index,
            added_at=asked_at,
            added_by="demo",
        )


def _lead(visit: Visit, inmate: Inmate, asking: world.Asking, number: int) -> None:
    VisitPerson.objects.create(
        visit=visit,
        name=asking.visitor,
        guardian=inmate.guardian,
        age=asking.age,
        gender=asking.gender,
        relation=asking.relation,
        id_type="voter",
        id_number={"number": f"ABC{1234500 + number}"},
    )


def _wishes(prison: Prison, kind: str, now: datetime) -> list[str]:
    """Three free-looking slots: soon, tomorrow, the day after."""
    found = timetable.slots(
        prison=prison, kind=kind, start=now + timedelta(hours=1), end=now + timedelta(days=3)
    )
    step = max(len(found) // 3, 1)
    return [slot.starts_at.isoformat() for slot in found[::step][:3]]
