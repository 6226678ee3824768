"""Mails when something changes after the request or its approval, and about complaints."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from mulakat.notifications.mail import Block, Facts, Mail, Words
from mulakat.notifications.mail_rows import Context, pass_of, reference, see, when, where


def moved(c: Context) -> Mail:
    pass_or_link = see(c) if c["kind"] == "video" else pass_of(c)
    old: list[Block] = [Words(_("The old time was %(old)s.") % c)] if c["old"] else []
    return Mail(
        subject=_("CHANGED: visit %(vrn)s is now on %(date)s, %(time)s") % c,
        hint=_("If the new time is not possible, tell us."),
        heading=_("The time of your visit has changed"),
        blocks=[
            Facts([*when(c), *where(c)]),
            *old,
            *([Words(c["sentence"])] if c["sentence"] else []),
            Words(_("If the new time is not possible, ask for another or cancel on the page.")),
            *pass_or_link,
        ],
    )


def cancelled_by_prison(c: Context) -> Mail:
    return Mail(
        subject=_("CANCELLED: visit %(vrn)s on %(date)s, %(time)s") % c,
        hint=_("It does not count. You choose a new time before others."),
        heading=_("Your visit is cancelled"),
        status="stop",
        blocks=[
            Facts([*reference(c), (_("Date"), c["date"]), (_("Time"), c["time"])]),
            Words(c["sentence"]),
            Words(_("It does not count in your visits. You choose a new time before others.")),
            *see(c),
        ],
    )


def person_left(c: Context) -> Mail:
    return Mail(
        subject=_("CANCELLED: visit %(vrn)s on %(date)s, %(time)s") % c,
        hint=_("Please ring the helpline."),
        heading=_("Your visit cannot go ahead"),
        status="stop",
        blocks=[
            Facts([*reference(c), (_("Date"), c["date"]), (_("Time"), c["time"])]),
            Words(c["sentence"]),
            Words(_("Please ring the helpline. We tell you what you can do.")),
        ],
    )


def cancelled_by_visitor(c: Context) -> Mail:
    return Mail(
        subject=_("You cancelled %(vrn)s") % c,
        hint=_("You need to do nothing more."),
        heading=_("Cancelled, as you wished"),
        blocks=[
            Facts(reference(c)),
            Words(_("You need to do nothing more. You may ask for a visit again at any time.")),
        ],
    )


def change_asked(c: Context) -> Mail:
    return Mail(
        subject=_("You asked for another time: visit %(vrn)s") % c,
        hint=_("Your old time is kept until the answer."),
        heading=_("You asked for another time"),
        blocks=[
            Facts(when(c)),
            Words(_("This time is kept for you until you get an answer.")),
            *see(c),
        ],
    )


def change_refused(c: Context) -> Mail:
    return Mail(
        subject=_("No other time: visit %(vrn)s stays on %(date)s, %(time)s") % c,
        hint=_("The time you have is kept."),
        heading=_("No other time is possible"),
        blocks=[
            Facts([*when(c), *where(c)]),
            Words(_("Your visit stays as it is. You cannot come then? Cancel it on the page.")),
            *see(c),
        ],
    )


def broke_off(c: Context) -> Mail:
    return Mail(
        subject=_("Your visit %(vrn)s broke off: it does not count") % c,
        hint=_("You go first next time."),
        heading=_("Your visit broke off by our fault"),
        status="stop",
        blocks=[
            Facts(reference(c)),
            Words(_("We are sorry. The fault was on our side, not on yours.")),
            Words(_("This visit does not count. You go first when you choose a new time.")),
            *see(c),
        ],
    )


def stopped_today(c: Context) -> Mail:
    return Mail(
        subject=_("TODAY no visit: %(vrn)s does not take place") % c,
        hint=_("It does not count. You can choose a new time."),
        heading=_("Your visit cannot take place today"),
        status="stop",
        blocks=[
            Facts([*reference(c), (_("Time"), c["time"])]),
            Words(c["sentence"]),
            Words(_("This visit does not count. You go first when you choose a new time.")),
            *see(c),
        ],
    )


def made_for_you(c: Context) -> Mail:
    return Mail(
        subject=_("Request %(vrn)s was made for you: is it right?") % c,
        hint=_("Look at it, and tell us if something is wrong."),
        heading=_("A request was made for you"),
        blocks=[
            Facts([*reference(c), (_("Made by"), c["desk"]), (_("Sent to"), c["jail"])]),
            Words(_("Look at it, and tell us if something is wrong.")),
            Words(_("It is free. If somebody asked you for money, ring the helpline.")),
            *see(c),
        ],
    )


def phone_changed(c: Context) -> Mail:
    return Mail(
        subject=_("The phone of request %(vrn)s was changed") % c,
        hint=_("If it was not you, ring the helpline."),
        heading=_("Your phone number was changed"),
        blocks=[
            Facts([*reference(c), (_("Date"), c["date"]), (_("Time"), c["time"])]),
            Words(_("If it was not you, ring the helpline at once.")),
        ],
    )


def complaint_received(c: Context) -> Mail:
    return Mail(
        subject=_("Your complaint %(number)s: answer by %(date)s") % c,
        hint=_("Keep the number."),
        heading=_("We have your complaint"),
        blocks=[
            Facts([(_("Number"), c["number"]), (_("Answer by"), c["date"])]),
            Words(_("Keep the number, and say it when you ring the helpline.")),
        ],
    )


def complaint_answered(c: Context) -> Mail:
    return Mail(
        subject=_("Your complaint %(number)s is answered") % c,
        hint=_("The answer stands on the page."),
        heading=_("Your complaint is answered"),
        blocks=[
            Facts([(_("Number"), c["number"])]),
            Words(_("The answer stands on the page of your visit.")),
            *see(c),
        ],
    )


MAILS: dict[str, Callable[[Context], Mail]] = {
    "E13": moved,
    "E14": cancelled_by_prison,
    "E15": cancelled_by_visitor,
    "E16": change_asked,
    "E18": broke_off,
    "E20": person_left,
    "E21": made_for_you,
    "E22": phone_changed,
    "E27": stopped_today,
    "E30": complaint_received,
    "E31": complaint_answered,
    "E36": change_refused,
}
