"""A Jitsi Meet without Jitsi: its script, its room's page, and Prosody's BOSH door, by real HTTP.

Tokens are judged by tests/doubles/prosody.py. Before a room opens it asks our reservations, if
it was told where they are. Each of its habits can be switched off, as a careless operator would.
"""

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen
from xml.sax.saxutils import quoteattr

from tests.doubles.prosody import Prosody, Refused

SCRIPT = Path(__file__).with_name("external_api.js")
# The room asks for the camera, and says what it got to whoever embeds it
ROOM = """<!doctype html><title>room</title><script>
const say = (what) => parent.postMessage(what, "*");
navigator.mediaDevices.getUserMedia({audio: true, video: true})
  .then(() => say("camera"), (wrong) => say(wrong.name));
</script>"""


@dataclass
class JitsiMeet:
    """Listens from `start()` to `stop()`. `prosody` judges tokens, `guests` its guest host."""

    prosody: Prosody
    guests: bool = False  # an anonymous host beside the one with tokens
    reservations: str = ""  # the prefix of ours: http://…/jitsi
    api_secret: str = ""
    has_script: bool = True
    now: int = 0
    port: int = 0
    asked: list[str] = field(default_factory=list)  # paths, without their query
    sessions: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        handler = type("Handler", (_Handler,), {"meet": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def bosh(self, body: str, query: dict[str, list[str]]) -> str:
        """One step of a session: open, log in, ask Jicofo for a conference."""
        sid = _attribute(body, "sid") or f"s{len(self.sessions)}"
        if 'xmlns="urn:ietf:params:xml:ns:xmpp-sasl"' in body:
            return self._log_in(sid)
        if "http://jitsi.org/protocol/focus" in body:
            return self._conference(_attribute(body, "room").partition("@")[0])
        if not _attribute(body, "sid"):
            self.sessions[sid] = json.dumps(
                {"to": _attribute(body, "to"), "token": query.get("token", [""])[0]}
            )
        return f"<body sid={quoteattr(sid)}><features/></body>"

    def _log_in(self, sid: str) -> str:
        session = json.loads(self.sessions[sid])
        if session["to"].startswith("guest."):
            return "<body><success/></body>" if self.guests else "<body type='terminate'/>"
        try:
            self.prosody.log_in(session["token"], self.now)
        except Refused as refused:
            return f"<body><failure><not-allowed/><text>{refused}</text></failure></body>"
        return "<body><success/></body>"

    def _conference(self, room: str) -> str:
        """What mod_reservations does with Jicofo's conference: it asks, and passes a no on."""
        status = self._reserve(room) if self.reservations else 200
        if status in {200, 201, 409}:
            return "<body><iq type='result'><conference ready='true'/></iq></body>"
        error = f"<reservation-error error-code='{status}'/>"
        return f"<body><iq type='error'><error type='cancel'>{error}</error></iq></body>"

    def _reserve(self, room: str) -> int:
        form = {"name": room, "start_time": "2026-11-22T10:00:00.000Z", "mail_owner": "a@b"}
        headers = {"Authorization": f"Bearer {self.api_secret}"}
        request = Request(f"{self.reservations}/conference", urlencode(form).encode(), headers)
        try:
            with urlopen(request, timeout=60) as answer:
                return int(answer.status)
        except HTTPError as refused:
            return refused.code


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    meet: JitsiMeet

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.meet.asked.append(path)
        if path == "/external_api.js" and self.meet.has_script:
            self._say(200, "text/javascript", SCRIPT.read_text())
        elif re.fullmatch(r"/[0-9a-f]{32}", path):
            self._say(200, "text/html", ROOM)
        else:
            self._say(404, "text/plain", "")

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if parts.path != "/http-bind":
            self._say(404, "text/plain", "")
            return
        self._say(200, "text/xml", self.meet.bosh(body, parse_qs(parts.query)))

    def _say(self, status: int, kind: str, text: str) -> None:
        raw = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """A test's output is not the place for addresses."""


def _attribute(text: str, name: str) -> str:
    found = re.search(rf"""\b{name}=["']([^"']*)["']""", text)
    return found[1] if found else ""
