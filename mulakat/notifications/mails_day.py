"""Mails around the day of the visit: reminders, the gate, and who did not come."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from mulakat.notifications.mail import Button, Facts, Mail, Words
from mulakat.notifications.mail_rows import Context, pass_of, reference, see, when, where


def tomorrow_by_video(c: Context) -> Mail:
    return Mail(
        subject=_("Tomorrow, %(time)s: your visit %(vrn)s") % c,
        hint=_("Test your phone today."),
        heading=_("Your video visit is tomorrow"),
        blocks=[
            Facts([*when(c), (_("You can join from"), c["opens"])]),
            Words(_("Test your phone today, charge it, and have your ID ready.")),
            Button(_("Open the link to your video visit"), c["link"]),
            Words(_("You cannot come? Cancel on the same page, so that another family can.")),
        ],
    )


def tomorrow_at_the_prison(c: Context) -> Mail:
    return Mail(
        subject=_("Tomorrow, %(time)s: your visit %(vrn)s") % c,
        hint=_("Come by %(arrive)s and bring your ID.") % c,
        heading=_("Your visit is tomorrow"),
        blocks=[
            Facts([*when(c), *where(c)]),
            Words(c["bring"] or _("Bring your ID, the paper itself.")),
            *pass_of(c),
            Words(_("You cannot come? Cancel on the same page, so that another family can.")),
        ],
    )


def soon_by_video(c: Context) -> Mail:
    return Mail(
        subject=_("Today, %(time)s: your video visit %(vrn)s") % c,
        hint=_("You can join from %(opens)s.") % c,
        heading=_("Your video visit begins soon"),
        blocks=[
            Facts([*when(c), (_("You can join from"), c["opens"])]),
            Words(_("Charge your phone and sit in a quiet place.")),
            Button(_("Open the link to your video visit"), c["link"]),
        ],
    )


def soon_at_the_prison(c: Context) -> Mail:
    return Mail(
        subject=_("Today, %(time)s: your visit %(vrn)s") % c,
        hint=_("Come by %(arrive)s and bring your ID.") % c,
        heading=_("Your visit is today"),
        blocks=[Facts([*when(c), *where(c)]), *pass_of(c)],
    )


def arrived(c: Context) -> Mail:
    return Mail(
        subject=_("You arrived at %(time)s: visit %(vrn)s, token %(token)s") % c,
        hint=_("Keep this mail."),
        heading=_("You have arrived"),
        status="ok",
        blocks=[Facts([*reference(c), (_("Time"), c["time"]), (_("Token"), c["token"])])],
    )


def missed(c: Context) -> Mail:
    return Mail(
        subject=_("You missed visit %(vrn)s on %(date)s") % c,
        hint=_("Was it the network or the phone? Tell us."),
        heading=_("You did not come to your visit"),
        status="stop",
        blocks=[
            Facts([*reference(c), (_("Date"), c["date"]), (_("Time"), c["time"])]),
            Words(_("Was it the network or the phone? Then tell us: it must not count.")),
            *see(c),
        ],
    )


def turned_back(c: Context) -> Mail:
    return Mail(
        subject=_("Visit %(vrn)s could not take place today") % c,
        hint=_("Read what you can do now."),
        heading=_("You could not enter today"),
        status="stop",
        blocks=[
            Facts(reference(c)),
            *([Words(c["sentence"])] if c["sentence"] else []),
            *([Words(c["way_out"])] if c["way_out"] else []),
            Words(_("You can ask for a new time, or tell us what went wrong.")),
            *see(c),
        ],
    )


MAILS: dict[str, Callable[[Context], Mail]] = {
    "E09": tomorrow_by_video,
    "E09p": tomorrow_at_the_prison,
    "E10": soon_by_video,
    "E10p": soon_at_the_prison,
    "E23": arrived,
    "E25": missed,
    "E34": turned_back,
}
