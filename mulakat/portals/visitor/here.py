"""Where the visitor is: the state whose name and helpline stand on every public page.

The state is the only one there is, or the one chosen (`?state=` or its cookie), or none yet:
then every state's helpline is shown. Costs no query: states are kept in memory for a minute.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from mulakat import clock
from mulakat.prisons.models import State, in_language
from mulakat.prisons.terms import term

COOKIE = "mulakat_state"
KEPT = timedelta(seconds=60)
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Helpline:
    name: str  # of the state
    number: str  # as people write it: 9073945590
    tel: str  # as a phone dials it: +919073945590


@dataclass(frozen=True)
class Here:
    """What the frame says about the place; `state` is None while several are possible."""

    state: State | None
    department: str
    helplines: tuple[Helpline, ...]

    @property
    def has_several(self) -> bool:
        return len(self.helplines) > 1

    @property
    def jail(self) -> str:
        """The state's word, in the language of the page: `{{ here.jail }}`; prisons/terms.py."""
        return term(self.state, "jail")

    @property
    def at_jail(self) -> str:
        return term(self.state, "at_jail")

    @property
    def in_jail(self) -> str:
        return term(self.state, "in_jail")


_kept: tuple[datetime, list[State]] | None = None


def states() -> list[State]:
    """Every state, by number, at most a minute old."""
    global _kept  # noqa: PLW0603 a cache of one value
    now = clock.now()
    if _kept is None or now - _kept[0] >= KEPT:
        _kept = (now, list(State.objects.order_by("number")))
    return _kept[1]


def forget() -> None:
    """Read the states anew at the next page (after a change, between tests)."""
    global _kept  # noqa: PLW0603
    _kept = None


def chosen_state(request: HttpRequest) -> State | None:
    """The state asked for in the address, else remembered, else the only one."""
    by_slug = {state.slug: state for state in states()}
    for slug in (request.GET.get("state", ""), request.COOKIES.get(COOKIE, "")):
        if slug in by_slug:
            return by_slug[slug]
    return next(iter(by_slug.values())) if len(by_slug) == 1 else None


def remember(response: HttpResponse, state: State) -> None:
    """Show this state's name and helpline from now on."""
    response.set_cookie(
        COOKIE, state.slug, max_age=YEAR, secure=settings.SECURE, httponly=True, samesite="Lax"
    )


def here_in(state: State | None) -> Here:
    """What pages of this state show; pass it as `here` when a page knows its state better."""
    department = in_language(state.department) if state else ""
    shown = [state] if state else states()
    return Here(state, department, tuple(_helpline(one) for one in shown))


def _helpline(state: State) -> Helpline:
    number = state.helpline
    return Helpline(state.name(), number, f"+91{number}" if len(number) == 10 else number)


def place(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `here`, worked out only when a template asks."""
    return {"here": SimpleLazyObject(lambda: here_in(chosen_state(request)))}
