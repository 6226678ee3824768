"""A refusal is looked at again: the officer takes it back once, refuses, the family reads why and
asks; he who refused cannot answer, another officer approves, and each message really arrives."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.notifications.models import Notification
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Kind
from mulakat.schedule.timetable import slots
from mulakat.visits.models import Status, Visit
from tests import walks, world
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer
from tests.journeys.company import FILLED, Company, company, go_on, look
from tests.journeys.site import Post, Site, a_prison, an_officer, code_in, site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
UNDO_SECONDS, SHORT, SEEN = 600, 5, 20  # to take back, to wait for, to be seen in the page
WHY = "The number on my new card is ABC1234567. Please look at it again."


def test_a_refusal_is_asked_about_and_another_officer_approves(
    tmp_path: Path, smtp: MailServer, sms: SmsGateway
) -> None:
    prison = a_prison("open", undo_seconds=UNDO_SECONDS)
    first, second = an_officer(prison), an_officer(prison)
    User.objects.filter(pk=first.pk).update(name="Rina Lama")
    visit = _request(prison)
    with site(tmp_path, smtp, sms) as place, company(place, "en") as people:
        people.visit, people.looks_at_staff = visit, True
        post = place.post("sabina@example.com", "9830012345")
        officer = people.come_as_officer(first)
        people.scripts_run(officer, False)
        _refuse(people, place, visit)
        _take_it_back(people, visit)
        assert post.count() == (0, 0)
        _undo_takes(prison, SHORT)
        _refuse(people, place, visit)
        people.scripts_run(officer, True)
        assert "ID details" in post.text(1)
        assert "ID" in post.letter(1).text
        _ask_to_look_again(people.come_as_visitor(scripts=False), place, visit, post)
        _who_refused_cannot_answer(people, place, visit)
        before = post.count()
        _undo_takes(prison, SEEN)
        _approve(people, second, place, visit)
        assert "/j/" in post.text(before[1] + 1)
        assert visit.reference in post.letter(before[0] + 1).text
    visit.refresh_from_db()
    assert visit.status == Status.APPROVED
    assert visit.decision.by == second
    assert [one.by for one in visit.decisions.order_by("pk")] == [first, first, second]


def _undo_takes(prison: Prison, seconds: int) -> None:
    prison.overrides = {**prison.overrides, "undo_seconds": seconds}
    prison.save(update_fields=["overrides"])


def _request(prison: Prison) -> Visit:
    start = clock.now() + timedelta(days=1)
    found = slots(prison=prison, kind=Kind.VIDEO, start=start, end=start + timedelta(hours=2))
    return world.a_request(prison, wishes=[slot.starts_at.isoformat() for slot in found[:2]])


def _refuse(people: Company, place: Site, visit: Visit) -> None:
    """From the queue, by the keyboardless pages: reason, what is told, refuse."""
    page = people.desk
    page.goto(f"{place.origin}/staff/requests/")
    people.look_at_staff()
    go_on(page.locator("th[scope=row] a").first)
    people.look_at_staff()
    go_on(page.locator("#answer .s-danger"))
    page.locator('input[name="reason"][value="R-32"]').check()
    go_on(page.locator('.s-foot button[value="look"]'))
    people.look_at_staff()
    assert "The details of your ID" in page.locator(".s-tell").inner_text()
    go_on(page.locator('.s-foot button[value="refuse"]'))
    people.look_at_staff()
    visit.refresh_from_db()
    assert visit.status == Status.REFUSED


def _take_it_back(people: Company, visit: Visit) -> None:
    """The note says until when; its button works without JavaScript, from any page."""
    page = people.desk
    page.goto(page.url.split("/requests/", maxsplit=1)[0] + "/review/")
    note = page.locator(".s-toast")
    assert "It leaves at" in note.inner_text()
    people.look_at_staff()
    go_on(note.locator("button"))
    people.look_at_staff()
    visit.refresh_from_db()
    assert visit.status == Status.REQUESTED
    assert not Notification.objects.filter(subject=visit.subject).exists()


def _ask_to_look_again(page: Page, place: Site, visit: Visit, post: Post) -> None:
    """The family proves its phone, reads why, and asks once."""
    page.goto(f"{place.origin}/visits/")
    look(page)
    walks.fill(page, {"reference": visit.reference, "mobile": "9830012345"})
    texts = post.count()[1]
    go_on(page.locator(FILLED).last)
    walks.fill(page, {"otp": code_in(post.text(texts + 1), 6)})
    go_on(page.locator(FILLED).last)
    look(page)
    assert "The details of your ID" in page.locator("main").inner_text()
    go_on(page.locator('a[href$="look-again/"]').first)
    look(page)
    walks.fill(page, {"text": WHY})
    go_on(page.locator(FILLED).last)
    look(page)
    assert Visit.objects.get(pk=visit.pk).second_look.text == {"text": WHY}


def _who_refused_cannot_answer(people: Company, place: Site, visit: Visit) -> None:
    page = people.desk
    page.goto(f"{place.origin}/staff/review/")
    people.look_at_staff()
    row = page.locator(f'li:has(a[href="/staff/requests/{visit.pk}/"])')
    assert "another officer answers" in row.inner_text()
    go_on(row.locator("a"))
    people.look_at_staff()
    assert WHY in page.locator("main").inner_text()
    assert "You refused it" in page.locator("main").inner_text()
    assert page.locator('#answer [data-key="a"], #answer .s-danger').count() == 0


def _approve(people: Company, officer: User, place: Site, visit: Visit) -> None:
    page = people.come_as_officer(officer)
    page.goto(f"{place.origin}/staff/review/")
    row = page.locator(f'li:has(a[href="/staff/requests/{visit.pk}/"])')
    assert "refused by Rina Lama" in row.inner_text()
    go_on(row.locator("a"))
    people.look_at_staff()
    go_on(page.locator("#answer .btn:not(.alt)"))
    people.give_ground("Head warder Das")
    people.look_at_staff()
    go_on(page.locator('.s-foot button[value="approve"]'))
    left = page.locator(".s-toast [data-left]")
    left.wait_for()
    people.look_at_staff()
    assert datetime.fromisoformat(visit.wishes[0]) == Visit.objects.get(pk=visit.pk).starts_at
