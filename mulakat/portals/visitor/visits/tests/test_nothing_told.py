"""A stranger learns nothing that rests on an inmate: held, not held, moved, barred all look alike.

Walks over every reason of a refusal and every rule about the inmate. What a stranger can see of
each (code, hour, messages, pages, and the statements his pages put to the database) equals the
neutral answer; the same acts for a visitor known to the inmate differ, so the walk sees.
"""

import re
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mulakat import clock
from mulakat.notifications import rendering
from mulakat.notifications.models import Notification
from mulakat.portals.visitor.join.tests.walk import Browser
from mulakat.visits import deciding
from mulakat.visits.judging.standing import standing
from mulakat.visits.judging.table import RULES
from mulakat.visits.models import Visit
from mulakat.visits.proofs import proving
from mulakat.visits.tests.asking import AT, Asking, asking
from mulakat.visits.tests.test_checks import TABLE
from mulakat.visits.words import reasons
from tests.world import an_inmate, an_officer

pytestmark = pytest.mark.django_db
TRUE = [r for r in reasons.all_reasons() if not r.is_visitors_own]
ABOUT_INMATE = [key for key, rule in RULES.items() if rule.names_inmate]
NOT_KNOWN = {  # where the row of the table makes the visitor known
    "list_relation": lambda a: a.list(phone_index="x", name="Sabina Khatun", relation="child")
}
NUMBERS = re.compile(r"'[^']*'|\b\d+\b")


@dataclass(frozen=True)
class Seen:
    """All that a visitor can see of an answer, and when."""

    told: str
    shown_at: object
    messages: list[tuple[object, ...]]
    before: tuple[str, list[str]]  # page and statements, until the hour
    after: tuple[str, list[str]]


def a_case() -> Asking:
    case = asking(quotas=[["*", 1, "month"]], undo_seconds=60)
    case.change(case.visit, wishes=[AT.isoformat()], details={})
    case.wanted["officer"] = an_officer(case.prison)
    return case


def refused(case, reason, inmate, now):
    """The answer as its visitor sees it; undone afterwards, so that all cases are of one visit."""
    with transaction.atomic():
        officer = case.wanted["officer"]
        deciding.refuse(
            visit_id=case.visit.pk, by=officer, reason=reason, note="x", inmate=inmate, now=now
        )
        visit = Visit.objects.get(pk=case.visit.pk)
        shown_at = visit.answer_shown_at
        before = looks_at(visit)
        messages: list[tuple[object, ...]] = [
            (row.message, row.channel, row.due_at, row.expires_at, text(row))
            for row in Notification.objects.filter(subject=visit.subject).order_by("key")
        ]
        Visit.objects.filter(pk=visit.pk).update(answer_shown_at=now)
        seen = Seen(visit.decision.told, shown_at, messages, before, looks_at(visit))
        transaction.set_rollback(True)
    return seen


def looks_at(visit):
    """The page of the visit, and the statements it needs, without their numbers."""
    browser = Browser().open_link(visit)
    with CaptureQueriesContext(connection) as queries:
        browser.open("/visits/visit/")
    assert browser.path == "/visits/visit/"
    return browser.page, [NUMBERS.sub("?", query["sql"]) for query in queries]


def text(row):
    context = row.payload["context"]
    if row.channel == "sms":
        return rendering.sms(row.message, row.language, context)
    mail = rendering.mail(row.message, row.language, context)
    return mail.subject, mail.text, mail.html


def arranged(key):
    """A request against which the rule `key` has something, by a row of the table of rules."""
    rows = (row[0] for row in TABLE.values() if key in row[1] | (row[2] - {"list"}))
    case = a_case()
    NOT_KNOWN.get(key, next(rows))(case)
    return case


def known(case):
    case.list(phone_index=Visit.objects.get(pk=case.visit.pk).phone_index)


def facts_of(case):
    """Everything else that may be so while a stranger waits."""
    case.met(0, status="approved", outcome="")
    case.bar(), case.bar(inmate=case.inmate, disclose=False), case.away()
    case.cell("visit:999", inmate=case.inmate)
    case.list(phone_index="another")
    case.change(case.inmate, left_at=clock.now(), left_for="transfer")


