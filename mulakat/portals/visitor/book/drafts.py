"""What a visitor has answered so far, under the cookie `mulakat_draft`.

`Draft.answers` holds, for each page, what was typed there ("jail": {"name": ...}), right or
wrong, and under "state" how far each page is: "started", "failed" (it shows its errors again,
in whatever language it is next read) or "done".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mulakat import ids
from mulakat.portals.visitor.book import where
from mulakat.portals.visitor.models import Draft
from mulakat.sealed import digest
from mulakat.visits.models import Status, Visit

COOKIE = "mulakat_draft"
BEFORE_OTP = timedelta(hours=24)
AFTER_OTP = timedelta(days=7)
PAGES = ("jail", "kind", "you", "id", "others", "check")


@dataclass(frozen=True)
class Kept:
    """A draft together with the cookie's secret, to be put into the response."""

    draft: Draft
    secret: str


def find(request: HttpRequest, now: datetime, *, lock: bool = False) -> Kept | None:
    """The browser's live draft. One query, one more where it has become a visit; `lock`
    inside a transaction.
    """
    secret = request.COOKIES.get(COOKIE, "")
    if not secret or len(secret) > 100:
        return None
    own = Draft.objects.filter(digest=digest(secret, "draft"))
    draft = next(iter(own.select_for_update() if lock else own), None)
    if draft and draft.visit_id:  # after the wait for the lock: a join would show the past
        draft.visit = _with_prison(Visit.objects.get(pk=draft.visit_id))
    if draft is None or draft.updated_at <= now - lifetime(draft):
        return None
    return Kept(draft, secret)


def _with_prison(visit: Visit) -> Visit:
    """Its prison from memory, if it is there: two tables less to join."""
    if known := where.by_id(visit.prison_id):
        visit.prison = known
    return visit


def new(now: datetime) -> Kept:
    """An empty draft, not yet saved."""
    secret = ids.secret()
    draft = Draft(digest=digest(secret, "draft"), answers={}, created_at=now, updated_at=now)
    return Kept(draft, secret)


def save(draft: Draft, now: datetime) -> None:
    draft.updated_at = now
    if draft.pk is None:
        draft.save(force_insert=True)
    else:
        draft.save(update_fields=["answers", "updated_at", "visit"])


def is_sent(draft: Draft) -> bool:
    """The OTP was right: the request is with the prison, and these answers are closed."""
    return draft.visit is not None and draft.visit.status != Status.UNCONFIRMED


def lifetime(draft: Draft) -> timedelta:
    return AFTER_OTP if is_sent(draft) else BEFORE_OTP


def first_open(answers: dict[str, Any]) -> str:
    """The first page that still needs an answer; "check" when none does."""
    states = answers.get("state", {})
    return next((page for page in PAGES[:-1] if states.get(page) != "done"), "check")


def keep(response: HttpResponse, kept: Kept) -> HttpResponse:
    """Put the draft's cookie into the browser, or prolong it."""
    response.set_cookie(
        COOKIE,
        kept.secret,
        max_age=int(lifetime(kept.draft).total_seconds()),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget_drafts(now: datetime) -> int:
    """Erase answers at the end of their time; returns how many drafts."""
    old = Draft.objects.filter(updated_at__lt=now - BEFORE_OTP).exclude(
        visit__isnull=False, updated_at__gte=now - AFTER_OTP
    )
    ended = list(old.order_by("pk").values_list("pk", flat=True)[:500])
    Draft.objects.filter(pk__in=ended).delete()
    return len(ended)
