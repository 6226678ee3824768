"""Weekly times: the form says everything at once, loses nothing, and draws its result."""

import re
from datetime import date, time, timedelta

import pytest

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.portals.staff.tests.office import an_office, at_desk
from mulakat.portals.staff.times.tests.typed import RULE, beside, errors, today
from mulakat.schedule.models import ExtraTime, SlotRule
from mulakat.visits.closures.tests.closed import ten
from mulakat.visits.tests.placed import placed
from tests.world import a_prison, a_state, a_terminal, an_officer

pytestmark = pytest.mark.django_db
ADD = "/staff/times/rules/add/"


class Desk:
    """An administrator at a prison without any times yet."""

    def __init__(self, prison=None):
        self.prison = prison or a_prison()
        a_terminal(self.prison)
        a_terminal(self.prison)
        self.client = at_desk(an_officer(self.prison, Role.ADMIN))

    def post(self, path=ADD, **kw):
        return self.client.post(path, RULE | kw)

    def page(self, path=ADD, **kw):
        answer = self.post(path, **kw)
        assert answer.status_code == 422, answer.status_code
        return answer.content.decode()


def test_times_on_two_days_are_made_and_shown():
    desk = Desk()
    answer = desk.post(capacity="1", who="women")
    assert answer.status_code == 302
    rules = SlotRule.objects.order_by("weekday")
    assert [rule.weekday for rule in rules] == [0, 2]
    assert {(r.starts, r.ends, r.capacity, r.who) for r in rules} == {
        (time(10), time(13), 1, "women")
    }
    page = desk.client.get("/staff/times/rules/?kind=video").content.decode()
    assert page.count("10:00–13:00</td>") == 2
    assert "1 at a time" in page and "women" in page


def test_all_that_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost():
    desk = Desk()
    typed = {"starts": "25:00", "ends": "soon", "minutes": "many", "gap": "-1", "capacity": "x",
             "every_weeks": "", "weekday": [], "kind": "opera"}  # fmt: skip
    page = desk.page(**typed)
    found = errors(page)
    assert set(found) == {"kind", "weekday", "starts", "ends", "minutes", "gap", "capacity",
                          "every_weeks"}  # fmt: skip
    assert found["starts"] == "There is no time 25:00. Write it like 14:30"
    for field, sentence in found.items():
        assert beside(page, field) == sentence
    for value in ("25:00", "soon", "many", "-1"):
        assert f'value="{value}"' in page
    assert not SlotRule.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"ends": "09:00"}, "ends", "The end must be later than the start"),
        ({"minutes": "0", "gap": "5"}, "minutes", "The length must be between 1 and 480 minutes"),
        ({"capacity": "0"}, "capacity", "At least one visit must be possible at a time"),
        ({"minutes": "14"}, "starts", "Begin at a full five minutes"),
        ({"minutes": "200"}, "minutes", "1 visits of 200 minutes do not fit between 10:00 and"),
        ({"valid_from": "2020-01-01"}, "valid_from", "Choose a date in the future"),
        ({"who": "class"}, "inmate_class", "Choose the class"),
        ({"every_weeks": "0"}, "every_weeks", "The number of weeks must be between 1 and 53"),
        ({"valid_from": "2020-31-01"}, "valid_from", "Choose a day, like 2026-11-24"),
    ],
)
def test_bad_times_are_refused_in_words(typed, field, sentence):
    page = Desk().page(**typed)
    assert errors(page)[field].startswith(sentence)
    assert beside(page, field).startswith(sentence)
    assert not SlotRule.objects.exists()


def test_an_overlap_names_what_it_overlaps_with():
    desk = Desk()
    desk.post()
    page = desk.page(starts="12:00", ends="14:00", weekday=["2", "3"])
    assert errors(page) == {"starts": "This overlaps with Wednesday 10:00–13:00"}
    assert SlotRule.objects.count() == 2
    assert 'class="t-clash"' in page
    both = errors(desk.page(starts="12:00", ends="14:00"))["starts"]  # of every day at once
    assert "Monday 10:00–13:00" in both and "Wednesday 10:00–13:00" in both
    assert desk.post(starts="12:00", ends="14:00", who="lawyers").status_code == 302


def test_an_hour_that_the_clocks_skip_is_named():
    """In New York the clocks skip two to three on 14 March 2027, a Sunday."""
    desk = Desk(a_prison(a_state(timezone="America/New_York")))
    day = date(2027, 3, 14)
    page = desk.page("/staff/times/rules/extra/", day=day.isoformat(), starts="02:30", ends="04:00")
    assert errors(page) == {"starts": "On Sun 14 Mar the clocks do not show 02:30"}
    assert not ExtraTime.objects.exists()


