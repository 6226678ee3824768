"""`mulakat doctor jitsi URL`: does this Jitsi Meet keep what a visit needs? Changes nothing there.

It knocks as a stranger would, with no token and with wrong ones, and asks for a room that nobody
reserved. What no stranger can see is named at the end. docs/jitsi.md says how to mend each line.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

from mulakat import clock, ids
from mulakat.calls.engines.jitsi import tokens
from mulakat.calls.models import Side
from mulakat.cli.bosh import IN, Guest, NoDoor
from mulakat.cli.doctor import Finding
from mulakat.jitsi_file import Deployment

SECONDS = 30
SCRIPT = "JitsiMeetExternalAPI"
UNSEEN = (
    "enable_domain_verification = true: else a token for another virtual host opens rooms here",
    "jicofo: enable-auto-owner = false, and token_affiliation on the MUC: else whoever comes first "
    "is moderator",
    "event_sync_component: else we never learn that the officer is in, and nobody else gets in",
    "muc_max_occupants with reservations_enable_max_occupants = true",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", help="https://meet.example.in, as JITSI_FILE names it")


def run(args: argparse.Namespace) -> int:
    url = args.url.rstrip("/")
    deployment = next((each for each in settings.JITSI if each.url == url), None)
    if deployment is None:
        print(f"FAULT JITSI_FILE names no deployment with url = {url!r}")
        return 1
    findings = list(examine(deployment, clock.now()))
    for finding in findings:
        print(f"{finding.sign:<6}{finding.text}")
    return int(any(finding.sign == "FAULT" for finding in findings))


def examine(deployment: Deployment, now: datetime) -> Iterator[Finding]:
    """Every line, the faults among them."""
    yield _script(deployment)
    try:
        yield from _door(deployment, now)
    except NoDoor as wrong:
        yield Finding("FAULT", f"{wrong}: tokens and reservations were not examined")
    yield from _ours(deployment)
    for text in UNSEEN:
        yield Finding("note", f"cannot be seen from outside: {text}")


def _script(deployment: Deployment) -> Finding:
    status, text = _get(f"{deployment.url}/external_api.js")
    if status == 200 and SCRIPT in text:
        return Finding("ok", "external_api.js is there")
    return Finding("FAULT", f"external_api.js is not there (answer {status or 'none'})")


def _door(deployment: Deployment, now: datetime) -> Iterator[Finding]:
    room = ids.uid().hex
    for what, wrong in _wrong(deployment, now, room):
        is_in = IN in Guest(deployment.url, deployment.domain, wrong, room).log_in()
        sign, does = ("FAULT", "LETS IN") if is_in else ("ok", "refuses")
        yield Finding(sign, f"Prosody {does} {what}")
    guest = Guest(deployment.url, f"guest.{deployment.domain}", "", room)
    if IN in guest.log_in():
        yield Finding("FAULT", f"guest.{deployment.domain} lets in without a token: switch it off")
    else:
        yield Finding("ok", "no guest host lets in without a token")
    ours = Guest(deployment.url, deployment.domain, _token(deployment, now, room), room)
    if IN not in ours.log_in():
        text = "Prosody refuses our own token: app_id, audience, key or clock differ"
        yield Finding("FAULT", text)
        return
    yield Finding("ok", "Prosody takes our own token")
    if "reservation-error" in ours.ask_for(room):
        yield Finding("ok", "a room that nobody reserved does not open")
    else:
        text = "a room that nobody reserved OPENS: mod_reservations is missing or asks elsewhere"
        yield Finding("FAULT", text)


def _wrong(deployment: Deployment, now: datetime, room: str) -> Iterator[tuple[str, str]]:
    """What must be refused, each with its name."""
    yield "somebody without a token", ""
    yield "a token signed by another key", _token(_with_another_key(deployment), now, room)
    yield "a token of an hour ago", _token(deployment, now - timedelta(hours=1), room)
    yield "a token of tomorrow", _token(deployment, now + timedelta(days=1), room)
    other = replace(deployment, audience=f"{deployment.audience}-other")
    yield "a token for another audience", _token(other, now, room)
    yield "a token of another app", _token(replace(deployment, app_id="other"), now, room)
    yield "text that is no token", "no.token.atall"


def _with_another_key(deployment: Deployment) -> Deployment:
    if deployment.algorithm == "HS256":
        return replace(deployment, key=f"{ids.secret()}{ids.secret()}".encode())
    private = rsa.generate_private_key(65537, 2048)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return replace(deployment, key=pem)


def _token(deployment: Deployment, now: datetime, room: str) -> str:
    until = now + timedelta(minutes=1)
    return tokens.mint(
        deployment, room=room, occupant=ids.uid(), side=Side.VISITOR, now=now, until=until
    )


def _ours(deployment: Deployment) -> Iterator[Finding]:
    """Our own end, as its Prosody would reach it from here."""
    address = f"{settings.ORIGIN}/jitsi/conference"
    form = urlencode({"name": ids.uid().hex, "start_time": f"{clock.now():%Y-%m-%dT%H:%M:%S.000Z}"})
    status, _text = _get(address, form)
    if status != 401:
        yield Finding("FAULT", f"{address} answers {status or 'nothing'} to a stranger, not 401")
        return
    status, _text = _get(address, form, secret=deployment.api_secret)
    if status == 404:
        yield Finding("ok", f"{settings.ORIGIN}/jitsi answers whoever has the secret, and no other")
    elif status == 401 and deployment.api_addresses:
        yield Finding("note", f"{settings.ORIGIN}/jitsi answers api_addresses alone, not from here")
    else:
        yield Finding("FAULT", f"{address} answers {status or 'nothing'} to the secret, not 404")


def _get(address: str, form: str = "", secret: str = "") -> tuple[int, str]:
    """Status and text; (0, "") when nobody answers. A POST where there is a form."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    request = Request(address, form.encode() or None, headers)  # noqa: S310 - http(s), checked
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return int(answer.status), answer.read(2_000_000).decode("utf-8", "replace")
    except HTTPError as refused:
        return refused.code, ""
    except OSError:
        return 0, ""
