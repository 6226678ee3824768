"""What an operator names on the command line, found or refused in one sentence."""

from django.db.models import Model

from mulakat.audit.models import record
from mulakat.prisons.models import Prison, Terminal

OPERATOR = "operator"  # how the history names whoever has the machine's console


class Refused(SystemExit):
    """The command cannot be done; the text says why and what would help."""


def prison(text: str) -> Prison:
    """The prison of "25/35": the state's number and its own, as in a reference."""
    state, _, number = text.partition("/")
    if not (state.isdecimal() and number.isdecimal()):
        raise Refused(f"{text}: name a prison as STATE/PRISON, for example 25/35")
    found = Prison.objects.select_related("state").filter(state__number=state, number=number)
    if not found:
        raise Refused(f"{text}: there is no such prison. mulakat prison list shows them.")
    return found[0]


def terminal(prison_text: str, number: int) -> Terminal:
    found = Terminal.objects.filter(prison=prison(prison_text), number=number)
    if not found:
        raise Refused(f"{prison_text} has no terminal {number}. Add it: mulakat terminal add")
    return found[0]


def refuse_if(exists: bool, text: str) -> None:
    if exists:
        raise Refused(text)


def added(row: Model, text: str) -> int:
    """Write the act into the history, tell the operator, end well."""
    noun = row._meta.model_name
    record(f"{noun}.added", actor=OPERATOR, subject=f"{noun}:{row.pk}")
    print(text)
    return 0


def names(english: str, hindi: str, bengali: str) -> dict[str, str]:
    """A name in the languages it was given in."""
    given = {"en": english, "hi": hindi, "bn": bengali}
    return {language: name for language, name in given.items() if name}
