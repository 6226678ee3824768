"""The Jitsi Meets this installation may use: JITSI_FILE, read and checked at the start.

Which host may run its script beside our page, and which key signs our tokens, is no row of the
database: whoever steals an officer's account must not be able to change it. The policy only says
that a prison meets by Jitsi (`call_engine`). docs/jitsi.example.toml explains every key.
"""

import ipaddress
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
DOMAIN = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
NUMBER = re.compile(r"[0-9]{1,5}/[0-9]{1,5}")
NEEDED = ("url", "app_id", "key_file", "api_secret_file")
KNOWN = {
    *NEEDED, "audience", "domain", "algorithm", "key_id", "api_addresses", "states", "prisons",
}  # fmt: skip
SECRET_MIN = 32  # bytes: RFC 7518, 3.2 asks for as many as the hash has
RSA_MIN = 2048


class WrongJitsi(ValueError):
    """The file cannot be used; each argument is one fault."""


@dataclass(frozen=True)
class Deployment:
    """One Jitsi Meet. `states` and `prisons` ("19/3") name who meets there; both empty: all."""

    url: str  # https://meet.example.in
    app_id: str  # becomes `iss`
    audience: str  # becomes `aud`
    domain: str  # becomes `sub`
    algorithm: str  # HS256 or RS256
    key: bytes = field(repr=False)
    api_secret: str = field(repr=False)  # what its Prosody shows us
    key_id: str = ""
    api_addresses: tuple[str, ...] = ()
    states: tuple[int, ...] = ()
    prisons: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """As the IFrame API and deep links name it: meet.example.in, with a port if any."""
        return urlsplit(self.url).netloc

    def rank(self, state: int, prison: int) -> int:
        """How closely it is meant for this prison; 0: not at all."""
        if f"{state}/{prison}" in self.prisons:
            return 3
        if state in self.states:
            return 2
        return 0 if self.prisons or self.states else 1

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        url = str(row["url"]).rstrip("/")
        return cls(
            url=url,
            app_id=row["app_id"],
            audience=row.get("audience", row["app_id"]),
            domain=row.get("domain", urlsplit(url).hostname),
            algorithm=row.get("algorithm", "HS256"),
            key=Path(row["key_file"]).read_bytes().strip(),
            api_secret=Path(row["api_secret_file"]).read_text(encoding="utf-8").strip(),
            key_id=row.get("key_id", ""),
            api_addresses=tuple(row.get("api_addresses", ())),
            states=tuple(row.get("states", ())),
            prisons=tuple(row.get("prisons", ())),
        )


