"""Terminals and windows: the list, a new one, another number or room, out of order, mended."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mulakat import clock
from mulakat.portals.staff import words
from mulakat.portals.staff.access import StaffRequest, for_roles
from mulakat.portals.staff.times import impact_page
from mulakat.portals.staff.times.frame import PLANS, draw
from mulakat.portals.staff.times.reading import Form
from mulakat.portals.staff.times.wording import field_errors
from mulakat.prisons.models import Prison, Terminal, Window
from mulakat.schedule import furnishing
from mulakat.schedule.obstacles import CannotPlan
from mulakat.visits.closures import closing

Place = Terminal | Window
KINDS: dict[str, type[Terminal] | type[Window]] = {"terminal": Terminal, "window": Window}
SUITS = {
    "video": gettext_lazy("video"),
    "voice": gettext_lazy("voice only"),
    "family": gettext_lazy("families"),
    "legal": gettext_lazy("lawyers"),
    "wheelchair": gettext_lazy("wheelchair"),
}
FIELDS = {"number_used": "number", "number_0": "number", "unknown_suits": "suits",
          "no_seats": "seats", "too_many_seats": "seats", "seats_booked": "seats"}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One place on one line."""

    pk: int
    number: int
    where: str
    seats: int
    suits: str
    broken: str  # since when, "" while it works


@for_roles(*PLANS)
def places(request: StaffRequest) -> HttpResponse:
    prison = request.staff.prison
    context = {
        "terminals": [_row(place, prison) for place in _in_use(prison, Terminal)],
        "windows": [_row(place, prison) for place in _in_use(prison, Window)],
    }
    return draw(request, "places", "places", context)


@for_roles(*PLANS)
def add(request: StaffRequest, what: str) -> HttpResponse:
    kind = _kind(what)
    if request.method != "POST":
        return _form(request, kind, None, {"number": _next_number(request.staff.prison, kind)})
    return _save(request, kind, None)


@for_roles(*PLANS)
def change(request: StaffRequest, what: str, place_id: int) -> HttpResponse:
    place = _place(request, what, place_id)
    if request.method == "POST":
        return _save(request, type(place), place)
    typed = {"number": place.number, "place": place.place, "suits": _suits(place)}
    if isinstance(place, Window):
        typed["seats"] = place.seats
    return _form(request, type(place), place, typed)


@for_roles(*PLANS)
def out(request: StaffRequest, what: str, place_id: int) -> HttpResponse:
    """Out of order, or taken away for good: first whom it hits, then what becomes of them."""
    place = _place(request, what, place_id)
    for_good = request.GET.get("for-good") == "1" or request.POST.get("for_good") == "1"

    def act(chosen: impact_page.Chosen) -> None:
        closing.take_out(
            place=place,
            seen=chosen.seen,
            approved=chosen.approved,
            for_good=for_good,
            by=request.staff.user,
            now=clock.now(),
        )

    context = {"place": place, "what": what, "for_good": for_good}
    answer = impact_page.show(
        request,
        extent=closing.extent_of(place, clock.now()),
        act=act,
        template="out",
        section="places",
        context=context,
        may_keep=not for_good,
    )
    return answer or redirect("staff:times_places")


@require_POST
@for_roles(*PLANS)
def repaired(request: StaffRequest, what: str, place_id: int) -> HttpResponse:
    place = _place(request, what, place_id)
    furnishing.mark_repaired(place=place, by=request.staff.user, now=clock.now())
    return redirect("staff:times_places")


def _save(
    request: StaffRequest, kind: type[Terminal] | type[Window], place: Place | None
) -> HttpResponse:
    form = Form(request.POST, ("number", "place", "seats"), ("suits",))
    number = form.number("number", _("Enter the number that stands on it"))
    seats = None
    if kind is Window:
        seats = form.number("seats", _("Enter how many visits fit there at one time"))
    where, suits = form.text("place", 60), form.several("suits", furnishing.SUITS[kind])
    if not form.errors and number is not None:
        by = request.staff.user
        try:
            if place is not None:
                furnishing.change(
                    place=place, number=number, where=where, suits=suits, seats=seats,
                    by=by, now=clock.now(),
                )  # fmt: skip
            elif kind is Window:
                furnishing.add_window(
                    prison=request.staff.prison, number=number, seats=seats or 0, place=where,
                    suits=suits, by=by,
                )  # fmt: skip
            else:
                furnishing.add_terminal(
                    prison=request.staff.prison, number=number, place=where, suits=suits, by=by
                )
        except CannotPlan as cannot:
            form.errors |= field_errors(cannot.obstacles, FIELDS, request.staff.prison)
        else:
            return redirect("staff:times_places")
    return _form(request, kind, place, form.typed, form.errors)


def _form(
    request: StaffRequest,
    kind: type[Terminal] | type[Window],
    place: Place | None,
    typed: dict[str, Any],
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    what = "terminal" if kind is Terminal else "window"
    suits = [(code, SUITS[code]) for code in SUITS if code in furnishing.SUITS[kind]]
    shown = {"suits": sorted(furnishing.USUAL[kind]), "seats": 1} | typed
    if errors is None:
        shown["suits"] = shown["suits"] or sorted(furnishing.USUAL[kind])
    context = {"what": what, "place": place, "typed": shown, "suits": suits, "errors": errors}
    return draw(request, "place", "places", context, status=422 if errors else 200)


def _kind(what: str) -> type[Terminal] | type[Window]:
    if what not in KINDS:
        raise Http404
    return KINDS[what]


def _place(request: StaffRequest, what: str, place_id: int) -> Place:
    here = {"prison": request.staff.prison, "removed_at": None}
    found: Any = get_object_or_404(_kind(what), pk=place_id, **here)
    place: Place = found
    place.prison = request.staff.prison
    return place


def _in_use(prison: Prison, kind: type[Terminal] | type[Window]) -> Any:
    return kind.objects.filter(prison=prison, removed_at=None).order_by("number")


def _next_number(prison: Prison, kind: type[Terminal] | type[Window]) -> int:
    last = kind.objects.filter(prison=prison).order_by("-number").first()
    return last.number + 1 if last else 1


def _suits(place: Place) -> list[str]:
    return sorted(place.suits or furnishing.USUAL[type(place)])


def _row(place: Place, prison: Prison) -> Row:
    fit = set(_suits(place))
    return Row(
        pk=place.pk,
        number=place.number,
        where=place.place,
        seats=getattr(place, "seats", 1),
        suits=", ".join(str(word) for code, word in SUITS.items() if code in fit),
        broken=words.moment(place.broken_since, prison.zone) if place.broken_since else "",
    )
