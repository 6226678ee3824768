"""A browser that joins, for tests: opens links, types numbers, reads the family's messages."""

import re
from typing import Any

from django.test import Client

from mulakat import clock
from mulakat.notifications.models import Notification
from mulakat.visits.models import Visit
from mulakat.visits.proofs import join_codes, links

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


class Browser:
    """`page` is the text of the page it stands on, `path` its address."""

    def __init__(self, language: str = "en") -> None:
        self.client = Client(HTTP_ACCEPT_LANGUAGE=language)
        self.path = self.page = ""
        self.trail: list[str] = []

    def open(self, path: str) -> "Browser":
        return self._land(self.client.get(path, follow=True))

    def send(self, path: str, **fields: str) -> "Browser":
        return self._land(self.client.post(path, fields, follow=True))

    def open_link(self, visit: Visit, channel: str = "email") -> "Browser":
        url = links.make(visit=visit, channel=channel, now=clock.now())
        return self.open(url.partition("/j/")[1] + url.partition("/j/")[2])

    def _land(self, response: Any) -> "Browser":
        self.trail += [place for place, _ in response.redirect_chain]
        self.path = response.request["PATH_INFO"]
        self.page = CSRF.sub("", response.content.decode())
        return self


def delivered() -> list[dict[str, Any]]:
    """What the worker would now send: {"message", "channel", "to", **context}, oldest first."""
    join_codes.send_wanted(now=clock.now())
    return [
        {
            "message": row.message,
            "channel": row.channel,
            "to": row.payload["to"],
            **row.payload["context"],
        }
        for row in Notification.objects.order_by("pk")
    ]
