"""The four doors of the demo and the five-minute walk."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from mulakat import clock
from mulakat.accounts import enrolling
from mulakat.accounts.models import Device
from mulakat.portals.demo import crew, world
from mulakat.portals.demo.access import demo_only
from mulakat.prisons.models import Prison, Terminal

BY = "demo"  # how the history names whoever presses the button


@dataclass(frozen=True)
class Place:
    """One prison of the demo: who signs in there, which terminals it has."""

    prison: Prison
    staff_id: str
    inmate: str  # somebody to ask for
    guardian: str
    crew: list[str]  # the others who sign in, by staff ID
    code: str  # the visitor code that person has handed out
    terminals: list[tuple[Terminal, bool]]  # and whether a browser is this terminal


@demo_only
@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    return _page(request)


@demo_only
@require_POST
def terminal_code(request: HttpRequest, terminal_id: int) -> HttpResponse:
    """A code that makes this browser the terminal: in a prison an officer makes it."""
    terminal = get_object_or_404(Terminal.objects.select_related("prison"), pk=terminal_id)
    code = enrolling.make_code(terminal=terminal, by=BY, now=clock.now())
    return _page(request, code=code, coded=terminal)


def _page(request: HttpRequest, **context: object) -> HttpResponse:
    context.update(places=_places(), password=world.PASSWORD)
    return render(request, "demo/doors.html", context)


def _places() -> list[Place]:
    enrolled = set(Device.objects.live().values_list("terminal_id", flat=True))
    prisons = Prison.objects.select_related("state").prefetch_related("terminals")
    by_number = {(each.state.number, each.number): each for each in prisons}
    return [
        Place(
            by_number[key],
            each.staff_id,
            each.people[0].name,
            each.people[0].guardian,
            [f"{each.staff_id}-{ending}" for ending, _role, _name in crew.CREW],
            crew.code(by_number[key]),
            [(t, t.pk in enrolled) for t in by_number[key].terminals.order_by("number")],
        )
        for each in world.PRISONS
        if (key := (each.state, each.number)) in by_number
    ]
