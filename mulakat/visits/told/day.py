"""Around the day itself: reminders, the gate, and who did not come."""

from datetime import datetime, timedelta

from mulakat.schedule.models import Kind
from mulakat.visits.models import Visit
from mulakat.visits.told import facts
from mulakat.visits.told.queue import BOTH, after_night, channels_of, link_to, queue

DAY_BEFORE, SOON = "day-before", "soon"
KEEPS_FOR = timedelta(hours=12)  # a message about the day is of no use later


def reminder(*, visit: Visit, which: str, now: datetime) -> None:
    """The day before (S09, E09) or shortly before (S10, E10); each once for each time given.

    `which` is DAY_BEFORE or SOON. At night it waits for the morning, unless the visit is then
    so near that it would come too late.
    """
    assert visit.starts_at is not None
    is_physical = visit.kind == Kind.PHYSICAL
    number = ("09" if which == DAY_BEFORE else "10") + ("p" if is_physical else "")
    cause = f"reminder-{which}-{int(visit.starts_at.timestamp())}"
    due_at = after_night(now, visit.prison.zone)
    if due_at >= leaves_for(visit):
        due_at = now
    for channel in channels_of(visit, visit.prison.policy.approval_channels):
        link = "" if is_physical and channel == "sms" else link_to(visit, channel, now)
        context = facts.appointment(visit, channel, link, None)
        queue(
            visit, channel, number, cause, context, now, due_at=due_at, expires_at=visit.starts_at
        )


def leaves_for(visit: Visit) -> datetime:
    """When the visitor has to be there: at the gate, or before the screen."""
    assert visit.starts_at is not None
    if visit.kind == Kind.VIDEO:
        return visit.opens_at
    return visit.starts_at - timedelta(minutes=visit.prison.policy.arrive_before_minutes)


def arrived(*, visit: Visit, token: str, now: datetime) -> None:
    """At the gate, with the number that is called there (S23, E23)."""
    for channel in channels_of(visit, BOTH):
        context = facts.common(visit, channel) | {
            "vrn": visit.reference,
            "token": token,
            "time": facts.time(visit, channel, now),
        }
        ends = now + KEEPS_FOR
        queue(visit, channel, "23", "arrived", context, now, expires_at=ends)


def turned_back(*, visit: Visit, now: datetime, sentence: str = "", way_out: str = "") -> None:
    """Not let in at the gate, and what to do (S34, E34).

    `sentence` and `way_out` are ready words in the visitor's language, never what an officer
    typed; they stand in the mail alone.
    """
    words = {"sentence": sentence, "way_out": way_out}
    for channel in channels_of(visit, BOTH):
        context = facts.common(visit, channel) | words | {"vrn": visit.reference}
        context |= {"link": link_to(visit, channel, now)}
        queue(visit, channel, "34", "turned-back", context, now)


def missed(*, visit: Visit, now: datetime) -> None:
    """The visitor did not come, the same day, and may say that it was the network (S25, E25)."""
    for channel in channels_of(visit, BOTH):
        context = facts.appointment(visit, channel, link_to(visit, channel, now), None)
        due_at = after_night(now, visit.prison.zone)
        queue(visit, channel, "25", "missed", context, now, due_at=due_at)
