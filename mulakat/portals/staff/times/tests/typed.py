"""Forms of the times as an officer fills them in, for tests."""

import html
import re
from datetime import date, timedelta
from typing import Any

from mulakat import clock
from mulakat.prisons.models import Prison

RULE: dict[str, Any] = {
    "act": "save",
    "kind": "video",
    "weekday": ["0", "2"],
    "starts": "10:00",
    "ends": "13:00",
    "minutes": "15",
    "gap": "5",
    "capacity": "",
    "who": "all",
    "inmate_class": "",
    "valid_from": "",
    "valid_to": "",
    "every_weeks": "1",
}


def today(prison: Prison, ahead: int = 0) -> date:
    return (clock.now() + timedelta(days=ahead)).astimezone(prison.zone).date()


def a_closure(prison: Prison, ahead: int = 2, **kw: str) -> dict[str, str]:
    """The whole prison on a day to come."""
    values = {
        "act": "look",
        "of": "prison",
        "from_day": today(prison, ahead).isoformat(),
        "cause": "holiday",
    }
    return values | kw


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page: what one press carries to the next."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def errors(page: str) -> dict[str, str]:
    """The error summary: {field: sentence}."""
    found = re.search(r'<div class="errors".*?</div>', page, re.S)
    lines = re.findall(r'<a href="#([^"]+)">([^<]*)</a>', found[0]) if found else []
    return {field: html.unescape(sentence) for field, sentence in lines}


def beside(page: str, field: str) -> str:
    """What stands beside a field, not in the summary."""
    found = re.search(rf'id="{field}-e">.*?<span>([^<]*)</span>', page, re.S)
    return html.unescape(found[1]) if found else ""
