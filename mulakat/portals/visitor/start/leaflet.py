"""The steps of a visit, from asking to meeting, in the words and order of a state's policy.

The printed leaflet must say exactly what the pages will ask, so both come from one `Policy`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from mulakat.prisons.policy import Policy


@dataclass(frozen=True)
class Step:
    """One step on the leaflet: a picture (name of an icon) and up to two short sentences."""

    icon: str
    text: str
    more: str = ""


class Code(NamedTuple):
    """Where a code comes: its sentence for SMS, for e-mail, for both."""

    sms: str
    email: str
    both: str

    def by(self, channels: tuple[str, ...]) -> str:
        if len(channels) > 1:
            return self.both
        return self.sms if channels == ("sms",) else self.email


def _sure(policy: Policy, channels: tuple[str, ...]) -> tuple[str, ...]:
    """The channels that reach everybody: an optional e-mail address may not be there."""
    is_sure = policy.booking_email == "required" or "sms" not in channels
    return channels if is_sure else ("sms",)


def steps(policy: Policy, address: str, words: dict[str, str]) -> list[Step]:
    """The steps of a video visit under this policy, about nine of them, in order.

    `words` are the state's (prisons/terms.py).
    """
    return [
        *_asking(policy, address, words),
        *_answered(policy, words),
        *_joining(policy),
        _meeting(policy),
    ]


def _asking(policy: Policy, address: str, words: dict[str, str]) -> Iterator[Step]:
    yield Step(
        "browser",
        _("Open %(address)s or point your phone's camera at the square.") % {"address": address},
        _("Press “%(button)s” (New Visit Registration).") % {"button": _("Book a visit")},
    )
    yield Step(
        "id",
        _("Write who you want to meet, who you are, your full address and the number of one ID."),
        _kind(policy),
    )
    yield Step(
        "sent",
        _submit(policy),
    )
    yield Step(
        "sms",
        Code(
            _("An OTP comes by SMS. Type it on the next page."),
            _("An OTP comes by e-mail. Type it on the next page."),
            _("An OTP comes by SMS and by e-mail. Type it on the next page."),
        ).by(_sure(policy, policy.booking_otp_channels)),
        _("Tell nobody the OTP, not even the %(jail)s.") % words,
    )
    yield Step(
        "note",
        _("Your Visit Reference Number stands on the screen, like 25/35/55/2026. Write it down."),
        _("Press “%(button)s”. Your visit is not approved yet.") % {"button": _("OK")},
    )


def _kind(policy: Policy) -> str:
    if policy.booking_email == "required":
        text = _("Choose “%(kind)s”. You need a mobile number and an e-mail address.")
    else:
        text = _("Choose “%(kind)s”. You need a mobile number. E-mail is not needed.")
    return text % {"kind": _("Video conferencing")}


def _submit(policy: Policy) -> str:
    if policy.booking_captcha == "always":
        text = _("Type the numbers in the picture (CAPTCHA) and press “%(button)s”.")
    else:
        text = _("Check your answers and press “%(button)s”.")
    return text % {"button": _("Submit")}


def _answered(policy: Policy, words: dict[str, str]) -> Iterator[Step]:
    text = Code(
        _("When the %(jail)s approves, an SMS brings the date, the time and a link."),
        _("When the %(jail)s approves, an e-mail brings the date, the time and a link."),
        _("When the %(jail)s approves, an SMS and an e-mail bring the date, the time and a link."),
    ).by(_sure(policy, policy.approval_channels))
    if policy.pin_delivery == "approval":
        more = _("It comes by e-mail only, not by SMS. The VC PIN is in it, too.")
    elif policy.approval_channels == ("email",):
        more = _("It comes by e-mail only, not by SMS. Look in your e-mail.")
    else:
        more = ""
    yield Step("tick", text % words, more)


def _joining(policy: Policy) -> Iterator[Step]:
    opening = _("On the day, press the link. It opens %(minutes)s minutes before the time.")
    typing = _("Type the Visit Reference Number and press “%(next)s”.") % {"next": _("Next")}
    yield Step(
        "phone", opening % {"minutes": policy.join_opens_minutes}, typing * policy.join_vrn_typed
    )
    for text, more in _codes(policy):
        yield Step("lock", text, more)


def _codes(policy: Policy) -> Iterator[tuple[str, str]]:
    comes = Code(
        _("A new OTP comes by SMS."),
        _("A new OTP comes by e-mail."),
        _("A new OTP comes by SMS and by e-mail."),
    ).by(_sure(policy, policy.join_otp_channels))
    words = {"next": _("Next"), "join": _("Join the meeting"), "send": _("Send me the OTP")}
    if policy.join_layout == "one_page":
        if policy.pin_delivery == "join":
            comes = _("A new OTP and a Room PIN come by e-mail only, not by SMS.")
        yield comes, _("Type both and press “%(next)s”.") % words
    elif policy.join_layout == "steps":
        yield _("Type the VC PIN from the e-mail and press “%(next)s”.") % words, ""
        if policy.join_button:
            press = _("Type it and press “%(next)s”. Then press “%(join)s”.")
        else:
            press = _("Type it and press “%(next)s”.")
        yield comes, press % words
    else:
        yield _("Press “%(send)s”.") % words, comes + " " + _("Type it.")


def _meeting(policy: Policy) -> Step:
    return Step(
        "video",
        _("Wait with your ID in your hand. An officer lets you in."),
        _("You see and hear each other for %(minutes)s minutes.")
        % {"minutes": policy.visit_minutes},
    )
