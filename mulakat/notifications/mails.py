"""Every mail this product sends, in words. Each takes its context and returns its parts.

Those of codes and approvals stand here, the others in the files that `MAILS` joins.

Called with the reader's language active. No mail holds anything a visitor has typed, for the
address may be a stranger's (security.md O-21).
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from mulakat.notifications import mails_answers, mails_changes, mails_day
from mulakat.notifications.mail import Block, Button, Code, Facts, Mail, Steps, Words
from mulakat.notifications.mail_rows import kind, pass_of, when, where

Context = dict[str, Any]


def request_otp(c: Context) -> Mail:
    return Mail(
        subject=_("%(otp)s is your OTP for e-Mulakat") % c,
        hint=_("Type it on the page where you sent your request."),
        heading=_("Your OTP"),
        status="code",
        blocks=[
            Code(_("OTP"), c["otp"]),
            Words(
                _(
                    "Type these digits on the page where you sent your request. "
                    "They work for %(mins)s minutes."
                )
                % c
            ),
            _tell_nobody(),
        ],
    )


def request_sent(c: Context) -> Mail:
    rows = [
        (_("Visit Reference Number"), c["vrn"]),
        (_("Sent to"), c["jail"]),
        (_("Kind of visit"), kind(c)),
        *[(_("Time you asked for"), wish) for wish in c["wishes"]],
        (_("Answer by"), c["date"]),
    ]
    return Mail(
        subject=_("Not approved yet: we sent your request %(vrn)s") % c,
        hint=_("You will get an answer by %(date)s.") % c,
        heading=_("Sent. Not approved yet."),
        blocks=[
            Facts(rows),
            Words(
                _(
                    "Keep the Visit Reference Number. You need nothing else now: "
                    "we will send you the answer. Do not travel before it comes."
                )
            ),
        ],
    )


def video_approved(c: Context) -> Mail:
    blocks: list[Block] = [Facts([*when(c), (_("You can join from"), c["opens"])])]
    if c["pin"]:
        blocks.append(Code(_pin_name(c["join"]["pin_name"]), c["pin"]))
    if c["link"]:
        blocks.append(Button(_("Open the link to your video visit"), c["link"]))
    blocks += [
        Steps(_("How to join"), how_to_join(c["join"])),
        Words(
            _(
                "Keep your ID beside you: an officer looks at it before letting you in. "
                "An officer watches every visit."
            )
        ),
        Words(_("Before that day: open the link and press “Check my phone”. It takes a minute.")),
        Words(_("The link is for you alone. Do not send it on.")),
    ]
    return Mail(
        subject=_("APPROVED: video visit %(vrn)s on %(date)s, %(time)s") % c,
        hint=_("Keep this mail. The link in it opens your video visit."),
        heading=_("Your video visit is approved"),
        status="ok",
        blocks=blocks,
    )


def how_to_join(join: Context) -> list[str]:
    """The steps in the order and words of the procedure that the policy describes."""
    names = {
        "next": _("Next"),
        "join": _("Join the meeting"),
        "vrn": _("Visit Reference Number"),
        "pin": _pin_name(join["pin_name"]),
    }
    steps = [_("Open the link in the browser Google Chrome.")]
    if join["vrn"]:
        steps.append(_("Type the %(vrn)s and press “%(next)s”.") % names)
    if join["layout"] == "one_page":
        if "email" in join["otp"]:
            steps.append(_("A new OTP and the %(pin)s come to this e-mail address.") % names)
        else:
            steps.append(_("A new OTP and the %(pin)s come by SMS.") % names)
        steps.append(_("Type both and press “%(next)s”. The video visit starts.") % names)
    elif join["layout"] == "steps":
        steps.append(_("Type the %(pin)s of this mail and press “%(next)s”.") % names)
        steps.append(_otp_comes(join))
        steps.append(_("Type the OTP and press “%(next)s”.") % names)
        steps.append(_("Press “%(join)s”.") % names) if join["button"] else None
    else:
        steps.append(_otp_comes(join))
        steps.append(_("Type the OTP and wait until the officer lets you in."))
    return steps


def visit_approved(c: Context) -> Mail:
    bring = c["bring"] or _("Bring the ID that you named in your request, the paper itself.")
    return Mail(
        subject=_("APPROVED: visit %(vrn)s, %(date)s, %(time)s") % c,
        hint=_("Come by %(arrive)s and bring your ID.") % c,
        heading=_("Your visit is approved"),
        status="ok",
        blocks=[
            Facts([*when(c), *where(c)]),
            Words(bring),
            *pass_of(c),
            Words(_("Show the Visit Reference Number at the gate, on your phone or on paper.")),
        ],
    )


def not_approved(c: Context) -> Mail:
    return Mail(
        subject=_("Not approved: request %(vrn)s") % c,
        hint=c["sentence"],
        heading=_("Your request is not approved"),
        status="stop",
        blocks=[
            Facts([(_("Visit Reference Number"), c["vrn"])]),
            Words(c["sentence"]),
            Words(c["way_out"]),
            Words(_("You may send a new request at any time. It is free.")),
        ],
    )


def join_otp(c: Context) -> Mail:
    return Mail(
        subject=_("%(otp)s is your OTP to join visit %(vrn)s") % c,
        hint=_("Type it on the page that is open now."),
        heading=_("Your OTP"),
        status="code",
        blocks=[Code(_("OTP"), c["otp"]), _otp_lasts(c), _tell_nobody()],
    )


def join_otp_and_pin(c: Context) -> Mail:
    pin = _pin_name(c["pin_name"])
    return Mail(
        subject=_("Your OTP and %(pin)s for visit %(vrn)s") % {**c, "pin": pin},
        hint=_("Type both on the page that is open now."),
        heading=_("Your OTP and %(pin)s") % {"pin": pin},
        status="code",
        blocks=[
            Code(_("OTP"), c["otp"]),
            Code(pin, c["pin"]),
            _lasts(c),
            Words(_("Do not tell the codes to anyone. No officer will ever ask you for them.")),
        ],
    )


def status_otp(c: Context) -> Mail:
    return Mail(
        subject=_("%(otp)s is your OTP to see your request") % c,
        hint=_("Type it on the page that is open now."),
        heading=_("Your OTP"),
        status="code",
        blocks=[Code(_("OTP"), c["otp"]), _otp_lasts(c), _tell_nobody()],
    )


def _pin_name(name: str) -> str:
    return _("VC PIN") if name == "vc" else _("Room PIN")


def _otp_comes(join: Context) -> str:
    if "sms" in join["otp"]:
        return _("An OTP comes to your mobile by SMS.")
    return _("An OTP comes to this e-mail address.")


def _otp_lasts(c: Context) -> Words:
    return Words(
        _("It works for %(mins)s minutes, on the page that is open now. A new one comes each time.")
        % c
    )


def _lasts(c: Context) -> Words:
    return Words(
        _("They work for %(mins)s minutes, on the page that is open now. New ones come each time.")
        % c
    )


def _tell_nobody() -> Words:
    return Words(_("Do not tell it to anyone. No officer will ever ask you for it."))


MAILS: dict[str, Callable[[Context], Mail]] = {
    "E01": request_otp,
    "E02": request_sent,
    "E03": video_approved,
    "E04": visit_approved,
    "E07": not_approved,
    "E11": join_otp,
    "E12": join_otp_and_pin,
    "E32": status_otp,
    **mails_answers.MAILS,
    **mails_changes.MAILS,
    **mails_day.MAILS,
}
