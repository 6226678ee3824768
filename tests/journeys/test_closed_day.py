"""A day with fourteen visits is closed: an administrator sees whom it hits, some are moved,
some cancelled with the first choice, and each family reads the truth in its own messages."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Closure
from mulakat.schedule.timetable import from_wall
from mulakat.sealed import blind_index
from mulakat.visits import wording
from mulakat.visits.models import Status, Visit
from mulakat.visits.tests.placed import placed
from tests import walks, world
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer
from tests.journeys.company import Company, company, go_on, look
from tests.journeys.site import Post, Site, a_prison, an_officer, site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
VIDEOS, AT_JAIL, ASKED = 9, 5, 6
LANGUAGES = ("en", "hi", "bn")
SETTLE = 'button[name="act"][value="settle"]'


def test_a_closed_day_moves_some_cancels_others_and_tells_each(
    tmp_path: Path, smtp: MailServer, sms: SmsGateway
) -> None:
    prison = a_prison("open")
    world.a_terminal(prison)
    officer = an_officer(prison)
    officer.memberships.create(prison=prison, role=Role.ADMIN)
    day, later = _day(prison, 3), _day(prison, 5)
    visits = _a_full_day(prison, day)
    with site(tmp_path, smtp, sms) as place, company(place, "en") as people:
        page = people.come_as_officer(officer)
        people.scripts_run(page, False)
        _look_at_everything(page, place)
        _see_all_fourteen(page, place, day)
        _move_the_videos(page, day, later)
        _cancel_the_others(page, place, day)
        posts = {visit: _post(place, visit) for visit in visits}
        for visit in visits[:VIDEOS]:
            _reads_the_new_time(prison, visit, posts[visit], later)
        for visit in visits[VIDEOS:]:
            _reads_that_it_is_cancelled(visit, posts[visit])
        _family_sees_its_first_choice(people, posts[visits[VIDEOS]])
        people.scripts_run(page, True)
    assert Closure.objects.filter(lifted_at=None).count() == 2
    waiting = Visit.objects.filter(status=Status.REQUESTED).count()
    assert waiting == ASKED


def _day(prison: Prison, ahead: int) -> date:
    return (clock.now() + timedelta(days=ahead)).astimezone(prison.zone).date()


def _at(prison: Prison, day: date, minutes: int) -> datetime:
    """So many minutes after ten o'clock."""
    return from_wall(prison, datetime.combine(day, time(10)) + timedelta(minutes=minutes))


def _a_full_day(prison: Prison, day: date) -> list[Visit]:
    """Nine video visits, five at the jail, and six requests; a family each."""
    terminal, window = prison.terminals.first(), prison.windows.first()
    made = []
    for n in range(VIDEOS + AT_JAIL):
        phone = f"+91983007{n:04}"
        is_video = n < VIDEOS
        made.append(
            placed(
                prison,
                kind="video" if is_video else "physical",
                terminal=terminal if is_video else None,
                window=None if is_video else window,
                inmate=world.an_inmate(prison, name=f"Karim Mondal {n}"),
                starts_at=_at(prison, day, 20 * (n if is_video else n - VIDEOS)),
                phone=phone,
                phone_index=blind_index(phone, "phone"),
                contact={"email": f"family{n}@example.com"},
                language=LANGUAGES[n % 3],
            )
        )
    for n in range(ASKED):
        world.a_request(prison, wishes=[_at(prison, day, 20 * n).isoformat()])
    return made


def _look_at_everything(page: Page, place: Site) -> None:
    """Every page of the times is open to everybody."""
    for path in ("", "rules/", "rules/add/", "rules/extra/", "places/", "places/terminal/add/",
                 "places/window/add/", "closures/", "stop/", "hearings/"):  # fmt: skip
        page.goto(f"{place.origin}/staff/times/{path}")
        look(page)


def _fill_closure(page: Page, **typed: str) -> None:
    walks.fill(page, typed)
    go_on(page.locator('button[value="look"]'))


def _see_all_fourteen(page: Page, place: Site, day: date) -> None:
    """The impact comes first; without a choice nothing is closed and nothing is lost."""
    page.goto(f"{place.origin}/staff/times/closures/add/")
    look(page)
    go_on(page.locator('button[value="look"]'))  # without a cause
    assert "Choose the cause" in page.locator(".errors").inner_text()
    look(page)
    _fill_closure(page, of="prison", from_day=day.isoformat(), cause="repair")
    said = page.locator(".t-finding").inner_text()
    assert said.startswith(f"{VIDEOS + AT_JAIL} approved and {ASKED} asked visits are then.")
    look(page)
    go_on(page.locator(SETTLE))
    assert "Choose what happens to the 14 approved visits" in page.locator(".errors").inner_text()
    look(page)
    assert not Closure.objects.exists()
    go_on(page.locator('button[value="change"]'))


def _move_the_videos(page: Page, day: date, to: date) -> None:
    """Another day has places: one after the other from two o'clock on."""
    assert page.locator('[name="from_day"]').input_value() == day.isoformat()
    _fill_closure(page, of="video")
    assert page.locator(".t-finding").inner_text().startswith(f"{VIDEOS} approved")
    walks.fill(page, {"approved_what": "move", "asked_what": "keep"})
    go_on(page.locator(SETTLE))
    look(page)
    walks.fill(page, {"approved_day_video": to.isoformat(), "approved_from_video": "14:00"})
    go_on(page.locator(SETTLE))
    assert page.url.endswith("/staff/times/closures/"), page.locator("main").inner_text()
    assert "no visit left in it" in page.locator("table").inner_text()
    look(page)


def _cancel_the_others(page: Page, place: Site, day: date) -> None:
    page.goto(f"{place.origin}/staff/times/closures/add/")
    _fill_closure(page, of="prison", from_day=day.isoformat(), cause="repair")
    assert page.locator(".t-finding").inner_text().startswith(f"{AT_JAIL} approved")
    walks.fill(page, {"approved_what": "cancel", "asked_what": "keep"})
    go_on(page.locator(SETTLE))
    assert page.locator("tbody tr").count() == 2
    page.goto(f"{place.origin}/staff/times/?from={day.isoformat()}")
    assert "repairs" in page.locator("svg.s-pic").inner_html()
    look(page)


def _post(place: Site, visit: Visit) -> Post:
    visit.refresh_from_db()
    return place.post(visit.contact["email"], visit.contact["phone"].removeprefix("+91"))


def _reads_the_new_time(prison: Prison, visit: Visit, post: Post, to: date) -> None:
    assert visit.starts_at and visit.starts_at.astimezone(prison.zone).date() == to
    assert visit.status == Status.APPROVED
    when = wording.short_time(visit.starts_at, prison.zone, visit.language)
    for told in (post.text(1), post.letter(1).text):
        assert visit.reference in told
        assert f"{visit.starts_at.astimezone(prison.zone):%M}" in told
    assert when in post.text(1)
    assert len(post.texts()) == 1


def _reads_that_it_is_cancelled(visit: Visit, post: Post) -> None:
    assert (visit.status, visit.goes_first) == (Status.CANCELLED, True)
    for told in (post.text(1), post.letter(1).text):
        assert visit.reference in told
        assert re.search(r"https?://\S+/j/", told), told


def _family_sees_its_first_choice(people: Company, post: Post) -> None:
    """The link of the message leads to the visit, where a new time may be chosen."""
    found = re.search(r"https?://\S+/j/[\w-]+", post.letter(1).text)
    assert found
    page = people.come_as_visitor(scripts=False)
    page.goto(found[0])
    look(page)
