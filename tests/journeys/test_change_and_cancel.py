"""A family changes its visit, keeps the old time till the answer, is moved, and cancels."""

from datetime import datetime
from pathlib import Path

import pytest

from mulakat.visits.models import Status, Visit
from mulakat.visits.tests.placed import at, cells_of, placed
from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer
from tests.journeys.company import Company, company, go_on
from tests.journeys.family import Mine, stamp
from tests.journeys.site import a_prison, an_officer, site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def move_as_asked(people: Company, visit: Visit) -> None:
    """From Review the officer opens the visit and gives the time that the family asks for."""
    page = people.desk
    page.goto(f"{people.site.origin}/staff/review/")
    people.look_at_staff()
    go_on(page.locator(f'a[href="/staff/requests/{visit.pk}/"]'))
    people.look_at_staff()
    go_on(page.locator('a[href="move/"]'))
    people.look_at_staff()
    go_on(page.locator(".s-foot .btn:not(.alt)"))


def test_a_family_changes_is_moved_and_cancels(
    tmp_path: Path, smtp: MailServer, sms: SmsGateway
) -> None:
    prison = a_prison("open")
    officer = an_officer(prison)
    visit = placed(
        prison, starts_at=at(96), phone="+919830031111", contact={"email": "amina@example.com"}
    )
    with site(tmp_path, smtp, sms) as place, company(place, "en") as people:
        page = people.come_as_visitor(scripts=False)
        family = Mine(page, place, place.post("amina@example.com", "9830031111"))
        family.see_my_visits()
        family.open_first()
        assert "Approved" in family.main()
        assert visit.starts_at and f"DTSTART:{stamp(visit.starts_at)}" in family.calendar()
        family.press("change")
        family.choose_a_time()
        assert "This one is kept until you get an answer" in family.main()
        assert "is kept until the answer" in family.next_text()
        assert cells_of(visit.subject) == 4
        old, wish = visit.starts_at, datetime.fromisoformat(visit.changes.get().wishes[0])
        people.come_as_officer(officer)
        move_as_asked(people, visit)
        visit.refresh_from_db()
        assert visit.starts_at == wish
        assert "CHANGED" in family.next_text()
        page.reload()
        assert "changed the time" in family.main()
        moved = family.calendar()
        assert f"DTSTART:{stamp(wish)}" in moved and "STATUS:CONFIRMED" in moved
        placed(prison, starts_at=old, terminal=visit.terminal)  # the old place is free
        family.press("cancel")
        assert "It will not count in your visits" in family.main()
        family.answer("yes")
        assert "Cancelled by you" in family.main()
        assert "You cancelled" in family.next_text()
        assert "STATUS:CANCELLED" in family.calendar()
        people.scripts_run(page, True)
    visit.refresh_from_db()
    assert visit.status == Status.CANCELLED and cells_of(visit.subject) == 0
    again = placed(prison, starts_at=wish, terminal=visit.terminal)
    assert cells_of(again.subject) == 4
