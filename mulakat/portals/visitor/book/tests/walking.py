"""Walking the booking with Django's test client, page by page, as a browser without script."""

import re
from typing import Any

from django.test import Client
from django.utils.html import escape

from mulakat import clock
from mulakat.notifications.models import Notification
from mulakat.portals.visitor.models import Captcha, Draft
from mulakat.prisons.models import Prison
from mulakat.visits.form import times
from mulakat.visits.models import Visit

JAIL = {
    "name": "Rahim Sheikh",
    "guardian": "Abdul Sheikh",
    "age": "35",
    "gender": "man",
    "number": "",
}
YOU = {
    "name": "Sabina Khatun",
    "guardian": "Abdul Karim",
    "age": "29",
    "gender": "woman",
    "relation": "spouse",
}
ID = {
    "id_type": "voter",
    "number": "ABC1234567",
    "line": "12 Station Road",
    "district": "Basirhat",
    "pin": "743411",
    "country": "IN",
    "phone": "9830012345",
    "phone_owner": "mine",
    "email": "sabina@example.com",
}
OTHERS = {"rows": "0", "help": ["none"]}
CONSENT = {"watch": "1", "agree": "1"}


class Walk:
    """One browser that books at one prison; `to(page)` answers every page before it."""

    def __init__(self, prison: Prison, client: Client | None = None, **answers: Any) -> None:
        self.prison = prison
        self.client = client or Client()
        self.answers = {
            "jail": {**JAIL, "state": str(prison.state.number), "prison": str(prison.number)},
            "kind": {"kind": "video", "wish": [self.wish()]},
            "you": YOU,
            "id": ID,
            "others": OTHERS,
            **answers,
        }

    def wish(self, kind: str = "video", index: int = 0) -> str:
        """A form value of a time this prison offers."""
        days = times.days(self.prison, kind, clock.now())
        slots = [slot for day in days.values() for slot in day]
        return times.value(slots[index + 3].starts_at) if slots else ""

    def get(self, page: str, **kw: Any) -> Any:
        return self.client.get(f"/book/{page}/", **kw)

    def post(self, page: str, **changes: Any) -> Any:
        """The page's good answers, with changes laid over them."""
        data = {**self.answers.get(page, {}), **changes}
        return self.client.post(f"/book/{page}/", data)

    def to(self, page: str) -> "Walk":
        for name in ("jail", "kind", "you", "id", "others"):
            if name == page:
                return self
            answer = self.post(name)
            assert answer.status_code == 302, errors(answer)
        if page == "otp":
            answer = self.submit()
            assert answer.status_code == 302, errors(answer)
        return self

    def submit(self, **changes: Any) -> Any:
        """The last page, with the four digits from the server's own record if it asks."""
        found = re.search(r'name="picture" value="([^"]+)"', text(self.get("check")))
        data: dict[str, Any] = {**CONSENT, "send": "1"}
        if found:
            digits = Captcha.objects.get(uid=found[1]).answer["digits"]
            data |= {"picture": found[1], "captcha": digits}
        return self.client.post("/book/check/", {**data, **changes})

    def confirm(self, otp: str | None = None) -> Any:
        return self.client.post("/book/otp/", {"otp": otp or self.otp()})

    def otp(self, channel: str = "sms") -> str:
        """The newest OTP of this channel, as it stands in the outbox."""
        sent = Notification.objects.filter(subject=self.visit.subject, channel=channel)
        note = sent.latest("pk")
        return str(note.payload["context"]["otp"])

    @property
    def draft(self) -> Draft:
        return Draft.objects.latest("pk")

    @property
    def visit(self) -> Visit:
        visit = self.draft.visit
        assert visit is not None
        return visit


def text(answer: Any) -> str:
    return str(answer.content.decode())


def errors(answer: Any) -> dict[str, str]:
    return dict(answer.context["errors"]) if answer.context else {}


def assert_complains(answer: Any, field: str, message: str) -> None:
    """The message stands in the summary, linked, and at the field, word for word."""
    assert errors(answer).get(field) == message
    shown, words = text(answer), escape(message)
    assert shown.count(f'<a href="#{field}">{words}</a>') == 1
    assert shown.count(f"<span>{words}</span></p>") == 1
    assert f'id="{field}-e"' in shown and f'id="{field}"' in shown
    assert "<title>Error: " in shown
