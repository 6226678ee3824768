"""SMS by the HTTP gateway that SMS_GATEWAY_FILE describes.

One connection serves message after message. Redirects are not followed: a gateway that
answers with one is set up wrongly, and the text must not travel to another host.
"""

import http.client
import json
import ssl
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from mulakat.notifications import rendering
from mulakat.notifications.channels.gateway import Gateway
from mulakat.notifications.counting import size
from mulakat.notifications.faults import Down, Never, NotNow, Unsure
from mulakat.notifications.models import Notification

ANSWER = 16_384  # bytes of an answer that are read
# What a proxy says when the gateway behind it may have taken the message
MAYBE = frozenset({502, 504})


class SmsCourier:
    """Hands SMS to one gateway. `gateway` None: nothing is set up, messages wait."""

    def __init__(self, *, gateway: Gateway | None) -> None:
        self.gateway = gateway
        self._line: http.client.HTTPConnection | None = None
        self._values: dict[str, str] = {}

    def offer(self, row: Notification, now: datetime) -> None:
        """Word the message and have an open connection; until `send`, nothing has gone out."""
        if self.gateway is None:
            raise Down("unset")
        identity = self.gateway.identity(row.state_number)
        template_id = identity.template_id(row.message, row.language)
        if self.gateway.strict and not template_id:
            raise NotNow(f"template:{row.message}.{row.language}")
        text = rendering.sms(row.message, row.language, row.payload["context"])
        to = row.payload["to"]
        self._values = {
            "to": to,
            "digits": to.lstrip("+"),
            "text": text,
            "sender": identity.sender,
            "entity_id": identity.entity_id,
            "template_id": template_id,
            "unicode": self.gateway.unicode_values[size(text).is_unicode],
        }
        self._connect(self.gateway)

    def send(self, row: Notification, now: datetime) -> None:
        """The request itself. Without an answer to it there is a doubt."""
        assert self.gateway is not None
        self._judge(*self._request(self.gateway, self._values))

    def abandon(self) -> None:
        """Leave an offered message unsent: nothing of it has been written to the line."""

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None

    def _connect(self, gateway: Gateway) -> None:
        if self._line is not None and self._line.sock is not None:
            return
        self._line = _line(gateway)
        try:
            self._line.connect()
        except OSError as fault:
            self._line = None
            raise Down(f"unreachable:{type(fault).__name__}") from None

    def _request(self, gateway: Gateway, values: dict[str, str]) -> tuple[int, str]:
        assert self._line is not None
        fields = {name: text.format_map(values) for name, text in gateway.fields.items()}
        headers = {name: text.format_map(values) for name, text in gateway.headers.items()}
        method, path, body = "POST", _path(gateway.url), b""
        if gateway.shape == "get":
            method = "GET"
            path += ("&" if "?" in path else "?") + urlencode(fields)
        elif gateway.shape == "json":
            headers["Content-Type"] = "application/json"
            body = json.dumps(fields, ensure_ascii=False).encode()
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields).encode()
        try:
            self._line.request(method, path, body or None, headers)
            answer = self._line.getresponse()
            return answer.status, answer.read(ANSWER).decode(errors="replace")
        except (OSError, http.client.HTTPException) as fault:
            self.close()
            raise Unsure(f"unsure:{type(fault).__name__}") from None

    def _judge(self, status: int, answer: str) -> None:
        gateway = self.gateway
        assert gateway is not None
        if gateway.refused and gateway.refused.search(answer):
            raise Never(f"refused:{status}")
        if status in gateway.statuses:
            if gateway.success is None or gateway.success.search(answer):
                return
            raise NotNow(f"later:{status}")
        if status in MAYBE:
            raise Unsure(f"unsure:{status}")
        if status in {401, 403}:
            raise NotNow(f"login:{status}")
        if status in {400, 404, 410, 413, 414, 422}:
            raise Never(f"refused:{status}")
        raise NotNow(f"later:{status}")


def _line(gateway: Gateway) -> http.client.HTTPConnection:
    parts = urlsplit(gateway.url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(
            host, parts.port, timeout=gateway.timeout, context=context
        )
    return http.client.HTTPConnection(host, parts.port, timeout=gateway.timeout)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
