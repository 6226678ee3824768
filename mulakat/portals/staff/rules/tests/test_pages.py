"""The rules' pages: read, changed after a look, nothing typed lost, each change taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mulakat.accounts.models import Role
from mulakat.portals.staff.rules.labels import FAULTS, LABELS, PRESETS
from mulakat.portals.staff.tests.office import an_office, at_desk
from mulakat.prisons import keys, policy
from mulakat.prisons.models import Prison, RulesChange, State
from tests.world import a_prison, a_state, an_officer

pytestmark = pytest.mark.django_db


def a_desk(*roles, **kw):
    prison = a_prison(a_state(), **{"overrides": {}, **kw})
    return an_office(prison, *(roles or (Role.ADMIN,)))


def form(desk, group, **changed):
    """The form of a group as the browser would send it, with some fields changed."""
    page = desk.client.get(f"/staff/rules/{group}/")
    sent: dict[str, object] = {}
    for field in page.context["fields"]:
        if field.kind == "rows":
            for at, row in enumerate(field.value):
                sent |= {f"{field.key}-{at}-{part}": value for part, value in zip(
                    ("class", "n", "period"), row, strict=True)}  # fmt: skip
        else:
            sent[field.key] = field.value
    return {**sent, **changed}


def save(desk, group, **changed):
    sent = {**form(desk, group), **changed, "act": "save"}
    return desk.client.post(f"/staff/rules/{group}/", sent)


def test_every_key_and_preset_has_a_name_and_every_fault_its_words():
    assert set(LABELS) == policy.KEYS | {"preset"}
    assert set(PRESETS) == set(policy.PRESETS)
    for code in ("not_whole", "range", "beyond_horizon", "changed_since", "undone"):
        assert code in FAULTS


def test_every_rule_stands_there_with_its_public_sentence_and_what_differs():
    desk = a_desk(overrides={"notice_hours": 48})
    page = desk.client.get("/staff/rules/").content.decode()
    assert "Ask at least 48 hours before the visit." in page
    assert "Ask at least 24 hours before the visit." in page
    assert page.count("differs from the state") == 1
    assert page.count("<dt>") == len(policy.KEYS)


def test_an_administrator_changes_a_group_after_a_look():
    desk = a_desk()
    sent = form(desk, "often", **{"quotas-0-class": "*", "quotas-0-n": "4"})
    look = desk.client.post("/staff/rules/often/", sent)
    assert "Each person can have 4 visits in a month." in look.content.decode()
    assert not RulesChange.objects.exists()
    carried = dict(look.context["written"])
    answer = desk.client.post("/staff/rules/often/", {**carried, "act": "save"})
    assert answer.headers["Location"] == "/staff/rules/#often"
    assert Prison.objects.get(pk=desk.prison.pk).policy.quotas == (("*", 4, "month"),)
    assert RulesChange.objects.get().by == desk.officer.actor


def test_what_is_as_in_the_state_is_not_kept_in_the_prison():
    desk = a_desk(overrides={"notice_hours": 48})
    save(desk, "asking", notice_hours="24", wishes="2")
    assert Prison.objects.get(pk=desk.prison.pk).overrides == {"wishes": 2}


def test_all_errors_stand_at_their_fields_and_nothing_typed_is_lost():
    desk = a_desk()
    wrong = {
        "quotas-0-class": "convict", "quotas-0-n": "0", "quotas-0-period": "week",
        "same_visitor_days": "soon",
    }  # fmt: skip
    answer = save(desk, "often", **wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Line 1: enter a number of visits from 1 to 7" in page
    assert "Enter a whole number" in page
    assert 'value="soon"' in page
    assert answer.context["fields"][0].value[0] == ["convict", "0", "week"]
    assert set(answer.context["errors"]) == {"quotas", "same_visitor_days"}
    assert not RulesChange.objects.exists()


def test_rules_that_contradict_each_other_are_said_at_the_field():
    desk = a_desk()
    answer = save(desk, "asking", notice_hours="100", horizon_days="3")
    assert "must be shorter than the days ahead: at most 71 hours" in answer.content.decode()
    assert list(answer.context["errors"]) == ["notice_hours"]


def test_digits_of_any_script_are_read():
    desk = a_desk()
    save(desk, "asking", notice_hours="১২")
    assert Prison.objects.get(pk=desk.prison.pk).policy.notice_hours == 12


def test_one_can_go_back_from_the_look_and_finds_what_was_typed():
    desk = a_desk()
    sent = form(desk, "asking", notice_hours="36")
    page = desk.client.post("/staff/rules/asking/", {**sent, "act": "edit"})
    assert next(f for f in page.context["fields"] if f.key == "notice_hours").value == "36"


def test_a_superior_rules_the_state_and_its_preset_and_not_the_prison():
    desk = a_desk(Role.SUPERIOR)
    look = desk.client.post("/staff/rules/state/preset/", {"preset": "kerala"})
    assert "A video visit lasts 5 minutes." in look.content.decode()
    desk.client.post("/staff/rules/state/preset/", {"preset": "kerala", "act": "save"})
    assert State.objects.get(pk=desk.prison.state_id).preset == "kerala"
    assert desk.client.get("/staff/rules/asking/").status_code == 404
    assert desk.client.get("/staff/rules/state/asking/").status_code == 200


def test_an_unknown_preset_is_refused():
    desk = a_desk(Role.SUPERIOR)
    answer = desk.client.post("/staff/rules/state/preset/", {"preset": "atlantis", "act": "save"})
    assert answer.status_code == 422
    assert State.objects.get(pk=desk.prison.state_id).preset == "open"


def test_an_administrator_does_not_rule_the_state():
    desk = a_desk()
    assert desk.client.get("/staff/rules/state/asking/").status_code == 404
    assert desk.client.post("/staff/rules/state/preset/", {"preset": "delhi"}).status_code == 403
    assert desk.client.get("/staff/rules/no-such-group/").status_code == 404


def test_who_only_answers_requests_reads_the_rules_and_changes_none():
    desk = a_desk(Role.APPROVER)
    assert "Change</a>" not in desk.client.get("/staff/rules/").content.decode()
    assert desk.client.post("/staff/rules/often/", {}).status_code == 403


def test_the_log_says_who_when_before_and_after_and_takes_back():
    desk = a_desk()
    save(desk, "asking", notice_hours="48")
    page = desk.client.get("/staff/rules/log/").content.decode()
    assert desk.officer.name in page
    assert "Ask at least 24 hours before the visit." in page
    assert "Ask at least 48 hours before the visit." in page
    change = RulesChange.objects.get()
    desk.client.post(f"/staff/rules/log/{change.pk}/undo/")
    assert Prison.objects.get(pk=desk.prison.pk).policy.notice_hours == 24
    assert "This change was taken back." in desk.client.get("/staff/rules/log/").content.decode()


def test_a_change_that_another_followed_is_not_taken_back_and_the_page_says_why():
    desk = a_desk()
    save(desk, "asking", notice_hours="48")
    first = RulesChange.objects.get()
    save(desk, "asking", notice_hours="72")
    answer = desk.client.post(f"/staff/rules/log/{first.pk}/undo/")
    assert answer.status_code == 422
    assert "Hours of notice: Changed again later" in answer.content.decode()
    assert Prison.objects.get(pk=desk.prison.pk).policy.notice_hours == 72


def test_another_prisons_change_is_not_found():
    desk, other = a_desk(), a_desk()
    save(other, "asking", notice_hours="48")
    change = RulesChange.objects.get()
    assert desk.client.post(f"/staff/rules/log/{change.pk}/undo/").status_code == 404
    admin = at_desk(an_officer(other.prison, Role.ADMIN))
    assert admin.post(f"/staff/rules/log/{change.pk}/undo/").status_code == 302


@pytest.mark.parametrize("path", ["", "state/", "often/", "log/", *(f"{g}/" for g in keys.GROUPS)])
def test_no_page_needs_more_than_eight_queries(path):
    desk = a_desk(Role.ADMIN, Role.SUPERIOR)
    save(desk, "asking", notice_hours="48")
    with CaptureQueriesContext(connection) as queries:
        assert desk.client.get(f"/staff/rules/{path}").status_code == 200
    assert len(queries) <= 8
