"""Codes, and the reference beside the screen: what a visitor needs to go on at this moment."""

from datetime import datetime, timedelta

from mulakat.visits.models import Visit
from mulakat.visits.told import facts
from mulakat.visits.told.facts import Context
from mulakat.visits.told.queue import channels_of, once, queue


def request_channels(visit: Visit) -> list[str]:
    """Where the OTP that sends the request goes; each channel has a code of its own."""
    return channels_of(visit, visit.prison.policy.booking_otp_channels)


def request_otp(*, visit: Visit, otps: dict[str, str], now: datetime) -> None:
    """The OTP that sends the request (S01, E01), by channel."""
    policy = visit.prison.policy
    for channel, otp in otps.items():
        context = facts.common(visit, channel) | facts.code(policy, otp)
        _queue_code(visit, channel, "01", "request-otp", context, now)


def request_sent(*, visit: Visit, now: datetime) -> None:
    """The Visit Reference Number, beside the screen (S02, E02)."""
    for channel in channels_of(visit, visit.prison.policy.sent_channels, may_be_none=True):
        context = facts.common(visit, channel) | facts.reply(visit, channel)
        queue(visit, channel, "02", _of_request("sent", visit), context, now)


def join_codes(*, visit: Visit, otp: str, pin: str | None, now: datetime) -> None:
    """The OTP to join (S11, E11), together with the PIN where both come at once (S12, E12).

    One code for all channels: it opens a visit that is approved, and proves nothing of the phone.
    """
    policy = visit.prison.policy
    for channel in channels_of(visit, policy.join_otp_channels):
        context = facts.common(visit, channel) | facts.code(policy, otp) | {"vrn": visit.reference}
        if pin:
            context |= {"pin": pin, "pin_name": policy.pin_name}
        number = "12" if pin else "11"
        _queue_code(visit, channel, number, "join-otp", context, now)


def status_otp(*, visit: Visit, otp: str, now: datetime) -> None:
    """The OTP that shows how a request stands (S32, E32), where the request's own OTP went.

    One code for all channels: what it shows follows from what the request itself has proven.
    """
    policy = visit.prison.policy
    for channel in channels_of(visit, policy.booking_otp_channels):
        context = facts.common(visit, channel) | facts.code(policy, otp)
        _queue_code(visit, channel, "32", "status-otp", context, now)


def _queue_code(  # noqa: PLR0917
    visit: Visit, channel: str, number: str, cause: str, context: Context, now: datetime
) -> None:
    """A code goes out as often as it is asked for, so each time has a key of its own."""
    ends = now + timedelta(minutes=visit.prison.policy.otp_minutes)
    queue(visit, channel, number, once(cause, now), context, now, expires_at=ends)


def _of_request(cause: str, visit: Visit) -> str:
    """A request that is sent once more, with a new day of answer, is told once more."""
    return f"{cause}-{int(visit.answer_by.timestamp())}" if visit.answer_by else cause
