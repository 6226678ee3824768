"""The lock of the staff portal: a session of its own, a signed-in person, a prison, a role.

A page names the roles that may open it: `@for_roles(Role.APPROVER)`. Its request then has
`request.staff`: who works, at which prison, in which roles. Objects are looked up within
`request.staff.prison` alone, so another prison's are not found (404), whatever they are.
The second factor will stand between the password and `request.staff` (see `_at_work`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mulakat.accounts.models import Membership, Role, User
from mulakat.prisons.models import Prison

OPEN = {"/staff/sign-in/"}
PRISON = "prison"  # key of the session: where this person works now
SHEETS = frozenset({Role.APPROVER, Role.SUPERVISOR, Role.GATE, Role.ADMIN, Role.SUPERIOR})
P = ParamSpec("P")


@dataclass(frozen=True)
class AtWork:
    """Who works, where, in which roles; how many requests wait there."""

    user: User
    prison: Prison
    roles: frozenset[str]
    waiting: int
    has_other_prisons: bool

    @property
    def runs_terminals(self) -> bool:
        return bool(self.roles & {Role.ADMIN, Role.SUPERVISOR})

    @property
    def decides(self) -> bool:
        return Role.APPROVER in self.roles

    @property
    def plans_times(self) -> bool:
        return bool(self.roles & {Role.ADMIN, Role.SUPERIOR})

    @property
    def keeps_people(self) -> bool:
        """Finds inmates and writes their lists, absences and bars."""
        return bool(self.roles & {Role.APPROVER, Role.ADMIN})

    @property
    def assists(self) -> bool:
        """Writes requests down for a caller, at the counter or at the gate."""
        return bool(self.roles & {Role.ASSISTANT, Role.APPROVER, Role.GATE})

    @property
    def watches_desks(self) -> bool:
        """Reads who writes how many requests for others."""
        return bool(self.roles & {Role.SUPERIOR, Role.ADMIN})

    @property
    def only_assists(self) -> bool:
        """Helpline and counter: sees what he has written down himself, and no inmate."""
        return self.roles <= {Role.ASSISTANT}

    @property
    def supervises(self) -> bool:
        return Role.SUPERVISOR in self.roles

    @property
    def is_superior(self) -> bool:
        return Role.SUPERIOR in self.roles

    @property
    def looks_again(self) -> bool:
        """Answers what was refused or not answered in time."""
        return bool(self.roles & {Role.APPROVER, Role.SUPERIOR})

    @property
    def prints_sheets(self) -> bool:
        return bool(self.roles & SHEETS)


class StaffRequest(HttpRequest):
    """A request that came through `for_roles`."""

    staff: AtWork
    user: User


class StaffSessions:
    """Reads the staff session under /staff/ only; no other page can see or touch it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.with_session = SessionMiddleware(AuthenticationMiddleware(get_response))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/staff/"):
            return self.with_session(request)  # type: ignore[return-value]
        return self.get_response(request)


class StaffOnly:
    """Every page under /staff/ needs a signed-in member of staff, but the sign-in itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        needs_staff = request.path.startswith("/staff/") and request.path not in OPEN
        if needs_staff and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return self.get_response(request)


def for_roles(
    *roles: str,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Open a page to these roles at the prison one works at; without roles to all its staff."""

    def lock(
        view: Callable[Concatenate[StaffRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def locked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            at_work = _at_work(request)
            if at_work is None:
                return redirect("staff:prison")
            if roles and not at_work.roles.intersection(roles):
                raise PermissionDenied
            staff_request = cast(StaffRequest, request)
            staff_request.staff = at_work
            return view(staff_request, *args, **kwargs)

        return locked

    return lock


def prisons_of(user: User) -> list[Prison]:
    """Where this person works."""
    prisons = Prison.objects.filter(memberships__user=user).select_related("state")
    return list(prisons.distinct().order_by("state__number", "number"))


def _at_work(request: HttpRequest) -> AtWork | None:
    """None until it is clear at which prison; roles are read afresh for each page."""
    user = cast(User, request.user)
    memberships: list[Membership] = cast(Any, user).memberships_read
    prisons = {membership.prison_id for membership in memberships}
    chosen = request.session.get(PRISON)
    if chosen not in prisons:
        if len(prisons) != 1:
            return None
        chosen = next(iter(prisons))
    here = [membership for membership in memberships if membership.prison_id == chosen]
    return AtWork(
        user=user,
        prison=here[0].prison,
        roles=frozenset(membership.role for membership in here),
        waiting=max(cast(Any, membership).waiting for membership in here),
        has_other_prisons=len(prisons) > 1,
    )
