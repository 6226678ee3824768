"""Mails while a request waits for an answer: questions, offers, waiting list, deadlines."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from mulakat.notifications.mail import Button, Facts, Mail, Words
from mulakat.notifications.mail_rows import Context, reference, see, when, where


def question_asked(c: Context) -> Mail:
    return Mail(
        subject=_("Answer needed by %(date)s: a question on request %(vrn)s") % c,
        hint=_("Without an answer the request cannot go on."),
        heading=_("There is a question for you"),
        blocks=[
            Facts([*reference(c), (_("From"), c["jail"]), (_("Answer by"), c["date"])]),
            Words(_("The question stands on the page of your request. You answer it there.")),
            Button(_("Read the question and answer"), c["link"]),
            Words(_("You can also ring the helpline and answer by phone.")),
        ],
    )


def time_offered(c: Context) -> Mail:
    return Mail(
        subject=_("New time offered: %(date)s, %(time)s. Answer by %(by)s") % c,
        hint=_("Say yes or no by %(by)s.") % c,
        heading=_("Another time is offered to you"),
        blocks=[
            Facts([*when(c), *where(c), (_("Answer by"), c["by"])]),
            Words(_("The place is kept for you until then. Nothing changes before you say yes.")),
            Button(_("Say yes or no"), c["link"]),
        ],
    )


def place_free(c: Context) -> Mail:
    return Mail(
        subject=_("A place is free: %(date)s, %(time)s. Answer by %(by)s") % c,
        hint=_("Say yes by %(by)s. After that the next family is asked.") % c,
        heading=_("A place is free for you"),
        status="ok",
        blocks=[
            Facts([*when(c), *where(c), (_("Answer by"), c["by"])]),
            Words(
                _(
                    "The place is kept for you until then. After that the next family is asked, "
                    "and you stay in the waiting list."
                )
            ),
            Button(_("Say yes or no"), c["link"]),
        ],
    )


def waitlisted(c: Context) -> Mail:
    return Mail(
        subject=_("In the waiting list: request %(vrn)s") % c,
        hint=_("You need to do nothing now."),
        heading=_("You are in the waiting list"),
        blocks=[
            Facts(reference(c)),
            Words(_("When a place is free, we write to you. Your turn is kept.")),
            Words(
                _(
                    "Who has waited longest since a last visit comes first, then who lives "
                    "farther away, then who asked earlier."
                )
            ),
            *see(c),
        ],
    )


def not_answered(c: Context) -> Mail:
    return Mail(
        subject=_("No answer in time to request %(vrn)s: your turn is kept") % c,
        hint=_("You need to do nothing. A senior officer has your request now."),
        heading=_("Your request was not answered in time"),
        status="stop",
        blocks=[
            Facts([*reference(c), (_("Sent to"), c["jail"])]),
            Words(_("This is not your fault. %(jail)s did not answer in time.") % c),
            Words(_("A senior officer has your request now. You keep your turn.")),
            *see(c),
        ],
    )


def looked_at_again(c: Context) -> Mail:
    return Mail(
        subject=_("We look at request %(vrn)s again: answer by %(date)s") % c,
        hint=_("Another officer decides this time."),
        heading=_("Another officer looks at your request again"),
        blocks=[
            Facts([*reference(c), (_("Answer by"), c["date"])]),
            Words(_("The officer who decides now is not the one who decided before.")),
            *see(c),
        ],
    )


MAILS: dict[str, Callable[[Context], Mail]] = {
    "E05": question_asked,
    "E06": time_offered,
    "E08": not_answered,
    "E17": place_free,
    "E33": waitlisted,
    "E35": looked_at_again,
}
