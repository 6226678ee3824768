"""The table of all rules: what is given, and every reason it gives, all at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mulakat.prisons.changing import change_rules
from mulakat.visits.judging.table import RULES
from mulakat.visits.models import Visit
from mulakat.visits.tests.asking import AT, DAY, HOUR, NOW, asking
from mulakat.visits.words.reasons import REASONS
from tests.world import a_prison, a_terminal, a_window, an_inmate

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
WEEK = [["*", 1, "week"]]

# (what is done to a plain request, what then says stop, what says look beside it)
TABLE = {
    "nothing": (lambda a: None, set(), {"list"}),
    "listed": (lambda a: a.list(), set(), set()),
    "listed as another relation": (lambda a: a.list(relation="sibling"), set(), {"list_relation"}),
    "listed under another phone": (lambda a: a.list(phone_index="x"), set(), {"list"}),
    "gave a code": (lambda a: a.code(), set(), set()),
    "gave a revoked code": (lambda a: a.code(revoked_at=NOW), set(), {"list"}),
    "moved": (lambda a: a.change(a.inmate, left_at=NOW, left_for="transfer"), {"in_prison"},
              {"list"}),
    "of another prison": (lambda a: a.wanted.update(inmate=an_inmate(a_prison())), {"in_prison"},
                          {"list"}),
    "in court": (lambda a: a.away(), {"absence"}, {"list"}),
    "in court until then": (lambda a: a.away(ends_at=AT), set(), {"list"}),
    "in court right after": (lambda a: a.away(starts_at=AT + 15 * MINUTE), set(), {"list"}),
    "no longer in court": (lambda a: a.away(removed_at=NOW), set(), {"list"}),
    "quota used": (lambda a: (a.rules(quotas=WEEK), a.met(-6)), {"quota"}, {"list"}),
    "quota used later": (lambda a: (a.rules(quotas=WEEK), a.met(6)), {"quota"}, {"list"}),
    "quota free again": (lambda a: (a.rules(quotas=WEEK), a.met(-7)), set(), {"list"}),
    "broken visit": (lambda a: (a.rules(quotas=WEEK), a.met(-1, outcome="cut_short")), set(),
                     {"list"}),
    "quota held by an offer": (
        lambda a: (a.rules(quotas=WEEK),
                   a.offer(a.met(0, status="offered", outcome="", starts_at=None), AT)),
        {"quota"}, {"list"}),
    "list wanted": (lambda a: a.rules(contact_list_required=True), {"list"}, set()),
    "list wanted of a lawyer": (
        lambda a: (a.rules(contact_list_required=True), a.lead(relation="lawyer")), set(),
        {"list"}),
    "list wanted, code given": (
        lambda a: (a.rules(contact_list_required=True), a.code()), set(), set()),
    "relation not allowed": (
        lambda a: (a.rules(relations_allowed=["parent", "lawyer"])), {"relation"}, {"list"}),
    "barred": (lambda a: a.bar(), {"restriction"}, {"list"}),
    "barred from this inmate": (lambda a: a.bar(inmate=a.inmate), {"restriction"}, {"list"}),
    "barred from another": (lambda a: a.bar(inmate=an_inmate(a.prison)), set(), {"list"}),
    "barred by video": (lambda a: a.bar(kind="video"), {"restriction"}, {"list"}),
    "barred at the jail": (lambda a: a.bar(kind="physical"), set(), {"list"}),
    "barred until then": (lambda a: a.bar(until=AT), set(), {"list"}),
    "barred past then": (lambda a: a.bar(until=AT + MINUTE), {"restriction"}, {"list"}),
    "bar not agreed": (lambda a: a.bar(agreed_at=None, agreed_by=""), set(),
                       {"list", "restriction"}),
    "bar lifted": (lambda a: a.bar(lifted_at=NOW), set(), {"list"}),
    "inmate barred": (lambda a: a.bar(phone_index="", inmate=a.inmate, agreed_at=None),
                      {"restriction"}, {"list"}),
    "another visitor barred": (lambda a: a.bar(phone_index="x"), set(), {"list"}),
    "class without video": (
        lambda a: (a.rules(no_video_classes=["convict"]), a.change(a.inmate, category="convict")),
        {"video_class"}, {"list"}),
    "class without video, at the jail": (
        lambda a: (a.rules(no_video_classes=["undertrial"]), a.change(a.visit, kind="physical"),
                   a.wanted.update(place=a_window(a.prison))), set(), {"list"}),
    "two must agree on the class": (lambda a: a.rules(second_approval=["undertrial"]), set(),
                                    {"list", "second"}),
    "two must agree on embassies": (
        lambda a: (a.rules(second_approval=["embassy"]), a.lead(relation="embassy")), set(),
        {"list", "second"}),
    "two must agree on foreigners": (
        lambda a: (a.rules(second_approval=["foreign"]), a.bring(id_type="foreign_passport")),
        set(), {"list", "second"}),
    "inmate taken": (lambda a: a.cell("visit:999", inmate=a.inmate, terminal=a_terminal(a.prison)),
                     {"clash"}, {"list"}),
    "inmate taken by himself": (lambda a: a.cell(a.visit.subject, inmate=a.inmate), set(),
                                {"list"}),
    "held by his own offer": (
        lambda a: a.cell(f"offer:{a.offer(a.visit, AT).pk}", inmate=a.inmate), set(), {"list"}),
    "the same two that day": (lambda a: a.met(0, phone="+919830012345"), {"same_visitor"},
                              {"list"}),
    "the same two the day before": (lambda a: a.met(-1, phone="+919830012345"), set(), {"list"}),
    "the same two within three days": (
        lambda a: (a.rules(same_visitor_days=3), a.met(2, phone="+919830012345")),
        {"same_visitor"}, {"list"}),
    "another of the family with the phone": (
        lambda a: a.met(0, phone="+919830012345", visitor={"name": "Karim Sheikh"}), set(),
        {"list"}),
    "asked twice": (lambda a: a.asked(), set(), {"list", "asked_twice"}),
    "answered before": (lambda a: a.asked(status="refused"), set(), {"list"}),
    "too many open requests": (
        lambda a: (a.rules(open_requests_per_phone=1), a.asked(asked={"name": "Bimal Das"})),
        set(), {"list", "open_requests"}),
    "a phone for three people": (
        lambda a: [a.asked(asked={"name": name}, status="refused") for name in ("Bimal", "Dulal")],
        set(), {"list", "same_phone"}),
    "a phone for three people long ago": (
        lambda a: [a.asked(asked={"name": name}, status="refused", requested_at=NOW - 31 * DAY)
                   for name in ("Bimal", "Dulal")], set(), {"list"}),
    "too many persons": (lambda a: [a.bring() for _ in range(3)], {"persons"}, {"list"}),
    "too many children": (lambda a: (a.rules(children_max=1), a.bring(age=5), a.bring(age=17)),
                          {"children"}, {"list"}),
    "no adult": (lambda a: a.lead(age=17), {"adult"}, {"list"}),
    "no adult, none needed": (lambda a: (a.rules(adult_needed=False), a.lead(age=17)), set(),
                              {"list"}),
    "eighteen": (lambda a: a.lead(age=18), set(), {"list"}),
    "a lawyer in a short slot": (
        lambda a: (a.lead(relation="lawyer"), a.wanted.update(minutes=15)), set(),
        {"list", "lawyer"}),
    "a lawyer with his time": (lambda a: (a.lead(relation="lawyer")), set(), {"list"}),
    "over": (lambda a: a.wanted.update(starts_at=NOW - 15 * MINUTE), {"time"}, {"list"}),
    "running": (lambda a: (a.rules(notice_hours=0), a.wanted.update(starts_at=NOW - 14 * MINUTE)),
                {"notice"}, {"list"}),
    "notice too short": (lambda a: a.wanted.update(starts_at=NOW + 24 * HOUR - MINUTE), {"notice"},
                         {"list"}),
    "notice just enough": (lambda a: a.wanted.update(starts_at=NOW + 24 * HOUR), set(), {"list"}),
    "walked in at the gate": (
        lambda a: (a.change(a.visit, assisted_at="gate"), a.wanted.update(starts_at=NOW + HOUR)),
        set(), {"list"}),
    "closed": (lambda a: a.closure(), {"closed"}, {"list"}),
    "closed until then": (lambda a: a.closure(ends_at=AT), set(), {"list"}),
    "opened again": (lambda a: a.closure(lifted_at=NOW), set(), {"list"}),
    "state closed": (lambda a: a.closure(prison=None), {"closed"}, {"list"}),
    "other kind closed": (lambda a: a.closure(kind="physical"), set(), {"list"}),
    "other terminal closed": (lambda a: a.closure(terminal=a_terminal(a.prison)), set(), {"list"}),
    "terminal broken": (lambda a: a.change(a.terminal, broken_since=NOW), {"place"}, {"list"}),
    "terminal removed": (lambda a: a.change(a.terminal, removed_at=NOW), {"place"}, {"list"}),
    "terminal elsewhere": (lambda a: a.wanted.update(place=a_terminal(a_prison())), {"place"},
                           {"list"}),
    "terminal taken": (lambda a: a.cell("visit:999"), {"place"}, {"list"}),
    "terminal taken right after": (lambda a: a.cell("visit:999", at=AT + 20 * MINUTE), set(),
                                   {"list"}),
    "terminal taken in the turnover": (lambda a: a.cell("visit:999", at=AT + 15 * MINUTE),
                                       {"place"}, {"list"}),
    "wheelchair": (lambda a: a.change(a.visit, details={"help": ["wheelchair"]}), {"fit"},
                   {"list"}),
    "terminal for voice alone": (lambda a: a.change(a.terminal, suits=["voice"]), {"fit"},
                                 {"list"}),
    "voice at a terminal for voice": (
        lambda a: (a.change(a.terminal, suits=["voice"]),
                   a.change(a.visit, details={"help": ["voice"]})), set(), {"list"}),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_every_rule_by_its_row(name):
    arrange, stops, looks = TABLE[name]
    case = asking()
    arrange(case)
    assert (case.marks("stop"), case.marks("look")) == (stops, looks)


def test_every_rule_has_its_row():
    said = {key for _, stops, looks in TABLE.values() for key in stops | looks}
    assert said == set(RULES) - {"horizon"}  # at the edges of a day, below


def test_everything_wrong_is_said_at_once():
    case = asking(
        quotas=WEEK, contact_list_required=True, relations_allowed=["parent", "lawyer"],
        no_video_classes=["convict"], second_approval=["convict"], persons_max=1, children_max=0,
        open_requests_per_phone=1, horizon_days=3, notice_hours=24 * 20,
    )  # fmt: skip
    case.change(case.inmate, category="convict", left_at=NOW, left_for="release")
    case.away()
    case.bar()
    case.closure()
    case.met(0, phone="+919830012345")
    case.cell("visit:999", inmate=case.inmate)
    case.lead(age=15)
    case.bring(age=9)
    for name in ("Rahim Sheikh", "Bimal", "Dulal"):
        case.asked(asked={"name": name})
    case.change(case.terminal, suits=["voice"])
    case.list(phone_index="another", relation="child", name="Sabina Khatun")
    assert case.marks("stop") == {
        "in_prison", "absence", "quota", "list", "relation", "restriction", "video_class", "clash",
        "same_visitor", "persons", "children", "adult", "notice", "horizon", "closed", "place",
        "fit",
    }  # fmt: skip
    assert case.marks("look") == {
        "list_relation", "second", "asked_twice", "open_requests", "same_phone",
    }  # fmt: skip
    order = [list(RULES).index(check.key) for check in case.found()]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("at", "days", "is_far"),
    [
        (datetime(2026, 8, 12, 18, 29, tzinfo=UTC), 9, False),  # 23:59 of the last day
        (datetime(2026, 8, 12, 18, 30, tzinfo=UTC), 9, True),  # midnight in India, still UTC's day
        (datetime(2026, 8, 11, 18, 30, tzinfo=UTC), 8, True),
        (datetime(2026, 8, 11, 18, 29, tzinfo=UTC), 8, False),
    ],
)
def test_days_end_at_midnight_in_india(at, days, is_far):
    case = asking(horizon_days=days)
    assert ("horizon" in case.marks("stop", starts_at=at)) is is_far


@pytest.mark.parametrize(
    ("met", "is_used"),
    [
        (datetime(2026, 7, 12, 18, 29, tzinfo=UTC), False),  # 12 July in India: a month before
        (datetime(2026, 7, 12, 18, 30, tzinfo=UTC), True),  # 13 July has begun
    ],
)
def test_a_month_reaches_from_the_same_day_of_the_month_before(met, is_used):
    case = asking(quotas=[["*", 1, "month"]])
    case.met(0, starts_at=met)
    assert ("quota" in case.marks("stop")) is is_used


def test_two_visits_at_midnight_are_of_two_days():
    case = asking()
    midnight = datetime(2026, 8, 11, 18, 30, tzinfo=UTC)
    case.met(0, starts_at=midnight - MINUTE, phone="+919830012345")
    assert "same_visitor" not in case.marks("stop", starts_at=midnight)
    assert "same_visitor" in case.marks("stop", starts_at=midnight - HOUR)


def test_the_facts_of_the_quota_say_how_many_and_from_when():
    case = asking(quotas=[["*", 2, "week"]])
    case.met(-1)
    case.met(2)
    check = case.one("quota")
    assert (check.mark, check.source) == ("stop", "prison:quotas")
    assert check.facts["used"] == 2
    assert check.facts["next_from"] == (AT + 6 * DAY).date()


def test_the_source_names_the_rule_or_the_row():
    case = asking(persons_max=3)
    bar, away = case.bar(), case.away()
    sources = {check.key: check.source for check in case.found()}
    assert sources["restriction"] == f"bar:{bar.pk}"
    assert sources["absence"] == f"absence:{away.pk}"
    assert sources["persons"] == "prison:persons_max"
    assert sources["notice"] == "preset:notice_hours"


def test_without_an_inmate_and_a_time_only_the_request_itself_is_judged():
    case = asking()
    keys = {check.key for check in case.found(inmate=None, starts_at=None, place=None)}
    assert keys == {
        "in_prison", "relation", "restriction", "asked_twice", "open_requests", "same_phone",
        "persons", "adult",
    }  # fmt: skip


def test_a_phone_that_a_desk_typed_is_not_the_one_on_the_list():
    case = asking()
    case.list(name="Fatima Begum")
    assert case.one("list").facts["how"] == "phone"
    case.change(case.visit, assisted_at="gate")
    assert case.one("list").facts["how"] == "none"


def test_a_used_quota_is_only_a_hint_until_a_day_is_chosen():
    case = asking(quotas=WEEK)
    case.met(-10)
    assert case.one("quota", starts_at=None).mark == "look"


def test_a_request_is_judged_by_the_rules_of_its_day():
    case = asking()
    change_rules(of=case.prison, by="staff:1", set_to={"quotas": WEEK}, now=NOW + HOUR)
    case.met(-1)
    assert "quota" not in case.marks("stop")
    case.change(case.visit, requested_at=NOW + HOUR)
    assert "quota" in case.marks("stop")


def test_all_checks_take_four_queries_whatever_there_is():
    case = asking(quotas=WEEK, second_approval=["convict"])
    for _ in range(3):
        case.met(-1), case.list(), case.bar(), case.away(), case.closure(), case.asked()
    visits = Visit.objects.select_related("prison__state", "visitor_code")
    visit: Visit = visits.prefetch_related("persons").get(pk=case.visit.pk)
    from mulakat.visits.checks import checks

    with CaptureQueriesContext(connection) as queries:
        checks(visit=visit, inmate=case.inmate, starts_at=AT, place=case.terminal, now=NOW)
    assert len(queries) <= 4


def test_each_finding_suggests_the_reason_of_a_refusal():
    for rule in RULES.values():
        assert rule.reason in REASONS
    case = asking()
    case.change(case.inmate, left_at=NOW, left_for="transfer")
    case.bar(cause="child_protection")
    assert case.one("in_prison").reason == "R-11"
    assert case.one("restriction").reason == "R-61"
    case.change(case.inmate, left_for="release")
    assert case.one("in_prison").reason == "R-12"


def test_what_rests_on_the_inmate_suggests_only_reasons_that_strangers_do_not_read():
    for key, rule in RULES.items():
        is_own = REASONS[rule.reason].is_visitors_own
        assert not (rule.names_inmate and is_own), key
