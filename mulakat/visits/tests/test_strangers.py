"""Whatever is true of the person inside, a stranger reads the same words at the same hour.

Held, not held, moved, restricted, taken up by the quota: every answer of the prison to a visitor
whom the inmate does not know is compared letter by letter, with its hour and with the page's
status. The one thing that differs is what the visitor himself did wrong.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.notifications import rendering
from mulakat.notifications.models import Notification
from mulakat.people.models import Absence, Inmate, Restriction
from mulakat.prisons.models import Prison
from mulakat.visits import asking, deciding, lapsing, telling, waiting
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Status, Visit
from mulakat.visits.proofs import proving
from mulakat.visits.tests.answered import a_prison, fresh, keys, list_on
from mulakat.visits.words import causes, reasons
from tests import world

pytestmark = pytest.mark.django_db
HIDDEN = [r.code for r in reasons.all_reasons() if not r.is_visitors_own]


def not_held(prison: Prison) -> Inmate | None:
    return None


def held(prison: Prison) -> Inmate | None:
    return world.an_inmate(prison)


def moved(prison: Prison) -> Inmate | None:
    return world.an_inmate(prison, left_at=clock.now(), left_for="transfer")


def restricted(prison: Prison) -> Inmate | None:
    now, inmate = clock.now(), world.an_inmate(prison)
    Restriction.objects.create(
        prison=prison, inmate=inmate, cause="security", starts_at=now, made_by="staff:1",
        made_at=now,
    )  # fmt: skip
    return inmate


def in_court(prison: Prison) -> Inmate | None:
    now, inmate = clock.now(), world.an_inmate(prison)
    Absence.objects.create(
        inmate=inmate, cause="court", starts_at=now, ends_at=now + timedelta(days=9),
        made_by="staff:1", made_at=now,
    )  # fmt: skip
    return inmate


TRUTHS: list[Callable[[Prison], Inmate | None]] = [not_held, held, moved, restricted, in_court]


def told(visit: Visit, now: datetime) -> list[Any]:
    """Each message in words, with its hour; links and the number apart, which are the visit's."""
    found: list[Any] = []
    for row in Notification.objects.filter(subject=visit.subject).order_by("message"):
        context = row.payload["context"] | {"vrn": "1/1/1/2026", "link": "https://x/j/x"}
        if row.channel == "sms":
            text = rendering.sms(row.message, row.language, context)
        else:
            mail = rendering.mail(row.message, row.language, context, now)
            text = mail.subject + mail.text + mail.html
        found.append((row.message, row.due_at, row.expires_at, text))
    return found


@pytest.mark.parametrize("language", ["en", "hi", "bn"])
def test_every_refusal_of_a_stranger_is_one_text_at_one_hour(language: str) -> None:
    prison, now = a_prison(), clock.now()
    officer = world.an_officer(prison)
    seen = []
    for reason in HIDDEN:
        for truth in TRUTHS:
            visit = world.a_request(prison, language=language)
            deciding.refuse(
                visit_id=visit.pk, by=officer, reason=reason, inmate=truth(prison), now=now
            )
            visit = fresh(visit)
            assert visit.answer_shown_at
            seen.append(
                (told(visit, now), visit.answer_shown_at, visit.decision.told,
                 visit.status_shown(now), visit.status_shown(visit.answer_shown_at))
            )  # fmt: skip
    assert len(seen) == len(HIDDEN) * len(TRUTHS) > 40
    assert all(one == seen[0] for one in seen) and seen[0][2] == "R-90"


