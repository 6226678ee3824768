"""Two hands at the same moment: exactly one outcome, and everyone is told the truth."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connections

from mulakat import clock
from mulakat.audit.models import Event
from mulakat.notifications.channels.email import EmailCourier, Server
from mulakat.notifications.delivery import deliver_due
from mulakat.notifications.models import Notification
from mulakat.schedule.models import Cell
from mulakat.visits import (
    asking,
    cancelling,
    deciding,
    lapsing,
    looking_again,
    offering,
    proposing,
    waiting,
)
from mulakat.visits.acting import CannotAct
from mulakat.visits.models import Decision, Offer, Status, Visit
from mulakat.visits.tests.answered import a_prison, approve, cells_of, consent, fresh, soon
from mulakat.visits.tests.test_offering import offer
from mulakat.visits.tests.test_waiting import one_place, ready
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 8  # so that either side comes first now and then
Act = Callable[[], object]


def all_at_once(*acts: Act) -> list[str]:
    """Each act in a thread of its own, let go together: "done" or why not, in their order."""
    gate, results = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Act) -> None:
        try:
            gate.wait(30)
            act()
            results[number] = "done"
        except (CannotAct, deciding.CannotDecide, deciding.CannotUndo) as cannot:
            results[number] = cannot.reasons[0].key
        except Exception as wrong:
            results[number] = repr(wrong)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    return results


def told(visit: Visit, word: str) -> int:
    """How many messages say so: approved, refused, cancelled."""
    keys = Notification.objects.filter(key__startswith=f"{visit.subject}:{word}")
    return keys.count()


def test_two_offers_want_one_freed_place_and_one_is_made() -> None:
    """Several workers sweep at once."""
    for _ in range(TIMES):
        prison, now = a_prison(), clock.now()
        one_place(prison)
        visits = [ready(prison, 2), ready(prison, 1)]
        sweep = partial(waiting.offer_freed, now=now)
        assert set(all_at_once(sweep, sweep, sweep)) == {"done"}
        offers = Offer.objects.filter(visit__in=visits, answered_at=None)
        assert [made.visit for made in offers] == [visits[0]]
        assert set(Cell.objects.filter(terminal__prison=prison).values_list("holder", flat=True)) \
            == {offers[0].subject}  # fmt: skip
        assert [fresh(visit).status for visit in visits] == [Status.OFFERED, Status.WAITLISTED]
        assert told(visits[1], "offered") == 0


def test_two_officers_offer_one_place_and_one_of_the_families_has_it() -> None:
    for _ in range(TIMES):
        prison = a_prison()
        terminal = world.a_terminal(prison)
        visits = [world.a_request(prison), world.a_request(prison)]
        acts = [_offering(visit, terminal) for visit in visits]
        results = all_at_once(*acts)
        assert Counter(results) == {"done": 1, "terminal_taken": 1}
        lost = visits[1 - results.index("done")]
        assert fresh(lost).status == Status.REQUESTED and told(lost, "offered") == 0


def test_two_officers_offer_the_last_place_of_a_quota_and_one_may() -> None:
    for _ in range(TIMES):
        prison = a_prison(quotas=[["*", 1, "week"]])
        inmate = world.an_inmate(prison)
        visits = [world.a_request(prison), world.a_request(prison, phone="+919830012399")]
        acts = [
            partial(
                offer, visit, by=world.an_officer(prison), wanted=consent(inmate),
                terminal=world.a_terminal(prison), starts_at=soon(24 * (2 + number)),
            )
            for number, visit in enumerate(visits)
        ]  # fmt: skip
        assert Counter(all_at_once(*acts)) == {"done": 1, "quota": 1}


def _offering(visit: Visit, terminal: Any) -> Act:
    officer, inmate = world.an_officer(visit.prison), world.an_inmate(visit.prison)
    return lambda: offer(visit, by=officer, wanted=consent(inmate), terminal=terminal)


def test_a_yes_against_the_end_of_its_time() -> None:
    """The visitor presses in the last second, and the sweep's clock is a second ahead."""
    outcomes = Counter[str]()
    for _ in range(TIMES):
        visit = world.a_request(a_prison())
        made = offer(visit)
        last = made.answer_by - timedelta(seconds=1)
        yes, _sweep = all_at_once(
            partial(offering.accept, offer=made, now=last),
            partial(offering.expire_offers, now=made.answer_by),
        )
        visit = fresh(visit)
        outcomes[yes] += 1
        if yes == "done":
            assert visit.status == Status.APPROVED and cells_of(visit.subject) == 4
            assert told(visit, "approved") == 2
        else:
            assert yes == "offer_over" and visit.status == Status.REQUESTED
            assert cells_of(visit.subject) == 0 and told(visit, "approved") == 0
        assert cells_of(made.subject) == 0
        assert Event.objects.filter(
            subject=visit.subject, name__in=["offer.accepted", "offer.expired"]
        ).count() == 1  # fmt: skip
    assert sum(outcomes.values()) == TIMES


