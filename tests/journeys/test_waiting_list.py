"""A full week: a family waits in the list, another cancels, and the place is offered to it."""

import re
from datetime import time, timedelta
from pathlib import Path

import pytest

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.prisons.models import Prison
from mulakat.schedule import timetable
from mulakat.schedule.models import SlotRule
from mulakat.visits import waiting, wanted
from mulakat.visits.models import Status, Visit
from mulakat.visits.tests.placed import cells_of, placed
from tests import world
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer
from tests.journeys.company import FILLED, company, go_on, look
from tests.journeys.family import Mine, stamp
from tests.journeys.site import an_officer, code_in, site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_freed_place_goes_to_the_family_that_waits(
    tmp_path: Path, smtp: MailServer, sms: SmsGateway
) -> None:
    prison, officer = _a_week_with_one_time()
    taken = _the_one_time(prison, officer)
    waits = _a_family_in_the_list(prison, officer, taken)
    with site(tmp_path, smtp, sms) as place, company(place, "bn") as people:
        page = people.come_as_visitor(scripts=False)
        first = Mine(page, place, place.post("amina@example.com", "9830031111"))
        first.see_my_visits()
        first.open_first()
        first.press("cancel")
        first.answer("yes")
        assert cells_of(taken.subject) == 0
        page.context.clear_cookies()
        second = Mine(page, place, place.post("rina@example.com", "9830032222"))
        link = _offer(second, waits)
        page.goto(link)
        look(page)
        go_on(page.locator(FILLED).first)  # "Send me the OTP"
        look(page)
        page.fill('input[name="otp"]', code_in(second.next_text(), 6))
        go_on(page.locator(FILLED).first)
        assert "/visits/visit/" in page.url
        look(page)
        second.press("offer")
        second.answer("yes")
        waits.refresh_from_db()
        assert waits.status == Status.APPROVED and waits.starts_at == taken.starts_at
        assert "মঞ্জুর" in second.main()
        assert waits.reference in second.next_text()
        assert waits.starts_at and f"DTSTART:{stamp(waits.starts_at)}" in second.calendar()
        people.scripts_run(page, True)
    assert cells_of(waits.subject) == 4


def _a_week_with_one_time() -> tuple[Prison, User]:
    """One terminal, and in the whole horizon one time for one family."""
    state = world.a_state("open", timezone=world.zone_at_noon(), language="bn")
    prison = world.a_prison(
        state, overrides={"notice_hours": 0, "horizon_days": 6, "undo_seconds": 0}
    )
    day = clock.now().astimezone(state.zone) + timedelta(days=4)
    SlotRule.objects.create(
        prison=prison, kind="video", weekday=day.weekday(), starts=time(10), ends=time(10, 15)
    )
    world.a_terminal(prison)
    return prison, an_officer(prison)


def _the_one_time(prison: Prison, officer: User) -> Visit:
    now = clock.now()
    slots = timetable.slots(prison=prison, kind="video", start=now, end=now + timedelta(days=6))
    assert len(slots) == 1
    return placed(
        prison, starts_at=slots[0].starts_at, terminal=prison.terminals.get(), language="bn",
        phone="+919830031111", contact={"email": "amina@example.com"},
    )  # fmt: skip


def _a_family_in_the_list(prison: Prison, officer: User, taken: Visit) -> Visit:
    """All places are taken: the officer has asked the inmate and puts the family on the list."""
    assert taken.starts_at
    visit = world.a_request(
        prison, phone="+919830032222", language="bn", contact={"email": "rina@example.com"},
        wishes=[taken.starts_at.isoformat()],
    )  # fmt: skip
    now = clock.now()
    basis = wanted.write(
        inmate=world.an_inmate(prison, name="Karim Mondal"), basis="consent",
        consent_asked_by="Head warder Das", consent_asked_at=now - timedelta(minutes=5),
    )  # fmt: skip
    waiting.join(visit_id=visit.pk, by=officer, wanted=basis, now=now)
    return visit


def _offer(family: Mine, visit: Visit) -> str:
    """The link of the offer, in the SMS that follows the one about the list."""
    assert visit.reference in family.next_text()
    text = family.next_text()
    found = re.search(r"https?://\S+/j/\w+", text)
    assert found and visit.reference in text, text
    return found[0]
