"""The facts of a visit as its messages tell them, in the visitor's language.

Each function returns what the texts in mulakat/notifications need by name. All of it is
ours: a date, a number, a word of the policy; nothing that somebody has typed.
"""

from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from mulakat.prisons.models import Window, in_language
from mulakat.prisons.policy import Policy
from mulakat.schedule.models import Kind
from mulakat.sealed import digest
from mulakat.visits import wording
from mulakat.visits.models import Visit
from mulakat.visits.proofs import passes
from mulakat.visits.words import reasons

Context = dict[str, Any]


def common(visit: Visit, channel: str) -> Context:
    """What every message needs: who signs it, and whom to ring."""
    prison, language = visit.prison, visit.language
    name = prison.short_name(language) if channel == "sms" else prison.name(language)
    if channel == "sms" and visit.contact.get("phone_owner", "mine") != "mine":
        with translation.override(language):
            name = gettext("the office")
    return {
        "brand": prison.state.brand,
        "help": prison.state.helpline,
        "state": prison.state.name(language),
        "department": in_language(prison.state.department, language),
        "domain": urlsplit(settings.ORIGIN).hostname or "",
        "jail": name,
        "kind": visit.kind,
    }


def code(policy: Policy, otp: str) -> Context:
    """An OTP and the minutes it works for."""
    return {"otp": otp, "mins": str(policy.otp_minutes)}


def reply(visit: Visit, channel: str) -> Context:
    """What was asked for, and by when the prison answers."""
    day = wording.short_day if channel == "sms" else wording.day
    by = day(visit.answer_by, visit.prison.zone, visit.language) if visit.answer_by else ""
    zone, language = visit.prison.zone, visit.language
    wishes = [datetime.fromisoformat(wish) for wish in visit.wishes]
    return {
        "vrn": visit.reference,
        "date": by,
        "wishes": [
            f"{wording.day(at, zone, language)}, {wording.time(at, zone, language)}"
            for at in wishes
        ],
    }


def day(visit: Visit, channel: str, at: datetime) -> str:
    """A day in the reader's language, short for an SMS."""
    words = wording.short_day if channel == "sms" else wording.day
    return words(at, visit.prison.zone, visit.language)


def time(visit: Visit, channel: str, at: datetime) -> str:
    """A time of day in the reader's language, short for an SMS."""
    words = wording.short_time if channel == "sms" else wording.time
    return words(at, visit.prison.zone, visit.language)


def moment(visit: Visit, channel: str, at: datetime) -> str:
    """Day and time: "Mon 24 Nov 2026, 10:30 in the morning"."""
    return f"{day(visit, channel, at)}, {time(visit, channel, at)}"


def deadline(visit: Visit, channel: str, at: datetime) -> str:
    """By when, with the hour."""
    if channel == "sms":
        return wording.deadline(at, visit.prison.zone, visit.language)
    return moment(visit, channel, at)


def not_before(visit: Visit, now: datetime) -> datetime:
    """No change leaves before the answer it changes."""
    return max(now, visit.answer_shown_at) if visit.answer_shown_at else now


def would_be(visit: Visit, starts_at: datetime, minutes: int, window: Window | None) -> Visit:
    """The visit as it would be at another time; never saved."""
    return Visit(
        pk=visit.pk, uid=visit.uid, prison=visit.prison, serial=visit.serial, year=visit.year,
        kind=visit.kind, language=visit.language, contact=visit.contact, starts_at=starts_at,
        minutes=minutes, window=window,
    )  # fmt: skip


def appointment(
    visit: Visit, channel: str, link: str, pin: str | None, *, code: str | None = None
) -> Context:
    """Where, when, for how long, and how to join by the policy. `pin` stands in mails alone.

    `code` is shown instead of the gate code; "" if none is to be told yet.
    """
    assert visit.starts_at is not None
    policy, language = visit.prison.policy, visit.language
    arrive = visit.starts_at - timedelta(minutes=policy.arrive_before_minutes)
    if code is None:
        code = passes.gate_code(visit)
    return common(visit, channel) | {
        "vrn": visit.reference,
        "date": day(visit, channel, visit.starts_at),
        "time": time(visit, channel, visit.starts_at),
        "arrive": time(visit, channel, arrive),
        "opens": time(visit, channel, visit.opens_at),
        "mins": str(visit.minutes),
        "link": link,
        "window": str(visit.window.number) if visit.window else "",
        "bring": in_language(visit.prison.bring, language),
        "pin": (pin or "") if channel == "email" else "",
        "code": code if visit.kind == Kind.PHYSICAL else "",
        "join": {
            "vrn": policy.join_vrn_typed,
            "layout": policy.join_layout,
            "otp": list(policy.join_otp_channels),
            "button": policy.join_button,
            "pin_name": policy.pin_name,
            "pin_delivery": policy.pin_delivery,
        },
    }


def invitation(visit: Visit, channel: str, method: str, now: datetime) -> Context:
    """The appointment for the calendar of the mail's reader; an SMS has none.

    `method` is notifications.calendar.REQUEST or CANCEL.
    """
    if channel == "sms":
        return {"event": None}
    people = {
        "organizer": parseaddr(settings.CONFIG.EMAIL_FROM)[1],
        "attendee": visit.contact.get("email", ""),
    }
    return {"event": calendar_event(visit, now) | people | {"method": method}}


def calendar_event(visit: Visit, now: datetime) -> Context:
    """The appointment for a calendar, which others may read: no link in it, and no name.

    The uid stays the visit's own whatever changes; the sequence counts seconds since the
    request was made, so that each later change has a higher one.
    """
    assert visit.starts_at is not None
    prison = visit.prison
    return {
        "uid": f"{digest(visit.subject, 'calendar')[:32]}@{urlsplit(settings.ORIGIN).hostname}",
        "sequence": max(0, int((now - visit.created_at).total_seconds())),
        "starts_at": visit.starts_at.isoformat(),
        "minutes": visit.minutes,
        "place": prison.name(visit.language) if visit.kind == Kind.PHYSICAL else "",
    }


def refusal(visit: Visit, channel: str, reason: str) -> Context:
    """The reason this visitor may know, short and in full."""
    state = visit.prison.state
    with translation.override(visit.language):
        words = {
            "reason": str(reasons.short(reason)),
            "sentence": reasons.sentence(reason, state),
            "way_out": reasons.way_out(reason, state),
        }
    return common(visit, channel) | {"vrn": visit.reference} | words
