"""How a form page of the booking works: shown with what was typed, read, kept, gone on from.

A page says what it asks (`texts`, `lists`), how it reads it (`read`) and what its template
needs besides (`shows`). A GET costs one query, a POST one locked read and one write.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mulakat import clock
from mulakat.portals.visitor import here
from mulakat.portals.visitor.book import drafts, forgery, where
from mulakat.portals.visitor.book.drafts import PAGES, Kept
from mulakat.prisons.models import Prison, State
from mulakat.prisons.policy import Policy
from mulakat.visits.form.fields import Errors, Raw, Reading, collect

STEPS = 6


@dataclass(frozen=True)
class Place:
    """What a page may rest on: the answers before it, the prison chosen, the moment."""

    answers: dict[str, Any]
    now: datetime
    state: State | None  # chosen, or the only one

    @property
    def prison(self) -> Prison | None:
        jail = self.answers.get("jail", {})
        return where.prison(jail.get("state"), jail.get("prison"))

    @property
    def chosen(self) -> Prison:
        """The prison, on pages that cannot be reached without one."""
        prison = self.prison
        if prison is None:
            raise PrisonGone
        return prison

    @property
    def policy(self) -> Policy:
        return self.chosen.policy


class PrisonGone(Exception):
    """The prison of the answers takes no requests any more: the first page asks again."""


def _nothing(raw: Raw, place: Place, errors: Errors) -> dict[str, Any]:
    return {}


def _leave(raw: Raw) -> None:
    """Nothing to tidy."""


def _not_pressed(raw: Raw, post: Any, place: Place) -> Errors | None:
    return None


def _settled(raw: Raw, place: Place) -> Errors:
    return {}


@dataclass(frozen=True)
class Page:
    """One form page; its template is book/<name>.html."""

    name: str
    texts: tuple[str, ...]
    read: Callable[[Raw, Place], Reading]
    lists: tuple[str, ...] = ()
    tidy: Callable[[Raw], None] = _leave  # drops at once what must not be kept
    shows: Callable[[Raw, Place, Errors], dict[str, Any]] = _nothing
    # A button other than Continue changes `raw` and returns what to complain of; None if
    # no such button was pressed
    press: Callable[[Raw, Any, Place], Errors | None] = _not_pressed
    # After a good reading: what has to be done at once; returns what stands in the way
    settle: Callable[[Raw, Place], Errors] = _settled
    # Pages whose answers must be looked at again when this page's change
    unsettles: Callable[[Raw, Raw], tuple[str, ...]] = field(default=lambda old, new: ())

    @property
    def step(self) -> int:
        return PAGES.index(self.name) + 1

    def typed(self, request: HttpRequest) -> Raw:
        """What was typed into the page's own fields."""
        raw = collect(request.POST, self.texts, self.lists)
        self.tidy(raw)
        return raw


def view(page: Page) -> Callable[[HttpRequest], HttpResponse]:
    """The view of a page."""

    @forgery.keeps_answers
    @require_http_methods(["GET", "HEAD", "POST"])
    def show_or_keep(request: HttpRequest) -> HttpResponse:
        now = clock.now()
        try:
            if request.method == "POST" and not forgery.is_unproven(request):
                return _post(request, page, now)
            return _get(request, page, now)
        except PrisonGone:
            return HttpResponseRedirect("/book/jail/")

    response: Callable[[HttpRequest], HttpResponse] = show_or_keep
    return response


def _get(request: HttpRequest, page: Page, now: datetime) -> HttpResponse:
    kept = drafts.find(request, now)
    if kept and drafts.is_sent(kept.draft):
        if page.name != PAGES[0]:
            return HttpResponseRedirect("/book/sent/")
        kept = None  # a new request begins
    answers = kept.draft.answers if kept else {}
    place = Place(answers, now, here.chosen_state(request))
    if request.method == "POST":  # unproven: nothing is kept, nothing is lost
        return _draw(request, page, page.typed(request), place, lost=True)
    if (first := drafts.first_open(answers)) in PAGES[: page.step - 1]:
        return HttpResponseRedirect(f"/book/{first}/")
    raw = answers.get(page.name, {})
    has_failed = answers.get("state", {}).get(page.name) == "failed"
    errors = page.read(raw, place).errors if has_failed else {}
    return _draw(request, page, raw, place, errors=errors)


@transaction.atomic
def _post(request: HttpRequest, page: Page, now: datetime) -> HttpResponse:
    kept = drafts.find(request, now, lock=True)
    if kept and drafts.is_sent(kept.draft):
        if page.name != PAGES[0]:
            return HttpResponseRedirect("/book/sent/")
        kept = None
    kept = kept or drafts.new(now)
    answers = kept.draft.answers
    raw = page.typed(request)
    first = drafts.first_open(answers)
    place = Place(answers, now, here.chosen_state(request))
    if first in PAGES[: page.step - 1]:  # too early, or the draft is gone: keep and go back
        _write(kept, page, raw, "started", now)
        return drafts.keep(HttpResponseRedirect(f"/book/{first}/"), kept)
    # The language was changed (static/js/book/keep.js): nothing is to be judged
    is_kept = "keep" in request.POST
    complaints = {} if is_kept else page.press(raw, request.POST, place)
    was_pressed = complaints is not None
    reading = Reading(errors=complaints or {}) if was_pressed else page.read(raw, place)
    if not was_pressed and not reading.errors and not reading.stop:
        reading.errors.update(page.settle(raw, place))
    if was_pressed or (reading.stop and not reading.errors):
        state = "started"
    else:
        state = "failed" if reading.errors else "done"
    _write(kept, page, raw, state, now)
    return drafts.keep(_answer(request, page, raw, place, reading=reading, state=state), kept)


def _answer(
    request: HttpRequest, page: Page, raw: Raw, place: Place, *, reading: Reading, state: str
) -> HttpResponse:
    if state == "done":
        return HttpResponseRedirect(f"/book/{drafts.first_open(place.answers)}/")
    if reading.stop and not reading.errors:
        return _draw(request, page, raw, place, template=f"book/stop/{reading.stop}.html")
    return _draw(request, page, raw, place, errors=reading.errors)


def _write(kept: Kept, page: Page, raw: Raw, state: str, now: datetime) -> None:
    """One write; answers that rest on changed ones must be looked at again."""
    answers = kept.draft.answers
    states = answers.setdefault("state", {})
    for name in page.unsettles(answers.get(page.name, {}), raw):
        if states.get(name) == "done":
            states[name] = "started"
    states[page.name] = state
    answers[page.name] = raw
    drafts.save(kept.draft, now)


def _before(page: Page) -> str:
    return f"/book/{PAGES[page.step - 2]}/" if page.step > 1 else "/"


def _kept_time(place: Place) -> dict[str, str]:
    from mulakat.portals.visitor.book import keeping

    return keeping.words(place)


def _draw(
    request: HttpRequest,
    page: Page,
    raw: Raw,
    place: Place,
    *,
    errors: Errors | None = None,
    template: str = "",
    lost: bool = False,
) -> HttpResponse:
    context = {
        "step": page.step,
        "steps": STEPS,
        "back": f"/book/{page.name}/" if template else _before(page),
        "typed": raw,
        "errors": errors or {},
        "is_lost": lost,
        "takes_cookies": bool(request.COOKIES),
        "prison": place.prison,
        "kept": _kept_time(place) if page.step > 2 else {},
        **page.shows(raw, place, errors or {}),
    }
    if place.prison:
        context["here"] = here.here_in(place.prison.state)
    return render(request, template or f"book/{page.name}.html", context)