def test_a_yes_pressed_twice_is_one_approval() -> None:
    visit = world.a_request(a_prison())
    made = offer(visit)
    now = clock.now()
    yes = lambda: offering.accept(offer=made, now=now)  # noqa: E731
    assert Counter(all_at_once(yes, yes, yes)) == {"done": 1, "offer_over": 2}
    assert Decision.objects.filter(visit=visit).count() == 1 and told(visit, "approved") == 2


def test_undo_against_the_real_delivery(smtp: Any) -> None:
    """A courier takes the mail at the very moment the officer takes it back.

    Its clock is a minute ahead, so that both may; SMTP is a server of its own.
    """
    for turn in range(TIMES):
        prison, now = a_prison(), clock.now()
        officer = world.an_officer(prison)
        visit = approve(world.a_request(prison, contact={"email": "v@example.com"}), officer)
        Notification.objects.filter(subject=visit.subject, channel="sms").delete()
        before = len(smtp.letters)
        undone, sent = all_at_once(
            partial(_after, turn % 3 / 200, deciding.undo, visit_id=visit.pk, by=officer, now=now),
            partial(_deliver, smtp, f"w{turn}", now + timedelta(seconds=61)),
        )
        assert sent == "done"
        arrived = len(smtp.letters) - before
        visit = fresh(visit)
        if undone == "done":
            assert arrived == 0 and visit.status == Status.REQUESTED
            assert cells_of(visit.subject) == 0 and told(visit, "approved") == 0
        else:
            assert undone == "already_sent" and arrived == 1
            assert visit.status == Status.APPROVED and cells_of(visit.subject) == 4


def _after(seconds: float, act: Callable[..., object], **kw: Any) -> None:
    """Let the other side begin a moment earlier now and then."""
    time.sleep(seconds)
    act(**kw)


def _deliver(smtp: Any, worker: str, at: Any) -> None:
    courier = EmailCourier(
        server=Server("smtp", "127.0.0.1", smtp.port), sender="e-Mulakat <m@example.com>"
    )
    try:
        deliver_due(channel="email", courier=courier, worker=worker, now=lambda: at)
    finally:
        courier.close()


def test_two_officers_undo_and_answer_again_at_once() -> None:
    """The one undoes, the other answers: either comes second and is told why."""
    for _ in range(TIMES):
        prison, now = a_prison(), clock.now()
        first, second = world.an_officer(prison), world.an_officer(prison)
        visit = approve(world.a_request(prison), first, now=now)
        undone, refused = all_at_once(
            partial(deciding.undo, visit_id=visit.pk, by=first, now=now),
            partial(deciding.refuse, visit_id=visit.pk, by=second, reason="R-32", now=now),
        )
        visit = fresh(visit)
        assert undone == "done" and refused in {"done", "already_approved"}
        is_refused = refused == "done"
        assert visit.status == (Status.REFUSED if is_refused else Status.REQUESTED)
        assert told(visit, "approved") == 0 and told(visit, "refused") == 2 * is_refused
        assert Decision.objects.filter(visit=visit, superseded_at=None).count() == is_refused


