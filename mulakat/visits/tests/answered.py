"""What the tests of answers share: an approval in one line, and who is known to whom."""

from datetime import datetime, timedelta
from typing import Any

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.notifications.models import Notification
from mulakat.people.models import Contact, Inmate, VisitorCode
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Cell
from mulakat.visits import deciding, wanted
from mulakat.visits.models import Visit
from tests import world


def soon(hours: float = 48) -> datetime:
    """A full hour, about so many hours from now."""
    then = clock.now() + timedelta(hours=hours)
    return then.replace(minute=0, second=0, microsecond=0)


def a_prison(**overrides: Any) -> Prison:
    """Open at any hour; its answers can be undone for 60 seconds."""
    rules = {"notice_hours": 0, "undo_seconds": 60, **overrides}
    prison = world.a_prison(overrides=rules)
    world.all_day_rules(prison)
    return prison


def approve(visit: Visit, by: User | None, **kw: Any) -> Visit:
    """By consent, the day after tomorrow, on a terminal of its own, unless `kw` says else."""
    now = kw.pop("now", None) or clock.now()
    values: dict[str, Any] = {
        "basis": "consent", "consent_asked_by": "Warder Das",
        "consent_asked_at": now - timedelta(hours=1), "starts_at": soon(), "minutes": 15, **kw,
    }  # fmt: skip
    if "inmate" not in values:
        values["inmate"] = world.an_inmate(visit.prison)
    if "terminal" not in values and "window" not in values:
        values["terminal"] = world.a_terminal(visit.prison)
    return deciding.approve(visit_id=visit.pk, by=by, now=now, **values)


def consent(inmate: Inmate) -> wanted.Wanted:
    """The basis of an offer to a stranger."""
    asked = clock.now() - timedelta(hours=1)
    return wanted.write(
        inmate=inmate, basis="consent", consent_asked_by="Warder Das", consent_asked_at=asked
    )


def list_on(inmate: Inmate, visit: Visit) -> Contact:
    """Put the visitor's phone on the inmate's list."""
    return Contact.objects.create(
        inmate=inmate, name="Sabina Khatun", relation="spouse", phone_index=visit.phone_index,
        added_at=clock.now(), added_by="staff:1",
    )  # fmt: skip


def a_code(inmate: Inmate, visit: Visit) -> VisitorCode:
    """The visitor gave a code of this inmate."""
    code = VisitorCode.objects.create(
        inmate=inmate, digest=f"digest-{visit.pk}", for_whom="my wife", made_by="staff:1",
        made_at=clock.now() - timedelta(days=3), phone_index=visit.phone_index,
    )  # fmt: skip
    visit.visitor_code = code
    visit.save(update_fields=["visitor_code"])
    return code


def cells_of(holder: str) -> int:
    return Cell.objects.filter(holder=holder).count()


def messages_of(visit: Visit) -> list[str]:
    """What is on its way to the family, in order: S06, E06, …"""
    rows = Notification.objects.filter(subject=visit.subject).order_by("pk")
    return [row.message for row in rows]


def keys(caught: Any) -> list[str]:
    return [reason.key for reason in caught.value.reasons]


def fresh(visit: Visit) -> Visit:
    """The visit as the database has it now."""
    found: Visit = Visit.objects.select_related("prison__state", "inmate").get(pk=visit.pk)
    return found