def test_the_number_of_a_known_visitor_beside_an_own_email_reads_what_a_stranger_reads() -> None:
    """The e-mail's OTP sent the request: the phone may be anybody's."""
    prison, now = a_prison(), clock.now()
    officer, seen = world.an_officer(prison), []
    for reason in [*HIDDEN, "R-40"]:
        for truth in TRUTHS:
            inmate = truth(prison)
            visit = world.a_request(prison, details={proving.BY_MAIL: now.isoformat()})
            if inmate:
                list_on(inmate, visit)
            deciding.refuse(visit_id=visit.pk, by=officer, reason=reason, inmate=inmate, now=now)
            visit = fresh(visit)
            seen.append((told(visit, now), visit.answer_shown_at, visit.decision.told))
    stranger = world.a_request(prison, phone="+919830054321")
    deciding.refuse(visit_id=stranger.pk, by=officer, reason="R-10", now=now)
    stranger = fresh(stranger)
    seen.append((told(stranger, now), stranger.answer_shown_at, stranger.decision.told))
    assert all(one == seen[0] for one in seen) and seen[0][2] == "R-90"
    for key in ("which_person", "other_day", "own"):
        visit, inmate = world.a_request(prison, details={proving.BY_MAIL: "x"}), held(prison)
        assert inmate and list_on(inmate, visit)
        with pytest.raises(CannotAct):
            asking.ask(visit_id=visit.pk, by=officer, key=key, text="?", inmate=inmate, now=now)


@pytest.mark.parametrize("key", ["id", "relation", "address", "phone", "who_comes", "lawyer"])
def test_a_question_to_a_stranger_is_the_same_for_every_truth(key: str) -> None:
    prison, now = a_prison(), clock.now()
    officer, seen = world.an_officer(prison), []
    for truth in TRUTHS:
        visit = world.a_request(prison)
        asking.ask(visit_id=visit.pk, by=officer, key=key, inmate=truth(prison), now=now)
        seen.append((told(visit, now), fresh(visit).status))
    assert all(one == seen[0] for one in seen) and seen[0][0]


@pytest.mark.parametrize("key", ["which_person", "other_day", "own"])
def test_every_other_question_is_refused_for_every_truth(key: str) -> None:
    prison, now = a_prison(), clock.now()
    officer = world.an_officer(prison)
    for truth in TRUTHS:
        visit = world.a_request(prison)
        with pytest.raises(CannotAct) as caught:
            asking.ask(
                visit_id=visit.pk, by=officer, key=key, text="?", inmate=truth(prison), now=now
            )
        assert keys(caught) == ["only_for_known"] and told(visit, now) == []


def test_a_lapsed_request_and_the_waiting_list_are_the_same_for_every_truth() -> None:
    prison, now = a_prison(), clock.now()
    seen = []
    for truth in TRUTHS:
        truth(prison)
        late, waits = world.a_request(prison, answer_by=now), world.a_request(prison)
        lapsing.remind_and_lapse(now=now)
        waiting.join(visit_id=waits.pk, by=None, now=now)
        waiting.offer_freed(now=now)
        assert fresh(waits).status == Status.WAITLISTED
        seen.append((told(late, now), told(waits, now), fresh(late).status))
    assert all(one == seen[0] for one in seen) and seen[0][0] and seen[0][1]


def test_a_cancelled_visit_of_a_stranger_says_nothing_new_about_the_person() -> None:
    prison, now = a_prison(), clock.now()
    hidden = [cause.key for cause in causes.CAUSES.values() if cause.names_inmate]
    seen = []
    for cause in [*hidden, causes.OTHER]:
        visit = fresh(world.an_approved_visit(prison))
        assert visit.inmate
        if cause == causes.LEFT:
            visit.inmate.left_at = now
        telling.cancelled_by_prison(visit=visit, cause=cause, now=now)
        seen.append([(message, due, ends) for message, due, ends, _text in told(visit, now)])
        assert all("has written down why" in text or message[0] == "S"
                   for message, _due, _ends, text in told(visit, now))  # fmt: skip
    assert all(one == seen[0] for one in seen) and len(hidden) == 4


def test_the_known_read_the_truth_so_the_comparison_can_fail() -> None:
    prison, now = a_prison(), clock.now()
    officer, texts = world.an_officer(prison), set()
    for reason in ("R-13", "R-20", "R-30"):
        visit, inmate = world.a_request(prison), world.an_inmate(prison)
        list_on(inmate, visit)
        deciding.refuse(visit_id=visit.pk, by=officer, reason=reason, inmate=inmate, now=now)
        texts.add(str(told(visit, now)))
    assert len(texts) == 3
