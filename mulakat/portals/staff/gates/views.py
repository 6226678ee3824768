"""The prison's gates: which browsers are one, a code that makes one, what does not fit today."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mulakat import clock
from mulakat.accounts.models import Role
from mulakat.gate import devices, today
from mulakat.gate.models import Conflict, GateDevice
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.pages import page

MOST = 9  # gates of a prison: each gives the tokens of its own hundred


@dataclass(frozen=True)
class Row:
    device: GateDevice
    enrolled: str
    seen: str  # the last list or sync; "" before the first


@dataclass(frozen=True)
class Oddity:
    """A pass that let somebody in twice, or against an answer."""

    reference: str
    visit_id: int
    text: str
    uses: str  # gate 1 10:02, gate 2 10:05


@require_safe
@for_roles(Role.ADMIN, Role.SUPERVISOR)
def gates(request: StaffRequest) -> HttpResponse:
    return _page(request, {})


@require_POST
@for_roles(Role.ADMIN, Role.SUPERVISOR)
def code(request: StaffRequest) -> HttpResponse:
    """Make a code for a gate and show it, this once."""
    typed = request.POST.get("gate", "").strip()[:3]
    if not typed.isascii() or not typed.isdigit() or not 0 < int(typed) <= MOST:
        text = _("Enter the number of the gate, 1 to %(most)s") % {"most": MOST}
        return _page(request, {"errors": {"gate": text}, "gate": typed}, status=422)
    made = devices.make_code(
        prison=request.staff.prison,
        gate=int(typed),
        by=request.staff.user.actor,
        now=clock.now(),
    )
    return _page(request, {"code": made, "coded": int(typed)})


@require_POST
@for_roles(Role.ADMIN, Role.SUPERVISOR)
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """That browser is no gate any more; it wipes its list as soon as it hears of it."""
    live = GateDevice.objects.live().filter(prison=request.staff.prison)
    device = get_object_or_404(live, pk=pk)
    devices.revoke(device=device, by=request.staff.user.actor, now=clock.now())
    return redirect("staff:gates")


def _page(request: StaffRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    more = {"rows": _rows(request), "oddities": _oddities(request)}
    return page(request, "gates", "gates", context | more, status=status)


def _rows(request: StaffRequest) -> list[Row]:
    zone = request.staff.prison.zone
    live = GateDevice.objects.live().filter(prison=request.staff.prison).order_by("gate")
    return [
        Row(
            device,
            words.moment(device.enrolled_at, zone),
            words.moment(device.seen_at, zone) if device.seen_at else "",
        )
        for device in live
    ]


def _oddities(request: StaffRequest) -> list[Oddity]:
    prison = request.staff.prison
    texts = {
        Conflict.USED_TWICE: _("This pass let somebody in twice"),
        Conflict.CANCELLED: _("Let in on a visit that was cancelled"),
        Conflict.MOVED: _("Let in with the old pass of a visit that was moved"),
        Conflict.REFUSED_BEFORE: _("Turned back at one gate and let in at another"),
        Conflict.NOT_APPROVED: _("Let in on a visit that is not approved"),
        Conflict.WRONG_CODE: _("Let in with a wrong gate code"),
    }
    found = []
    for entry in today.doubles(today.entries(prison, clock.now())):
        kinds = {Conflict(event.conflict) for event in entry.conflicts}
        uses = [
            _("gate %(n)s %(time)s")
            % {"n": event.device.gate, "time": words.clock(event.at, prison.zone)}
            for event in entry.arrived
        ]
        text = ", ".join(texts[kind] for kind in sorted(kinds))
        found.append(Oddity(entry.visit.reference, entry.visit.pk, text, ", ".join(uses)))
    return found
