"""How a message about a visit is queued: its channels, its address, its hour.

Every cause in the files beside this one passes through here, so that no message escapes the
policy, the quiet hours of the night, or the rule that its key names its cause.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from mulakat.notifications import outbox
from mulakat.visits.models import Visit
from mulakat.visits.proofs import links
from mulakat.visits.told.facts import Context

BOTH = ("sms", "email")
NIGHT_BEGINS, NIGHT_ENDS = time(21), time(7)  # in the prison's wall time (journeys.md 2.1)


def channels_of(visit: Visit, wanted: Iterable[str], *, may_be_none: bool = False) -> list[str]:
    """The policy's channels to which there is an address; else any other that reaches him."""
    addresses = {"sms": visit.contact.get("phone"), "email": visit.contact.get("email")}
    usable = [channel for channel in wanted if addresses.get(channel)]
    if usable or may_be_none:
        return usable
    return [channel for channel, address in addresses.items() if address][:1]


def after_night(at: datetime, zone: ZoneInfo) -> datetime:
    """`at`, or the next morning if that is at night: nobody is woken for what can wait."""
    here = at.astimezone(zone)
    if NIGHT_ENDS <= here.time() < NIGHT_BEGINS:
        return at
    day = here.date() + timedelta(days=here.time() >= NIGHT_BEGINS)
    return datetime.combine(day, NIGHT_ENDS, zone).astimezone(at.tzinfo)


def link_to(visit: Visit, channel: str, now: datetime) -> str:
    """A personal link to how the visit stands, for one message."""
    return links.make(visit=visit, channel=channel, now=now)


def once(cause: str, now: datetime) -> str:
    """A cause that may come again: each time has a key of its own."""
    return f"{cause}-{int(now.timestamp() * 1000)}"


def queue(  # noqa: PLR0917
    visit: Visit,
    channel: str,
    number: str,
    cause: str,
    context: Context,
    now: datetime,
    *,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    to: str = "",
) -> None:
    """`number` is the message's ("03": S03 or E03); `to` another address than the visitor's."""
    outbox.queue(
        message=("S" if channel == "sms" else "E") + number,
        channel=channel,
        to=to or visit.contact["phone" if channel == "sms" else "email"],
        language=visit.language,
        subject=visit.subject,
        key=f"{visit.subject}:{cause}:{channel}",
        state_number=visit.prison.state.number,
        prison_id=visit.prison_id,
        context=context,
        now=now,
        due_at=due_at,
        expires_at=expires_at,
    )