def test_an_approval_against_the_family_s_withdrawal() -> None:
    for _ in range(TIMES):
        prison, now = a_prison(), clock.now()
        visit = world.a_request(prison)
        officer, inmate, terminal = (
            world.an_officer(prison), world.an_inmate(prison), world.a_terminal(prison),
        )  # fmt: skip
        approved, withdrawn = all_at_once(
            partial(approve, visit, officer, inmate=inmate, terminal=terminal, now=now),
            partial(cancelling.withdraw, visit=visit, now=now),
        )
        # Whoever comes first: the family sees no answer yet, so its word is the last one
        visit = fresh(visit)
        assert withdrawn == "done" and approved in {"done", "not_waiting", "already_approved"}
        assert visit.status == Status.WITHDRAWN and cells_of(visit.subject) == 0
        assert told(visit, "approved") == 0


def test_an_answer_against_the_deadline() -> None:
    for _ in range(TIMES):
        prison, now = a_prison(), clock.now()
        visit = world.a_request(prison, answer_by=now)
        officer, inmate, terminal = (
            world.an_officer(prison), world.an_inmate(prison), world.a_terminal(prison),
        )  # fmt: skip
        approved, _swept = all_at_once(
            partial(approve, visit, officer, inmate=inmate, terminal=terminal, now=now),
            partial(lapsing.remind_and_lapse, now=now),
        )
        assert approved == "done" and fresh(visit).status == Status.APPROVED
        lapses = Event.objects.filter(name="request.lapsed", subject=visit.subject).count()
        assert told(visit, "lapsed") == 2 * lapses and told(visit, "approved") == 2


def test_two_workers_lapse_and_expire_each_once() -> None:
    prison, now = a_prison(), clock.now()
    visits = [world.a_request(prison, answer_by=now) for _ in range(6)]
    asked = [world.a_request(prison) for _ in range(4)]
    officer = world.an_officer(prison)
    for visit in asked:
        asking.ask(visit_id=visit.pk, by=officer, key="id", now=now - timedelta(days=9))
    lapse = lambda: lapsing.remind_and_lapse(now=now)  # noqa: E731
    expire = lambda: asking.expire_questions(now=now)  # noqa: E731
    assert set(all_at_once(lapse, lapse, expire, expire)) == {"done"}
    for visit in visits:
        assert Event.objects.filter(name="request.lapsed", subject=visit.subject).count() == 1
    for visit in asked:
        assert Event.objects.filter(name="question.expired", subject=visit.subject).count() == 1


def test_two_officers_agree_at_once_and_one_approval_stands() -> None:
    prison = a_prison()
    visit, inmate = world.a_request(prison), world.an_inmate(prison)
    first, *others = (world.an_officer(prison) for _ in range(4))
    proposing.propose(
        visit_id=visit.pk, by=first, now=clock.now(), inmate=inmate, basis="legal",
        case_number="7/2026", starts_at=soon(), minutes=15, terminal=world.a_terminal(prison),
    )  # fmt: skip
    results = all_at_once(*(_agreeing(visit, officer) for officer in others))
    assert Counter(results) == {"done": 1, "no_proposal": 2}
    assert Decision.objects.filter(visit=visit).count() == 1


def _agreeing(visit: Visit, officer: Any) -> Act:
    return lambda: proposing.agree(visit_id=visit.pk, by=officer, now=clock.now())


def test_two_officers_look_again_at_once_and_one_answer_stands() -> None:
    for _ in range(TIMES):
        prison, now = a_prison(undo_seconds=0), clock.now()
        visit = world.a_request(prison)
        first, second, third = (world.an_officer(prison) for _ in range(3))
        deciding.refuse(visit_id=visit.pk, by=first, reason="R-32", now=now)
        looking_again.ask(visit=fresh(visit), text="Please", now=now)
        inmate, terminal = world.an_inmate(prison), world.a_terminal(prison)
        results = all_at_once(
            partial(approve, visit, second, inmate=inmate, terminal=terminal, now=now),
            partial(deciding.refuse, visit_id=visit.pk, by=third, reason="R-33", now=now),
        )
        assert sorted(results)[1:] == ["done"] and results.count("done") == 1
        assert Decision.objects.filter(visit=visit, superseded_at=None).count() == 1
        is_approved = fresh(visit).status == Status.APPROVED
        assert told(visit, "approved") == 2 * is_approved
        assert told(visit, "refused") == (2 if is_approved else 4)
