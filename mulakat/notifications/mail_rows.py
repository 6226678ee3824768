"""Rows and blocks that several mails share, in the language that is active."""

from typing import Any

from django.utils.translation import gettext as _

from mulakat.notifications.mail import Block, Button, Code, Words

Context = dict[str, Any]
Rows = list[tuple[str, str]]


def reference(c: Context) -> Rows:
    return [(_("Visit Reference Number"), c["vrn"])]


def when(c: Context) -> Rows:
    """Number, day, time and length of one visit."""
    return [
        *reference(c),
        (_("Date"), c["date"]),
        (_("Time"), c["time"]),
        (_("Length"), _("%(mins)s minutes") % c),
    ]


def where(c: Context) -> Rows:
    """Where to come and by when; nothing for a video visit."""
    if c["kind"] == "video":
        return []
    window = [(_("Window"), c["window"])] if c["window"] else []
    return [(_("Where"), c["jail"]), *window, (_("Come by"), c["arrive"])]


def kind(c: Context) -> str:
    return _("Video conferencing") if c["kind"] == "video" else _("Physical")


def pass_of(c: Context) -> list[Block]:
    """What opens the gate: the code to say, and the link to the pass."""
    blocks: list[Block] = []
    if c["code"]:
        blocks.append(Code(_("Gate code"), c["code"]))
        blocks.append(Words(_("Tell the gate code only at the gate.")))
    if c["link"]:
        blocks.append(Button(_("Open your gate pass"), c["link"]))
    return blocks


def see(c: Context) -> list[Block]:
    """The link to how the visit stands."""
    return [Button(_("See your visit"), c["link"])] if c["link"] else []
