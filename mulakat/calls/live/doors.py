"""How a socket's owner is known. Each portal has its own door; mulakat/asgi.py puts them in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mulakat.calls.connecting import Seat
from mulakat.calls.messages import Prove


@dataclass(frozen=True)
class Handshake:
    """What a browser brought along: its cookies, and the page's own origin, already checked."""

    cookies: Mapping[str, str]
    origin: str


@dataclass(frozen=True)
class Door:
    """One of `by_cookie` and `by_proof` lets in; None from it means: stays out.

    `by_proof` gets the proof, the nonce it must be for, and the handshake. `still_allowed` is
    asked every second for all seats of this side and returns those that may stay.
    """

    still_allowed: Callable[[Sequence[Seat], datetime], set[Seat]]
    by_cookie: Callable[[Handshake, datetime], Seat | None] | None = None
    by_proof: Callable[[Prove, str, Handshake, datetime], Seat | None] | None = None
