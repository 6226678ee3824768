"""Closures on pages: impact first, a choice for everybody it hits, then closed and told."""

from datetime import timedelta

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.notifications.models import Notification
from mulakat.portals.staff.tests.office import an_office, at_desk
from mulakat.portals.staff.times import wording
from mulakat.portals.staff.times.tests.typed import a_closure, beside, errors, hidden, today
from mulakat.schedule import closing
from mulakat.schedule.models import Closure, SlotRule
from mulakat.visits.closures.tests.closed import asking, standing, ten
from mulakat.visits.models import Status, Visit
from mulakat.visits.tests.placed import placed
from mulakat.visits.words import causes
from tests.world import a_prison, a_terminal, an_officer

pytestmark = pytest.mark.django_db
ADD, LIST, STOP = ("/staff/times/closures/add/", "/staff/times/closures/", "/staff/times/stop/")


@pytest.fixture
def office():
    return an_office(None, Role.ADMIN)


def look(office, **kw):
    """The page of the impact, and what it carries to the press."""
    page = office.client.post(ADD, a_closure(office.prison, **kw)).content.decode()
    return page, hidden(page) | {"act": "settle"}


def test_nothing_is_closed_before_the_impact_is_seen(office):
    standing(office.prison, 3, office.terminal)
    asking(office.prison, ten(office.prison))
    asking(office.prison, ten(office.prison), ten(office.prison, ahead=5))
    page, _carried = look(office)
    assert "<b>3 approved and 1 asked</b> visits are then." in page
    assert "1 more request named other times" in page
    assert "There are no visits at the jail that day." in page
    assert not Closure.objects.exists()


def test_a_day_is_closed_moving_some_and_cancelling_others(office):
    visits = standing(office.prison, 3, office.terminal)
    asked = asking(office.prison, ten(office.prison))
    _page, carried = look(office)
    chosen = carried | {"approved_what": "move", "asked_what": "cancel"}
    where = office.client.post(ADD, chosen).content.decode()
    assert "When shall the 3 video visits take place?" in where
    assert not Closure.objects.exists()
    day = today(office.prison, 4)
    chosen = hidden(where) | {
        "act": "settle", "approved_day_video": day.isoformat(), "approved_from_video": "14:00",
    }  # fmt: skip
    assert office.client.post(ADD, chosen).headers["Location"] == LIST
    two = ten(office.prison, ahead=4) + timedelta(hours=4)
    moved = Visit.objects.filter(pk__in=[v.pk for v in visits]).order_by("starts_at")
    assert [v.starts_at for v in moved] == [two + timedelta(minutes=20 * n) for n in range(3)]
    assert Visit.objects.get(pk=asked.pk).status == Status.CANCELLED
    told = Notification.objects.filter(channel="sms").values_list("message", flat=True)
    assert sorted(told) == ["S13", "S13", "S13", "S14"]
    closure = Closure.objects.get()
    assert set(closure.public_text) == {"en", "hi", "bn"}
    assert "no visit left in it" in office.client.get(LIST).content.decode()


def test_kept_visits_are_counted_in_the_list(office):
    standing(office.prison, 2, office.terminal)
    _page, carried = look(office)
    chosen = carried | {"approved_what": "keep", "reason": "They came from far"}
    assert office.client.post(ADD, chosen).status_code == 302
    assert "2 visits stand in it" in office.client.get(LIST).content.decode()


def test_every_missing_choice_is_asked_for_and_the_others_stand(office):
    standing(office.prison, 1, office.terminal)
    asking(office.prison, ten(office.prison))
    _page, carried = look(office, text_en="The roof is mended")
    page = office.client.post(ADD, carried | {"asked_what": "keep"}).content.decode()
    assert errors(page) == {"approved_what": "Choose what happens to the 1 approved visits"}
    assert 'name="asked_what" value="keep" checked' in page
    assert hidden(page)["text_en"] == "The roof is mended"
    page = office.client.post(
        ADD, carried | {"asked_what": "keep", "approved_what": "keep"}
    ).content.decode()
    assert errors(page) == {"reason": "Write why these visits stand"}
    assert not Closure.objects.exists()


