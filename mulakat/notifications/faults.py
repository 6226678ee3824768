"""Why a message did not go out, in three kinds: later, never, unknown.

Each holds a code such as "later:451": it is stored with the message and in the history, so
it never holds an address or a word of the message.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _


class Fault(Exception):
    """One try that did not end in delivery; `code` names why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotNow(Fault):
    """Certainly not sent; may be tried again."""


class Down(NotNow):
    """The server itself is away: no other message need be tried now."""


class Never(Fault):
    """Certainly not sent; trying again would change nothing."""


class Unsure(Fault):
    """Handed over, but no answer came: it may have arrived."""


def sentence(code: str) -> str:
    """What staff read for a code such as "refused:550", in the active language."""
    kind, _colon, detail = code.partition(":")
    words = _sentences().get(kind, _sentences()["internal"])
    return f"{words()} ({detail})" if detail else words()


def _sentences() -> dict[str, Callable[[], str]]:
    return {
        "": lambda: _("Not tried yet."),
        "unreachable": lambda: _("The server for this kind of message does not answer."),
        "login": lambda: _("The server for this kind of message refused our login."),
        "later": lambda: _("The server asked to try again later."),
        "refused": lambda: _("The server refused the message or its address."),
        "unsure": lambda: _("The connection broke; the message may have arrived."),
        "expired": lambda: _("The code in it became too old before it could be sent."),
        "unset": lambda: _("No server is set up for this kind of message."),
        "template": lambda: _("The gateway has no template for this message and language."),
        "unreadable": lambda: _("The stored message cannot be read any more."),
        "internal": lambda: _("A fault of this program. It is in the log."),
    }
