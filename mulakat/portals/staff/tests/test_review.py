"""Review: what changed after the approval, with keep, move and cancel."""

from datetime import datetime, timedelta

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.audit.models import Event
from mulakat.notifications.models import Notification
from mulakat.people.models import Absence
from mulakat.portals.staff.review.suspects import number, to_come
from mulakat.portals.staff.tests.office import an_office, approval, at_desk, on_list, wishes
from mulakat.schedule.models import Cell, Closure
from mulakat.visits.models import Change, Kept, Status
from tests.world import a_terminal, an_officer

pytestmark = pytest.mark.django_db
REVIEW = "/staff/review/"


def approved(office):
    visit = office.request()
    path = f"/staff/requests/{visit.pk}/approve/"
    assert office.client.post(path, approval(office, visit)).status_code == 302
    visit.refresh_from_db()
    return visit


def counted(office):
    now = clock.now()
    return number(office.prison, to_come(office.prison, now), now)


def away(office, visit, cause="court"):
    return Absence.objects.create(
        inmate=office.inmate, cause=cause, starts_at=visit.starts_at - timedelta(hours=1),
        ends_at=visit.starts_at + timedelta(hours=1), made_by="staff:1", made_at=clock.now(),
    )  # fmt: skip


def test_nothing_changed_says_so():
    office = an_office()
    approved(office)
    assert (
        "Nothing has changed since it was approved." in office.client.get(REVIEW).content.decode()
    )
    assert counted(office) == 0


@pytest.mark.parametrize("what", ["left", "away", "broken", "closed"])
def test_each_change_is_named_and_counted(what):
    office, now = an_office(), clock.now()
    visit = approved(office)
    if what == "left":
        office.inmate.left_at = now
        office.inmate.save()
    elif what == "away":
        away(office, visit)
    elif what == "broken":
        office.terminal.broken_since = now
        office.terminal.save()
    else:
        Closure.objects.create(
            state=office.prison.state, starts_at=now, ends_at=now + timedelta(days=9),
            cause="power", made_by="staff:1", made_at=now,
        )  # fmt: skip
    said = {"left": "No longer here", "away": "In court", "broken": "is out of order",
            "closed": "power cut"}[what]  # fmt: skip
    page = office.client.get(REVIEW).content.decode()
    assert said in page
    assert f"/staff/requests/{visit.pk}/cancel/" in page
    assert counted(office) == 1
    assert "<b>1</b>" in office.client.get("/staff/").content.decode()


@pytest.mark.parametrize("status", [Status.LAPSED, Status.REQUESTED])
def test_what_was_not_answered_in_time_is_there_before_the_sweep_comes(status):
    office, now = an_office(), clock.now()
    late = office.request(status=status, answer_by=now - timedelta(seconds=1))
    waiting = office.request(answer_by=now + timedelta(minutes=5))
    forgotten = office.request(status=status, answer_by=now - timedelta(days=31))
    page = office.client.get(REVIEW).content.decode()
    assert "Not answered in time" in page
    assert f"/staff/requests/{late.pk}/" in page
    assert f"/staff/requests/{waiting.pk}/" not in page
    assert f"/staff/requests/{forgotten.pk}/" not in page


def keep(office, visit, fact, reason):
    given = {"finding": "absent", "fact": fact, "reason": reason, "key": f"{visit.pk}:absent"}
    return office.client.post(f"{REVIEW}{visit.pk}/keep/", given)


def test_a_visit_is_kept_with_a_reason_until_another_fact_comes():
    office = an_office()
    visit = approved(office)
    fact = f"absence:{away(office, visit).pk}"
    answer = keep(office, visit, fact, "  ")
    assert answer.status_code == 409
    assert "Write why the visit may stay" in answer.content.decode()
    assert keep(office, visit, fact, "Back by ten").status_code == 302
    assert Kept.objects.get().reason == "Back by ten"
    assert "Nothing has changed" in office.client.get(REVIEW).content.decode()
    away(office, visit, "hospital")
    assert "In hospital" in office.client.get(REVIEW).content.decode()


def test_a_fact_that_was_not_shown_is_not_kept():
    office = an_office()
    visit = approved(office)
    away(office, visit)
    assert keep(office, visit, "absence:999", "Because").status_code == 302
    assert not Kept.objects.exists()


def test_a_cancelled_visit_frees_its_place_and_tells_only_what_may_be_told():
    office = an_office()
    visit = approved(office)
    path = f"/staff/requests/{visit.pk}/cancel/"
    page = office.client.get(f"{path}?cause=court").content.decode()
    assert "nothing about that person is told" in page
    assert "has to appear in court" not in page
    assert office.client.post(path, {"cause": "x"}).status_code == 200
    assert office.client.post(path, {"cause": "court"}).status_code == 302
    visit.refresh_from_db()
    assert visit.status == Status.CANCELLED
    assert not Cell.objects.filter(holder=visit.subject).exists()


def test_a_known_visitor_would_read_the_truth():
    office = an_office()
    visit = approved(office)
    on_list(office.inmate, visit)
    page = office.client.get(f"/staff/requests/{visit.pk}/cancel/").content.decode()
    assert "has to appear in court" in page


def test_a_visit_moves_to_another_time_and_terminal():
    office = an_office()
    visit, terminal = approved(office), a_terminal(office.prison)
    path = f"/staff/requests/{visit.pk}/move/"
    at = wishes(office.prison)[2]
    given = {"act": "move", "at": at, "place": str(terminal.pk), "cause": ""}
    assert "Choose the reason" in office.client.post(path, given).content.decode()
    assert office.client.post(path, given | {"cause": "power"}).status_code == 302
    visit.refresh_from_db()
    assert (visit.starts_at, visit.terminal) == (datetime.fromisoformat(at), terminal)
    assert Event.objects.filter(name="visit.moved").exists()
    assert Notification.objects.filter(subject=visit.subject).count() > 2


def test_the_family_that_asks_for_another_time_gets_one_or_keeps_its_own():
    office = an_office()
    visit = approved(office)
    wanted = wishes(office.prison)[1:]
    Change.objects.create(visit=visit, wishes=wanted, at=clock.now())
    assert "Asks for another time" in office.client.get(REVIEW).content.decode()
    page = office.client.get(f"/staff/requests/{visit.pk}/").content.decode()
    assert "The family asks for another time" in page
    page = office.client.get(f"/staff/requests/{visit.pk}/move/").content.decode()
    assert f'value="{wanted[0]}"' in page
    given = {"act": "change"}
    path = f"/staff/requests/{visit.pk}/withdraw/"
    assert office.client.post(path, given).status_code == 302
    assert Change.objects.get().answered_at
    assert office.client.post(path, given).status_code == 409


def test_the_superior_leaves_a_visit_where_it_is_when_no_other_time_is_left():
    office = an_office()
    visit = approved(office)
    Change.objects.create(visit=visit, wishes=wishes(office.prison), at=clock.now())
    superior = at_desk(an_officer(office.prison, Role.SUPERIOR))
    answer = superior.post(f"/staff/requests/{visit.pk}/withdraw/", {"act": "change"})
    assert answer.status_code == 302
    assert Change.objects.get().answered_at and not Change.objects.get().accepted