def read(path: Path, *, is_production: bool) -> tuple[Deployment, ...]:
    """All deployments of the file; `WrongJitsi` with every fault at once."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise WrongJitsi(f"{path}: {wrong}") from None
    rows = data.get("deployment")
    if not isinstance(rows, list) or not rows or set(data) != {"deployment"}:
        raise WrongJitsi(f"{path}: needs one [[deployment]] or more, and nothing else")
    faults = [
        f"deployment {number}: {fault}"
        for number, row in enumerate(rows, 1)
        for fault in _faults(row, is_production)
    ]
    faults += [f"{name} is named by two deployments" for name in _named_twice(rows)]
    if faults:
        raise WrongJitsi(*faults)
    return tuple(Deployment.of(row) for row in rows)


def _named_twice(rows: list[Any]) -> list[str]:
    names = [
        str(name)
        for row in rows
        if isinstance(row, dict)
        for key in ("states", "prisons")
        if isinstance(row.get(key), list)
        for name in row[key]
    ]
    return sorted({name for name in names if names.count(name) > 1})


def _faults(row: Any, is_production: bool) -> Iterator[str]:
    if not isinstance(row, dict):
        yield "is no table"
        return
    yield from (f"{key} is unknown" for key in sorted(set(row) - KNOWN))
    yield from (f"{key} is missing" for key in NEEDED if not _is_text(row.get(key)))
    if _is_text(row.get("url")):
        yield from _url_faults(row["url"], is_production)
    for key in ("app_id", "audience", "key_id"):
        if key in row and not (isinstance(row[key], str) and NAME.fullmatch(row[key])):
            yield f"{key} must be a plain word (letters, digits, . _ -), never a list"
    if "domain" in row and not (isinstance(row["domain"], str) and DOMAIN.fullmatch(row["domain"])):
        yield "domain must be a host name in small letters"
    yield from _key_faults(row)
    yield from _api_faults(row)
    yield from _place_faults(row)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _url_faults(url: str, is_production: bool) -> Iterator[str]:
    try:
        parts = urlsplit(url)
        name, _port = parts.hostname or "", parts.port
    except ValueError:
        yield "url cannot be read"
        return
    is_here = parts.scheme == "http" and name in LOOPBACK and not is_production
    if parts.scheme != "https" and not is_here:
        yield "url must begin with https://"
    is_bare = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
    if not is_bare or not DOMAIN.fullmatch(name):
        yield "url must be a host alone: https://meet.example.in"


def _key_faults(row: Mapping[str, Any]) -> Iterator[str]:
    algorithm = row.get("algorithm", "HS256")
    if algorithm not in {"HS256", "RS256"}:
        yield "algorithm must be HS256 or RS256"
        return
    key, fault = _content(row, "key_file")
    if fault:
        yield fault
    elif algorithm == "HS256" and key is not None and len(key) < SECRET_MIN:
        yield f"key_file must hold {SECRET_MIN} bytes or more"
    elif algorithm == "RS256" and key is not None and not _is_rsa(key):
        yield f"key_file must hold an RSA private key of {RSA_MIN} bits or more, PEM"


def _is_rsa(pem: bytes) -> bool:
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError):
        return False
    return isinstance(key, RSAPrivateKey) and key.key_size >= RSA_MIN


def _api_faults(row: Mapping[str, Any]) -> Iterator[str]:
    secret, fault = _content(row, "api_secret_file")
    if fault:
        yield fault
    elif secret is not None and not re.fullmatch(rb"[\x21-\x7e]{32,}", secret):
        yield f"api_secret_file must hold {SECRET_MIN} visible letters or more, on one line"
    elif secret is not None and secret == _content(row, "key_file")[0]:
        yield "api_secret_file must differ from key_file"
    addresses = row.get("api_addresses", [])
    if not isinstance(addresses, list) or not all(map(_is_network, addresses)):
        yield "api_addresses must be a list of addresses or networks: 10.0.0.5, 10.0.0.0/24"


def _is_network(text: Any) -> bool:
    try:
        ipaddress.ip_network(text)
    except (ValueError, TypeError):
        return False
    return isinstance(text, str)


def _content(row: Mapping[str, Any], name: str) -> tuple[bytes | None, str]:
    """What a file holds, or why it cannot be read; neither where none is named."""
    if not _is_text(row.get(name)):
        return None, ""
    try:
        return Path(row[name]).read_bytes().strip(), ""
    except OSError as wrong:
        return None, f"{name}: {wrong.strerror}: {row[name]}"


def _place_faults(row: Mapping[str, Any]) -> Iterator[str]:
    states, prisons = row.get("states", []), row.get("prisons", [])
    if not isinstance(states, list) or not all(type(each) is int for each in states):
        yield "states must be a list of numbers of states"
    if not isinstance(prisons, list) or not all(
        isinstance(each, str) and NUMBER.fullmatch(each) for each in prisons
    ):
        yield 'prisons must be a list like ["19/3"]: number of the state, number of the prison'


def origin_faults(meeting: str, origin: str, staff: str, *, is_production: bool) -> Iterator[str]:
    """What is wrong with MEETING_ORIGIN: the meeting's page needs a host of its own."""
    try:
        parts, ours = urlsplit(meeting), urlsplit(origin)
        name, our_name = parts.hostname or "", ours.hostname or ""
    except ValueError:
        yield "MEETING_ORIGIN: cannot be read"
        return
    if not meeting:
        yield "MEETING_ORIGIN: JITSI_FILE needs it, a host for the meeting's page alone"
        return
    if parts.scheme not in ({"https"} if is_production else {"http", "https"}):
        yield "MEETING_ORIGIN: must be an https:// address"
    if parts.path not in {"", "/"} or parts.query or parts.fragment or not name:
        yield "MEETING_ORIGIN: must be scheme and host alone"
    if name == our_name or name in {each.strip() for each in staff.split(",")}:
        # Ports do not keep cookies apart, names do
        yield "MEETING_ORIGIN: must have another host name than ORIGIN and STAFF_HOSTS"
    elif name.endswith(f".{our_name}"):
        yield "MEETING_ORIGIN: must not be a name below ORIGIN's, where it could set its cookies"