def test_digits_of_any_script_and_short_clocks_are_understood():
    desk = Desk()
    desk.post(starts="९:३०", ends="1300", minutes="১৫", gap="५")
    rule = SlotRule.objects.all()[0]
    assert (rule.starts, rule.ends, rule.minutes) == (time(9, 30), time(13), 15)


def test_show_draws_the_week_and_keeps_nothing():
    desk = Desk()
    page = desk.post(act="show").content.decode()
    assert page.count('class="t-draft"') == 3  # two days, and the legend
    assert "At most 36 visits in this week" in page  # 2 days, 9 times, 2 terminals
    assert 'value="10:00"' in page
    assert not SlotRule.objects.exists()


def test_the_script_gets_the_picture_alone_and_never_an_error():
    desk = Desk()
    answer = desk.post("/staff/times/rules/picture/new/")
    assert "<html" not in answer.content.decode()
    assert answer.content.decode().count('class="t-draft"') == 3
    broken = desk.post("/staff/times/rules/picture/new/", starts="2")
    assert broken.status_code == 200
    assert 'class="t-draft"' not in broken.content.decode()
    assert desk.client.get("/staff/times/rules/picture/new/").status_code == 405


def test_the_picture_has_no_style_and_no_script():
    page = Desk().post(act="show").content.decode()
    (picture,) = re.findall(r"<svg class=\"s-pic\".*?</svg>", page, re.S)
    assert "style=" not in picture and "<script" not in picture


def test_a_used_rule_changes_from_a_day_on_and_past_days_keep_theirs():
    desk = Desk()
    begun = today(desk.prison, -30)
    rule = SlotRule.objects.create(prison=desk.prison, kind="video", weekday=0, starts=time(10),
                                   ends=time(13), valid_from=begun)  # fmt: skip
    path = f"/staff/times/rules/{rule.pk}/"
    page = desk.client.get(path).content.decode()
    assert 'value="10:00"' in page and 'value="13:00"' in page
    from_day = today(desk.prison, 10)
    answer = desk.post(path, weekday=["0"], ends="12:00", from_day=from_day.isoformat())
    assert answer.status_code == 302
    old, new = SlotRule.objects.order_by("pk")
    assert (old.pk, old.ends, old.valid_to) == (rule.pk, time(13), from_day - timedelta(days=1))
    assert (new.ends, new.valid_from) == (time(12), from_day)


def test_a_change_in_the_past_says_so_at_its_day():
    desk = Desk()
    rule = SlotRule.objects.create(prison=desk.prison, kind="video", weekday=0, starts=time(10),
                                   ends=time(13), valid_from=today(desk.prison, -30))  # fmt: skip
    yesterday = today(desk.prison, -1).isoformat()
    page = desk.page(f"/staff/times/rules/{rule.pk}/", weekday=["0"], from_day=yesterday)
    assert errors(page) == {"from_day": "Choose a date in the future"}
    rule.refresh_from_db()
    assert rule.valid_to is None


def test_a_rule_ends_and_says_first_who_is_booked_in_it():
    office = an_office(None, Role.ADMIN)
    placed(office.prison, terminal=office.terminal, starts_at=ten(office.prison))
    weekday = ten(office.prison).astimezone(office.prison.zone).weekday()
    rule = SlotRule.objects.get(prison=office.prison, kind="video", weekday=weekday)
    path = f"/staff/times/rules/{rule.pk}/end/"
    assert "<b>1 approved and 0 asked</b>" in office.client.get(path).content.decode()
    wrong = office.client.post(path, {"last_day": "2020-01-01"})
    assert errors(wrong.content.decode()) == {"last_day": "Choose a date in the future"}
    last = today(office.prison, 3)
    assert office.client.post(path, {"last_day": last.isoformat()}).status_code == 302
    rule.refresh_from_db()
    assert rule.valid_to == last


def test_an_extra_time_is_added_and_removed():
    desk = Desk()
    day = today(desk.prison, 5)
    assert desk.post("/staff/times/rules/extra/", day=day.isoformat()).status_code == 302
    extra = ExtraTime.objects.get()
    assert (extra.day, extra.starts) == (day, time(10))
    page = desk.client.get("/staff/times/rules/").content.decode()
    assert f"extra/{extra.pk}/remove/" in page
    for _ in range(2):  # a second press changes nothing
        answer = desk.client.post(f"/staff/times/rules/extra/{extra.pk}/remove/")
        assert answer.status_code == 302
    extra.refresh_from_db()
    assert extra.removed_at and extra.removed_at <= clock.now()


def test_rules_of_another_prison_are_not_found():
    desk, other = Desk(), Desk()
    other.post()
    rule = SlotRule.objects.all()[0]
    for path in (f"/staff/times/rules/{rule.pk}/", f"/staff/times/rules/{rule.pk}/end/"):
        assert desk.client.get(path).status_code == 404
        assert desk.client.post(path, RULE).status_code == 404
