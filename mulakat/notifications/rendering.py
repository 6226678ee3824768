"""From message, language and context to the words that are sent."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.template import Context as TemplateContext
from django.template import Template
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext as in_language

from mulakat.notifications import calendar
from mulakat.notifications import mail as parts
from mulakat.notifications.calendar import PUBLISH
from mulakat.notifications.catalogue import OTP_LINE, SMS, WITH_OTP_LINE
from mulakat.notifications.mails import MAILS

Context = dict[str, Any]
COLOURS = {"ok": "#1B6B3A", "wait": "#8A5A00", "stop": "#A8321F", "code": "#2A3582"}


@dataclass(frozen=True)
class Mail:
    """A mail in words, without its envelope."""

    subject: str
    text: str
    html: str
    calendar: str = ""  # a file that enters the appointment, or takes it out
    method: str = PUBLISH


def sms(message: str, language: str, context: Context) -> str:
    """The text of an SMS, as it goes to the gateway."""
    with translation.override(language):
        values = {**context, "pin_name": _pin_name(context)}
    return sms_template(message, language, values)


def sms_template(message: str, language: str, values: Context) -> str:
    """The text of an SMS with these values for its placeholders."""
    with translation.override(language):
        text = in_language(SMS[message]) % values
    return text + OTP_LINE % values if message in WITH_OTP_LINE else text


def mail(message: str, language: str, context: Context, now: datetime | None = None) -> Mail:
    """Subject, plain text and HTML of a mail; with `now` its calendar file, if it has one."""
    with translation.override(language):
        composed = MAILS[message](context)
        foot = _foot(context)
        html = _template().render(
            TemplateContext(
                {
                    "mail": composed,
                    "foot": foot,
                    "language": language,
                    "colour": COLOURS[composed.status],
                    "state": context["state"],
                    "department": context["department"],
                }
            )
        )
    event = context.get("event")
    file = calendar.appointment(event, composed.heading, now) if event and now else ""
    method = calendar.method_of(event or {})
    return Mail(composed.subject, _plain(composed, foot), html, file, method)


@cache
def _template() -> Template:
    template: Any = get_template("messages/mail.html")
    compiled: Template = template.template
    return compiled


def _foot(context: Context) -> list[str]:
    return [
        _("This service is free. Nobody may ask you for money."),
        _("Help: %(help)s") % context,
        _(
            "You get this mail because this address was given for a request to e-Mulakat. "
            "If it was not you, do nothing."
        ),
    ]


def _pin_name(context: Context) -> str:
    return _("VC PIN") if context.get("pin_name") == "vc" else _("Room PIN")


def _plain(mail: parts.Mail, foot: list[str]) -> str:
    paragraphs = [mail.heading, *[_plain_block(block) for block in mail.blocks], "-- ", *foot]
    return "\n\n".join(paragraphs).replace("-- \n\n", "-- \n") + "\n"


def _plain_block(block: parts.Block) -> str:
    match block:
        case parts.Words(text=text):
            return text
        case parts.Code(label=label, value=value):
            return f"{label}: {value}"
        case parts.Facts(rows=rows):
            return "\n".join(f"{name}: {value}" for name, value in rows)
        case parts.Steps(title=title, items=items):
            return "\n".join([title, *[f"{n}. {item}" for n, item in enumerate(items, 1)]])
        case parts.Button(text=text, url=url):
            return f"{text}:\n{url}"
