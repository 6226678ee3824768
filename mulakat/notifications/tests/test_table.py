from pathlib import Path

from mulakat.notifications import table
from mulakat.notifications.catalogue import SMS
from mulakat.notifications.mails import MAILS

PAGE = Path(__file__).parents[3] / "docs" / "messages.md"


def test_the_page_shows_the_texts_as_they_are_sent() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = page.partition("notifications.table -->\n")[2].partition("<!-- end -->")[0]
    assert shown.splitlines() == list(table.lines())


def test_the_page_names_every_message() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [message for message in (*SMS, *MAILS) if message not in page] == []
