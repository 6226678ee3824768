"""Keep addresses from leaking between the visitor's phone and the prison.

Under the relay policy only relay candidates pass, and of those only the relay's own address:
a relay line also names, as its related address, the one behind it.
"""

import re
from typing import Any

# foundation component transport priority address port "typ" type: only this order counts
TYPE = re.compile(r"(?:a=)?candidate:\S+ \d+ \w+ \d+ \S+ \d+ typ (\w+)(?: |$)")
RELATED = re.compile(r" raddr \S+ rport \d+")
NOWHERE = " raddr 0.0.0.0 rport 0"
ORIGIN = re.compile(r"^(o=\S+ \S+ \S+ IN) IP[46] \S+$")
DEFAULT_ADDRESS = re.compile(r"^(c=IN) IP[46] \S+$")
RTCP = re.compile(r"^a=rtcp:\d+ .*$")


def relayed(body: dict[str, Any]) -> dict[str, Any] | None:
    """The signal's body with relay candidates only; None if nothing is left of it."""
    if "sdp" in body:
        return {**body, "sdp": _sdp(body["sdp"])}
    candidate = body.get("candidate")
    if not candidate or not candidate["candidate"]:
        return body
    line = _candidate(candidate["candidate"])
    return {**body, "candidate": {**candidate, "candidate": line}} if line else None


def _candidate(line: str) -> str | None:
    found = TYPE.match(line)
    if found is None or found.group(1) != "relay":
        return None
    return RELATED.sub(NOWHERE, line)


def _sdp(sdp: str) -> str:
    kept: list[str] = []
    for line in sdp.splitlines():
        if "candidate:" in line:
            candidate = _candidate(line)
            kept += [candidate] if candidate else []
        elif ORIGIN.match(line):
            kept.append(ORIGIN.sub(r"\1 IP4 127.0.0.1", line))
        elif DEFAULT_ADDRESS.match(line):
            kept.append("c=IN IP4 0.0.0.0")
        elif RTCP.match(line):
            kept.append("a=rtcp:9 IN IP4 0.0.0.0")
        else:
            kept.append(line)
    return "\r\n".join(kept) + "\r\n"
