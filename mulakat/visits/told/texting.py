"""OTPs that go to a bare number: to see all visits of a phone, to give a visit a new phone.

Neither goes by any other channel: it is the phone that has to be proven.
"""

from datetime import datetime, timedelta

from mulakat.notifications import outbox
from mulakat.prisons.policy import Policy
from mulakat.visits.models import PhoneSession, Visit
from mulakat.visits.told import facts


def list_otp(*, session: PhoneSession, visit: Visit, otp: str, now: datetime) -> None:
    """S32, signed by the state of `visit`: the latest one that was asked for by this phone."""
    phone = session.phone["phone"]
    _queue("S32", visit, phone, session.language, session.subject, Policy(), otp, now)


def phone_otp(*, visit: Visit, phone: str, otp: str, now: datetime) -> None:
    """To the phone (E.164) that shall be the visit's own."""
    name, policy = f"{visit.subject}:phone", visit.prison.policy
    _queue("S37", visit, phone, visit.language, name, policy, otp, now)


def _queue(  # noqa: PLR0917
    message: str,
    visit: Visit,
    phone: str,
    language: str,
    name: str,
    policy: Policy,
    otp: str,
    now: datetime,
) -> None:
    signed = Visit(prison=visit.prison, kind=visit.kind, language=language, contact=visit.contact)
    outbox.queue(
        message=message,
        channel="sms",
        to=phone,
        language=language,
        subject=name.removesuffix(":phone"),
        key=f"{name}:{int(now.timestamp() * 1000)}",
        state_number=visit.prison.state.number,
        prison_id=visit.prison_id,
        context=facts.common(signed, "sms") | facts.code(policy, otp),
        now=now,
        expires_at=now + timedelta(minutes=policy.otp_minutes),
    )
