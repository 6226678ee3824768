"""The prison's terminals: which are enrolled, out of order; a code that enrols one."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.accounts import enrolling
from mulakat.accounts.models import Device, Role
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page
from mulakat.prisons.models import Terminal


@dataclass(frozen=True)
class Row:
    terminal: Terminal
    enrolled: str  # since when; "" while no browser is this terminal
    broken: str


@for_roles(Role.ADMIN, Role.SUPERVISOR)
def terminals(request: StaffRequest) -> HttpResponse:
    return page(request, "terminals", "terminals", {"rows": _rows(request)})


@require_POST
@for_roles(Role.ADMIN, Role.SUPERVISOR)
def code(request: StaffRequest, terminal_id: int) -> HttpResponse:
    """Make a code and show it, this once."""
    terminal = get_object_or_404(Terminal, pk=terminal_id, prison=request.staff.prison)
    made = enrolling.make_code(terminal=terminal, by=request.staff.user.actor, now=clock.now())
    context = {"rows": _rows(request), "code": made, "coded": terminal}
    return page(request, "terminals", "terminals", context)


@require_POST
@for_roles(Role.ADMIN, Role.SUPERVISOR)
def revoke(request: StaffRequest, terminal_id: int) -> HttpResponse:
    """The browser that is this terminal is so no longer."""
    device = get_object_or_404(
        Device.objects.live(), terminal_id=terminal_id, terminal__prison=request.staff.prison
    )
    enrolling.revoke(device=device, by=request.staff.user.actor, now=clock.now())
    return redirect("staff:terminals")


def _rows(request: StaffRequest) -> list[Row]:
    prison = request.staff.prison
    live = Device.objects.live().filter(terminal__prison=prison)
    since = {device.terminal_id: device.enrolled_at for device in live}
    return [
        Row(
            terminal,
            words.moment(since[terminal.pk], prison.zone) if terminal.pk in since else "",
            words.moment(terminal.broken_since, prison.zone) if terminal.broken_since else "",
        )
        for terminal in prison.terminals.order_by("number")
    ]
