"""A family at the pages of its visits, without JavaScript: by phone to the list, then on."""

from datetime import datetime

from playwright.sync_api import Page

from tests.journeys.company import FILLED, go_on, look
from tests.journeys.site import Post, Site, code_in


class Mine:
    """`post` is where the family's messages arrive; `read` counts its SMS."""

    def __init__(self, page: Page, site: Site, post: Post) -> None:
        self.page, self.site, self.post = page, site, post
        self.read = 0

    def next_text(self) -> str:
        self.read += 1
        return self.post.text(self.read)

    def see_my_visits(self) -> None:
        """Types the mobile and the OTP that comes; the list is open."""
        page = self.page
        page.goto(f"{self.site.origin}/visits/other/")
        look(page)
        page.fill('input[name="mobile"]', self.post.phone)
        go_on(page.locator(FILLED).first)
        look(page)
        page.fill('input[name="otp"]', code_in(self.next_text(), 6))
        go_on(page.locator(FILLED).first)
        assert "/visits/list/" in page.url
        look(page)

    def open_first(self) -> None:
        go_on(self.page.locator('button[name="visit"]').first)
        look(self.page)

    def press(self, path: str) -> None:
        """Follows a link of the visit's page."""
        go_on(self.page.locator(f'main a[href="/visits/{path}/"]').first)
        look(self.page)

    def choose_a_time(self) -> None:
        """A day, "Show the times", one of them, and on."""
        page = self.page
        page.locator('select[name="day"]').select_option(index=1)
        go_on(page.locator('button[name="show"]'))
        look(page)
        page.locator('input[name="time"]').nth(2).check()
        go_on(page.locator(FILLED).last)
        look(page)

    def answer(self, value: str) -> None:
        """Yes or no, and on."""
        self.page.locator(f'input[name="answer"][value="{value}"]').check()
        go_on(self.page.locator(FILLED).last)
        look(self.page)

    def main(self) -> str:
        return self.page.locator("main").inner_text()

    def calendar(self) -> str:
        answer = self.page.request.get(f"{self.site.origin}/visits/calendar.ics")
        assert answer.ok
        return answer.text()


def stamp(at: datetime) -> str:
    """A moment as calendar files write it."""
    return f"{at:%Y%m%dT%H%M%SZ}"
