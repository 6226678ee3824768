"""What the joining pages say when something is missing or not right (journeys.md J-02, J-04)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mulakat.prisons.policy import Policy
from mulakat.visits import reading, wording
from mulakat.visits.models import JoinSession
from mulakat.visits.proofs import join_codes
from mulakat.visits.proofs.codes import Outcome, Verdict

Errors = dict[str, str]


def pin_name(policy: Policy) -> str:
    return _("VC PIN") if policy.pin_name == "vc" else _("room PIN")


def reference_error(text: str) -> str:
    """ "" if the text holds the four numbers of a Visit Reference Number."""
    if not text.strip():
        return _("Enter the Visit Reference Number, for example 25/35/55/2021")
    if reading.reference(text) is None:
        return _("The Visit Reference Number has 4 numbers. The last is the year")
    return ""


def not_this_visit() -> str:
    return _("That is not the number of this visit. Look in the message that brought the link")


def mobile_error(text: str) -> str:
    """ "" if the text is an Indian mobile number."""
    try:
        reading.mobile(text)
    except reading.Unreadable as fault:
        return {
            "empty": _("Enter your mobile number"),
            "length": _("The mobile number must be 10 digits"),
        }.get(fault.key, _("Indian mobile numbers start with 6, 7, 8 or 9"))
    return ""


def pin_form_error(typed: str, policy: Policy) -> str:
    """ "" if `typed` (digits) has the form of a PIN. The length tells an OTP from a PIN."""
    name = pin_name(policy)
    if typed.isdecimal() and len(typed) == policy.otp_digits:
        return _("You typed the OTP in the %(pin_name)s box") % {"pin_name": name}
    if not typed.isdecimal() or len(typed) != policy.pin_digits:
        return _("Enter the %(pin_name)s. It has %(digits)s digits") % {
            "pin_name": name,
            "digits": policy.pin_digits,
        }
    return ""


def otp_form_error(typed: str, policy: Policy) -> str:
    if not typed:
        return _("Enter the OTP")
    if not typed.isdecimal() or len(typed) != policy.otp_digits:
        return _("The OTP must be %(digits)s digits") % {"digits": policy.otp_digits}
    return ""


def pin_error(verdict: Verdict, session: JoinSession, policy: Policy) -> str:
    """Why a well-formed PIN is not accepted; the day of its mail only to a link's holder."""
    if verdict.is_right:
        return ""
    sent_at = join_codes.pin_sent_at(session)
    if session.visit and sent_at:
        day = wording.day(sent_at, session.visit.prison.zone)
        return _("That %(pin_name)s is not right. It is in the email of %(date)s") % {
            "pin_name": pin_name(policy),
            "date": day,
        }
    return _("That %(pin_name)s is not right. It is in the email about this visit") % {
        "pin_name": pin_name(policy)
    }


def otp_error(verdict: Verdict, sent_to: str) -> str:
    """Why a well-formed OTP is not accepted. `sent_to`: where codes go, masked, or ""."""
    if verdict.is_right:
        return ""
    if verdict.outcome is Outcome.EXPIRED:
        if not sent_to:
            return _("That OTP is too old. We have sent a new one")
        return _("That OTP is too old. We have sent a new one to %(masked)s") % {"masked": sent_to}
    left = verdict.tries_left
    return ngettext(
        "That OTP is not right. You can try %(n)s more time",
        "That OTP is not right. You can try %(n)s more times",
        left,
    ) % {"n": left}


def masked(session: JoinSession, channels: tuple[str, ...]) -> str:
    """Where codes go, "••••• •0982", for the holder of a mail's link; "" for anyone else."""
    if session.visit is None or session.came_by != "email":
        return ""
    contact = session.visit.contact
    phone, email = contact.get("phone") or "", contact.get("email") or ""
    parts = []
    if "sms" in channels and phone:
        parts.append(f"••••• •{phone[-4:]}")
    if "email" in channels and email:
        parts.append(f"{email[:1]}•••@{email.rpartition('@')[2]}")
    return ", ".join(parts)


def until(at: datetime, session: JoinSession) -> str:
    """A time of day near now, in the zone of the prison that was named."""
    zone = session.prison.zone if session.prison else ZoneInfo(settings.TIME_ZONE)
    return wording.time(at, zone)