def test_whoever_was_approved_meanwhile_brings_the_page_back_with_the_new_number(office):
    standing(office.prison, 1, office.terminal)
    _page, carried = look(office)
    placed(office.prison, terminal=a_terminal(office.prison), starts_at=ten(office.prison))
    answer = office.client.post(ADD, carried | {"approved_what": "cancel"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Something has changed since you looked" in page
    assert "<b>2 approved and 0 asked</b>" in page
    assert 'value="cancel" checked' in page
    assert not Closure.objects.exists()
    assert not Notification.objects.exists()
    again = hidden(page) | {"act": "settle", "approved_what": "cancel"}
    assert office.client.post(ADD, again).status_code == 302
    assert set(Visit.objects.values_list("status", flat=True)) == {Status.CANCELLED}


def test_too_few_places_ask_for_another_day_and_nothing_is_lost(office):
    standing(office.prison, 3, office.terminal)
    _page, carried = look(office)
    where = office.client.post(ADD, carried | {"approved_what": "move"}).content.decode()
    step = hidden(where) | {"act": "settle"}
    none = office.client.post(ADD, step).content.decode()
    assert errors(none) == {"approved_day_video": "Choose the day they move to"}
    late = step | {
        "approved_day_video": today(office.prison, 4).isoformat(), "approved_from_video": "23:20",
    }  # fmt: skip
    page = office.client.post(ADD, late).content.decode()
    sentence = "1 of 3 visits find no place there. Choose another day or time"
    assert errors(page) == {"approved_day_video": sentence}
    assert beside(page, "approved_day_video") == sentence
    assert hidden(page)["approved_what"] == "move"
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"from_day": "2020-01-01"}, "from_day", "Choose a date in the future"),
        ({"from_day": ""}, "from_day", "Choose the first day"),
        ({"from_time": "14:00", "to_time": "13:00"}, "to_day", "The end must be later than the"),
        ({"to_day": "2020-01-01"}, "to_day", "The end must be later than the start"),
        ({"from_time": "24:30"}, "from_time", "There is no time 24:30. Write it like 14:30"),
        ({"cause": ""}, "cause", "Choose the cause"),
        ({"of": "state"}, "of", "Choose what is closed"),
        ({"of": "terminal:999999"}, "of", "Choose what is closed"),
        ({"of": "rule:x"}, "of", "Choose what is closed"),
    ],
)
def test_a_wrong_closure_is_refused_in_words(office, typed, field, sentence):
    answer = office.client.post(ADD, a_closure(office.prison, text_hi="मरम्मत", **typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert errors(page)[field].startswith(sentence)
    assert 'value="मरम्मत"' in page
    assert not Closure.objects.exists()


def test_a_terminal_a_rule_and_hours_are_closed_each_for_itself(office):
    rule = SlotRule.objects.filter(prison=office.prison, kind="video")[0]
    for of in (f"terminal:{office.terminal.pk}", f"rule:{rule.pk}", "video"):
        page, carried = look(office, of=of, from_time="10:00", to_time="12:00")
        assert "10:00–12:00" in page
        assert office.client.post(ADD, carried).status_code == 302
    terminal, of_rule, video = Closure.objects.order_by("pk")
    assert terminal.terminal == office.terminal
    assert (of_rule.rule, of_rule.kind) == (rule, "video")
    assert (video.kind, video.terminal) == ("video", None)
    assert video.ends_at - video.starts_at == timedelta(hours=2)


def test_a_closure_is_lifted_once(office):
    _page, carried = look(office)
    office.client.post(ADD, carried)
    closure = Closure.objects.get()
    path = f"{LIST}{closure.pk}/lift/"
    assert office.client.post(path).status_code == 302
    closure.refresh_from_db()
    assert closure.lifted_at
    again = office.client.post(path)
    assert again.status_code == 409
    assert "This was opened again at" in again.content.decode()
    other = an_office(None, Role.ADMIN)
    assert other.client.post(path).status_code == 404


def test_a_superior_of_all_prisons_closes_the_state_and_others_do_not_lift_it(office):
    superior = an_officer(office.prison, Role.SUPERIOR)
    client = at_desk(superior)
    values = a_closure(office.prison, of="state")
    page = client.post(ADD, values).content.decode()
    assert "The whole of State" in page
    assert 'value="move"' not in page
    assert client.post(ADD, hidden(page) | {"act": "settle"}).status_code == 302
    closure = Closure.objects.get()
    assert closure.prison is None
    assert office.client.post(f"{LIST}{closure.pk}/lift/").status_code == 409
    a_prison(office.prison.state)  # where he is not superior
    assert client.post(f"{LIST}{closure.pk}/lift/").status_code == 409
    closure.refresh_from_db()
    assert closure.lifted_at is None


def test_stop_today_asks_why_and_tells_all_of_the_day(office):
    visit = placed(office.prison, terminal=office.terminal, hours=0)
    later = placed(office.prison, terminal=office.terminal, hours=30)
    assert "<b>1 by video" in office.client.get(STOP).content.decode()
    page = office.client.post(STOP, {"of": "prison"}).content.decode()
    assert errors(page) == {"cause": "Choose why it stops"}
    assert office.client.post(STOP, {"of": "prison", "cause": "power"}).status_code == 302
    visit.refresh_from_db()
    later.refresh_from_db()
    assert (visit.status, visit.goes_first) == (Status.CANCELLED, True)
    assert later.status == Status.APPROVED
    told = Notification.objects.filter(channel="sms").values_list("message", flat=True)
    assert list(told) == ["S27"]
    again = office.client.post(STOP, {"of": "prison", "cause": "power"}).content.decode()
    assert errors(again)["of"].startswith("This time was closed already")
    closure = Closure.objects.get()
    assert closure.ends_at > clock.now()


def test_the_first_step_of_a_closure_needs_no_more_than_eight_questions(
    office, django_assert_max_num_queries
):
    standing(office.prison, 3, office.terminal)
    asking(office.prison, ten(office.prison))
    values = a_closure(office.prison)
    with django_assert_max_num_queries(8):
        page = office.client.post(ADD, values).content.decode()
    chosen = hidden(page) | {"act": "settle", "approved_what": "move", "asked_what": "keep"}
    with django_assert_max_num_queries(8):
        assert "When shall the 3" in office.client.post(ADD, chosen).content.decode()
    values = a_closure(office.prison, of=f"terminal:{office.terminal.pk}")
    with django_assert_max_num_queries(8):
        office.client.post(ADD, values)


def test_every_cause_has_words_for_staff_and_for_families():
    assert set(wording.CAUSES) == set(closing.CAUSES)
    assert set(closing.CAUSES) <= set(causes.CAUSES)
