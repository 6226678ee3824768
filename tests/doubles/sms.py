"""An SMS gateway that keeps what it takes, by real HTTP on a port of this machine."""

import json
import threading
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from tests.doubles.behaviour import Answer, Behaviour
from tests.doubles.waiting import until

# The gateway file that describes this double; tests add what they need.
DESCRIPTION = """\
url = "{url}"
shape = "{shape}"
sender = "EMULKT"
entity_id = "1101"
[fields]
to = "{{to}}"
text = "{{text}}"
sender = "{{sender}}"
entity = "{{entity_id}}"
template = "{{template_id}}"
unicode = "{{unicode}}"
[answer]
success = "accepted"
"""


@dataclass(frozen=True)
class Sms:
    """One SMS as the gateway took it: all its fields, `to` and `text` among them."""

    fields: dict[str, str]
    method: str

    @property
    def to(self) -> str:
        return self.fields["to"]

    @property
    def text(self) -> str:
        return self.fields["text"]


class SmsGateway(Behaviour):
    """Listens from `start()` to `stop()`; `describe()` writes its SMS_GATEWAY_FILE."""

    def __init__(self, port: int = 0) -> None:
        super().__init__()
        self.messages: list[Sms] = []
        self.lock = threading.Lock()
        self.port = port
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/send"

    def start(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self.released.set()
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    def describe(self, folder: Path, shape: str = "form", more: str = "") -> Path:
        """Write the gateway file into `folder`; returns its path."""
        path = folder / "sms-gateway.toml"
        path.write_text(DESCRIPTION.format(url=self.url, shape=shape) + more, encoding="utf-8")
        return path

    def keep(self, sms: Sms) -> None:
        with self.lock:
            self.messages.append(sms)

    def to(self, number: str) -> list[Sms]:
        with self.lock:
            return [sms for sms in self.messages if sms.to == number]

    def wait_for(self, number: str, *, word: str = "", seconds: float = 40) -> Sms:
        """The newest SMS to this number that holds `word`, once it is there."""

        def found() -> Sms | None:
            return next((x for x in reversed(self.to(number)) if word in x.text), None)

        return until(found, f"an SMS to {number} with {word!r}", seconds)


class _Handler(BaseHTTPRequestHandler):
    """Answers for the gateway that made this class its own (`_handler`)."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement
    gateway: SmsGateway

    def do_GET(self) -> None:
        self._take(dict(parse_qsl(urlsplit(self.path).query)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        is_json = self.headers["Content-Type"] == "application/json"
        self._take(json.loads(body) if is_json else dict(parse_qsl(body)))

    def _take(self, fields: dict[str, str]) -> None:
        answer = self.gateway.take()
        if answer is Answer.HANG:
            self.gateway.released.wait()
        if answer in {Answer.UNHEARD, Answer.HANG}:
            self.close_connection = True
        elif answer is Answer.LATER:
            self._say(503, "busy")
        elif answer is Answer.REFUSE:
            self._say(400, "bad number")
        else:
            self._keep(fields, is_answered=answer is Answer.ACCEPT)

    def _keep(self, fields: dict[str, str], *, is_answered: bool) -> None:
        self.gateway.seam("before taking")
        self.gateway.keep(Sms(fields, self.command))
        self.gateway.seam("before the answer")
        if is_answered:
            self._say(200, "accepted")
        self.close_connection = not is_answered

    def _say(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        with suppress(OSError):  # whoever asked may be gone
            self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """A test's output is not the place for addresses."""


def _handler(gateway: SmsGateway) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"gateway": gateway})