def test_no_reason_is_both_the_visitors_own_and_about_the_inmate():
    assert not [r.code for r in reasons.all_reasons() if r.is_visitors_own and r.names_inmate]
    assert {rule.reason for key, rule in RULES.items() if rule.names_inmate}.isdisjoint(
        r.code for r in reasons.all_reasons() if r.is_visitors_own
    )


def test_every_reason_looks_like_the_neutral_one_to_a_stranger():
    case, now = a_case(), clock.now()
    neutral = refused(case, reasons.NEUTRAL, None, now)
    assert neutral.told == reasons.NEUTRAL
    assert neutral.shown_at > now
    assert len(neutral.messages) == 2
    assert neutral.before[0] != neutral.after[0]
    facts_of(case)
    for reason in TRUE:
        for inmate in (None, case.inmate):
            assert refused(case, reason.code, inmate, now) == neutral, reason.code


@pytest.mark.parametrize("key", ABOUT_INMATE)
def test_every_rule_about_the_inmate_ends_in_the_same_answer(key):
    case, now = arranged(key), clock.now()
    inmate = case.wanted.pop("inmate", case.inmate)
    officer = case.wanted.pop("officer")
    check = next(c for c in case.found(inmate=inmate) if c.key == key and c.mark != "ok")
    case.wanted["officer"] = officer
    same_prison = inmate if inmate.prison_id == case.prison.pk else None
    told = refused(case, check.reason, same_prison, now)
    assert told == refused(case, "R-10", None, now)


@pytest.mark.parametrize("key", ABOUT_INMATE)
def test_while_a_stranger_waits_the_fact_changes_nothing_on_his_page(key):
    case = arranged(key)
    with_fact = looks_at(case.visit)
    Visit.objects.filter(pk=case.visit.pk).update(asked={**case.visit.asked, "name": "Nobody"})
    without = looks_at(case.visit)
    assert with_fact[0].replace(str(case.visit.asked["name"]), "Nobody") == without[0]
    assert with_fact[1] == without[1]


def test_a_matched_inmate_changes_nothing_on_a_strangers_page():
    """As after an answer that was taken back, or a question that has been withdrawn."""
    case = a_case()
    facts_of(case)
    before = looks_at(case.visit)
    case.change(case.visit, inmate=case.inmate)
    assert looks_at(case.visit) == before
    assert standing(Visit.objects.get(pk=case.visit.pk), now=clock.now()) is None


def test_the_same_walk_sees_the_truth_for_a_visitor_whom_the_inmate_knows():
    case, now = a_case(), clock.now()
    known(case)
    neutral = refused(case, reasons.NEUTRAL, case.inmate, now)
    for reason in TRUE:
        seen = refused(case, reason.code, case.inmate, now)
        is_untold = reason.code in {*reasons.NEVER_TOLD, reasons.NEUTRAL}
        assert (seen.told == neutral.told) is is_untold, reason.code
        if not is_untold:
            assert seen.shown_at < neutral.shown_at
            assert seen.messages != neutral.messages
            assert seen.after[0] != neutral.after[0]


def test_a_known_number_beside_an_email_s_otp_learns_what_a_stranger_learns():
    """The same request, listed or not, held or not: words, hours, pages, statements."""
    case, now = a_case(), clock.now()
    case.change(case.visit, details={proving.BY_MAIL: now.isoformat()})
    neutral = refused(case, reasons.NEUTRAL, None, now)
    waits = looks_at(case.visit)
    known(case)
    facts_of(case)
    case.change(case.visit, inmate=case.inmate)
    assert looks_at(case.visit) == waits
    assert standing(Visit.objects.get(pk=case.visit.pk), now=now) is None
    for reason in [*TRUE, reasons.REASONS["R-40"]]:
        assert refused(case, reason.code, case.inmate, now) == neutral, reason.code


def test_to_be_known_to_one_inmate_tells_nothing_of_another():
    case, now = a_case(), clock.now()
    neutral = refused(case, reasons.NEUTRAL, None, now)
    known(case)
    other = an_inmate(case.prison, name="Bimal Das")
    for reason in TRUE:
        seen = refused(case, reason.code, other, now)
        assert (seen.told, seen.messages) == (neutral.told, neutral.messages), reason.code
