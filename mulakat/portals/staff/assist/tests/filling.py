"""An operator's form, filled in as the page gives it."""

from datetime import timedelta
from html.parser import HTMLParser

from mulakat import clock
from mulakat.prisons.models import Prison
from mulakat.visits.form import times

PHONE = "9830012345"


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_seen = tag in ("input", "select") and given.get("type") != "hidden"
        if is_seen and given.get("name") not in (None, "csrfmiddlewaretoken", *self.names):
            self.names.append(str(given["name"]))


def fields(html: str) -> list[str]:
    """The names of the fields a person sees, each once."""
    parser = _Fields()
    parser.feed(html.partition("<main")[2])
    return parser.names


def first(prison: Prison, kind: str = "video", **kw: str) -> dict[str, str]:
    """Page 1."""
    days = times.days(prison, kind, clock.now() + timedelta(hours=1))
    slot = list(days.values())[1][0]
    local = slot.starts_at.astimezone(prison.zone)
    return {
        "page": "1", "act": "next", "call-place": "helpline", "call-language": "bn",
        "in-name": "Rahim Sheikh", "in-unknown": "1", "in-age": "35", "in-gender": "man",
        "when-kind": kind, "when-day-0": f"{local:%Y-%m-%d}", "when-time-0": f"{local:%H:%M}",
        **kw,
    }  # fmt: skip


def second(prison: Prison, **kw: str) -> dict[str, str]:
    """Page 2, with page 1 unseen beneath it."""
    return first(prison) | {
        "page": "2", "act": "send", "once": "7b1f9b52-3a0e-4d55-9d7e-0d7c2c1b8a11",
        "you-name": "Sabina Khatun", "you-guardian": "Abdul Karim", "you-age": "২৯",
        "you-gender": "woman", "you-relation": "spouse", "id-id_type": "voter",
        "id-number": "ABC1234567", "id-line": "12 Station Road", "id-district": "Basirhat",
        "id-pin": "743411", "id-country": "IN", "id-phone": PHONE, "id-phone_owner": "neighbour",
        "watch": "1", "agree": "1", **kw,
    }  # fmt: skip
