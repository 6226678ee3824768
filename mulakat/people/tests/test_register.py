"""The register by hand, the list of visitors, absences: reasons at once, history, races."""

from datetime import timedelta
from functools import partial

import pytest

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.people import absences, finding, listing, registering
from mulakat.people.models import Contact, Inmate
from mulakat.people.obstacles import CannotWrite
from mulakat.people.tests.racing import race
from mulakat.sealed import blind_index
from tests.world import a_prison, an_inmate, an_officer

PHONE = "+919830012345"
FACTS = {"number": "UT-7/2026", "name": "Kamala Soren", "name_local": "কমলা সরেন", "gender": "woman"}


@pytest.fixture
def inmate(db):
    return an_inmate(a_prison())


@pytest.fixture
def officer(inmate):
    return an_officer(inmate.prison)


def keys(cannot) -> list[str]:
    return [one.key for one in cannot.value.obstacles]


def test_a_person_entered_by_hand_is_found_in_any_script(inmate, officer):
    made = registering.enter(prison=inmate.prison, facts=FACTS, by=officer, now=clock.now())
    for asked in ("কমলা সরেন", "Kamla Soren", "कमला सोरेन"):
        found = finding.find(prison=inmate.prison, asked={"name": asked}, year=2026)
        assert [one.inmate for one in found] == [made], asked


def test_entering_says_all_that_is_wrong(inmate, officer):
    facts = {"number": inmate.number.lower(), "name": "12", "gender": "", "birth_year": 1700}
    with pytest.raises(CannotWrite) as cannot:
        registering.enter(
            prison=inmate.prison, facts={**facts, "category": "x"}, by=officer, now=clock.now()
        )
    assert keys(cannot) == ["number_taken", "no_name", "no_gender", "no_category", "birth_year"]
    assert Inmate.objects.count() == 1


def test_leaving_and_coming_back_is_written_down(inmate, officer):
    now = clock.now()
    with pytest.raises(CannotWrite) as cannot:
        registering.leave(
            inmate=inmate, left_for="escape", at=now + timedelta(days=1), by=officer, now=now
        )
    assert keys(cannot) == ["no_cause", "in_future"]
    registering.leave(inmate=inmate, left_for="transfer", at=now, by=officer, now=now)
    with pytest.raises(CannotWrite) as cannot:
        registering.leave(inmate=inmate, left_for="release", at=now, by=officer, now=now)
    assert keys(cannot) == ["already_left"]
    registering.come_back(inmate=inmate, by=officer, now=now)
    inmate.refresh_from_db()
    assert (inmate.left_at, inmate.left_for) == (None, "")
    with pytest.raises(CannotWrite) as cannot:
        registering.come_back(inmate=inmate, by=officer, now=now)
    assert keys(cannot) == ["is_here"]
    assert list(Event.objects.values_list("name", flat=True)) == ["inmate.left", "inmate.came_back"]


def test_a_listed_visitor_is_known_by_the_phone_alone_and_nobody_reads_it(inmate, officer):
    made = listing.add(
        inmate=inmate, name="Sabina Bibi", relation="spouse", phone=PHONE, by=officer,
        now=clock.now(),
    )  # fmt: skip
    row = Contact.objects.values().get(pk=made.pk)
    assert row["phone_index"] == blind_index(PHONE, "phone")
    assert not any(PHONE[3:] in str(value) for value in row.values())
    assert listing.remove(contact=made, by=officer, now=clock.now())
    assert not listing.remove(contact=made, by=officer, now=clock.now())
    assert list(Event.objects.values_list("name", flat=True)) == [
        "contact.added",
        "contact.removed",
    ]


def test_adding_to_the_list_says_all_that_is_wrong(inmate, officer):
    now = clock.now()
    with pytest.raises(CannotWrite) as cannot:
        listing.add(inmate=inmate, name=" ", relation="", phone="", by=officer, now=now)
    assert keys(cannot) == ["no_name", "no_relation", "no_phone"]
    listing.add(inmate=inmate, name="A", relation="child", phone=PHONE, by=officer, now=now)
    with pytest.raises(CannotWrite) as cannot:
        listing.add(inmate=inmate, name="B", relation="child", phone=PHONE, by=officer, now=now)
    assert keys(cannot) == ["on_list"] and cannot.value.obstacles[0].facts == {"name": "A"}


def test_a_list_has_an_end(inmate, officer):
    for at in range(listing.MOST):
        phone = f"+9198300{at:05}"
        listing.add(
            inmate=inmate, name="A", relation="child", phone=phone, by=officer, now=clock.now()
        )
    with pytest.raises(CannotWrite) as cannot:
        listing.add(
            inmate=inmate, name="A", relation="child", phone=PHONE, by=officer, now=clock.now()
        )
    assert keys(cannot) == ["list_full"]


def test_an_absence_says_all_that_is_wrong(inmate, officer):
    now = clock.now()
    hour = timedelta(hours=1)
    for cause, start, end, wrong in (
        ("shopping", None, None, ["no_cause", "no_start", "no_end"]),
        ("court", now + 3 * hour, now + hour, ["ends_before_start"]),
        ("court", now - 3 * hour, now - hour, ["absence_past"]),
        ("leave", now, now + timedelta(days=400), ["absence_long"]),
    ):
        with pytest.raises(CannotWrite) as cannot:
            absences.add(
                inmate=inmate, cause=cause, starts_at=start, ends_at=end, by=officer, now=now
            )
        assert keys(cannot) == wrong
    made = absences.add(
        inmate=inmate, cause="court", starts_at=now, ends_at=now + hour, by=officer, now=now
    )
    with pytest.raises(CannotWrite) as cannot:
        absences.add(
            inmate=inmate, cause="court", starts_at=now, ends_at=now + hour, by=officer, now=now
        )
    assert keys(cannot) == ["absence_noted"]
    assert absences.remove(absence=made, by=officer, now=now)
    assert not absences.remove(absence=made, by=officer, now=now)


def test_nothing_is_added_to_whoever_has_left(inmate, officer):
    now = clock.now()
    registering.leave(inmate=inmate, left_for="release", at=now, by=officer, now=now)
    with pytest.raises(CannotWrite) as cannot:
        listing.add(inmate=inmate, name="A", relation="child", phone=PHONE, by=officer, now=now)
    assert keys(cannot) == ["has_left"]
    with pytest.raises(CannotWrite) as cannot:
        absences.add(
            inmate=inmate, cause="court", starts_at=now, ends_at=now + timedelta(hours=1),
            by=officer, now=now,
        )  # fmt: skip
    assert keys(cannot) == ["has_left"]


@pytest.mark.django_db(transaction=True)
def test_one_phone_comes_on_a_list_once_however_many_officers_write_it():
    inmate = an_inmate(a_prison())
    officers = [an_officer(inmate.prison) for _ in range(4)]
    outcomes = race(
        [
            partial(
                listing.add,
                inmate=inmate,
                name="A",
                relation="child",
                phone=PHONE,
                by=by,
                now=clock.now(),
            )
            for by in officers
        ]
    )
    assert sum(isinstance(one, CannotWrite) for one in outcomes) == 3
    assert Contact.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_number_is_entered_once_however_many_officers_write_it():
    prison = a_prison()
    officers = [an_officer(prison) for _ in range(4)]
    outcomes = race(
        [
            partial(registering.enter, prison=prison, facts=FACTS, by=by, now=clock.now())
            for by in officers
        ]
    )
    assert sum(isinstance(one, CannotWrite) for one in outcomes) == 3
    assert Inmate.objects.count() == 1
