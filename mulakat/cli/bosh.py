"""A guest at the door of a Jitsi Meet: XMPP over HTTP (XEP-0124), as a browser knocks there.

Only as much as `mulakat doctor jitsi` needs: open, log in, ask Jicofo for a conference.
"""

import re
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from xml.sax.saxutils import quoteattr

from mulakat import ids

BIND = "http://jabber.org/protocol/httpbind"
SASL = "urn:ietf:params:xml:ns:xmpp-sasl"
FOCUS = "http://jitsi.org/protocol/focus"
SECONDS = 30
LONGEST = 100_000  # letters of an answer that are read
IN = "<success"


class NoDoor(Exception):
    """Nothing answers there that speaks BOSH."""


class Guest:
    """One session at `url` with the virtual host `domain`; `token` may be empty."""

    def __init__(self, url: str, domain: str, token: str = "", room: str = "") -> None:
        query = urlencode({"room": room, **({"token": token} if token else {})})
        self.address, self.domain = f"{url}/http-bind?{query}", domain
        self.rid = 1_000_000 + ids.below(1_000_000)
        self.sid = ""

    def log_in(self) -> str:
        """The answer to an anonymous log-in; `IN` in it means: let in."""
        opened = self._say(
            f"to={quoteattr(self.domain)} wait='10' hold='1' ver='1.6' xml:lang='en' "
            "xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'"
        )
        found = re.search(r"""\bsid=["']([^"']+)["']""", opened)
        if found is None:
            return opened  # the host is not there, or hung up
        self.sid = found[1]
        return self._say("", f'<auth xmlns="{SASL}" mechanism="ANONYMOUS"/>')

    def ask_for(self, room: str) -> str:
        """After `log_in`: the answer of Jicofo, or of whoever stands before it."""
        self._say(f"to={quoteattr(self.domain)} xmpp:restart='true' xmlns:xmpp='urn:xmpp:xbosh'")
        bind = '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>'
        self._say("", f'<iq xmlns="jabber:client" type="set" id="b1">{bind}</iq>')
        place = quoteattr(f"{room}@conference.{self.domain}")
        wish = f'<conference xmlns="{FOCUS}" room={place}/>'
        to = quoteattr(f"focus.{self.domain}")
        return self._say("", f'<iq xmlns="jabber:client" type="set" id="c1" to={to}>{wish}</iq>')

    def _say(self, attributes: str, content: str = "") -> str:
        self.rid += 1
        sid = f" sid={quoteattr(self.sid)}" if self.sid else ""
        body = f"<body xmlns='{BIND}' rid='{self.rid}'{sid} {attributes}>{content}</body>"
        headers = {"Content-Type": "text/xml; charset=utf-8"}
        request = Request(self.address, body.encode(), headers)  # noqa: S310 - http(s), checked
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return str(answer.read(LONGEST).decode("utf-8", "replace"))
        except HTTPError as wrong:
            raise NoDoor(f"/http-bind answers {wrong.code}") from None
        except OSError as wrong:
            raise NoDoor(f"/http-bind does not answer: {wrong}") from None
