"""Page 1: where is the person, and who is it? It never says whether the person is there."""

from typing import Any

from django.utils.translation import gettext as _

from mulakat.people import visitor_codes
from mulakat.portals.visitor.book import closed, where
from mulakat.portals.visitor.book.pages import Page, Place
from mulakat.visits.form import inside
from mulakat.visits.form.fields import Errors, Raw, Reader, Reading
from mulakat.visits.reading import western_digits
from mulakat.visits.words.choices import GENDERS_OR_UNKNOWN


def read(raw: Raw, place: Place) -> Reading:
    reader = Reader(raw)
    _read_prison(reader, place)
    inside.read(reader)
    code = reader.text("code")
    if code and visitor_codes.read(code) is None:  # a slip of the pen: says nothing of any code
        reader.wrong("code", _("Check the visitor code. It has 12 letters and numbers"))
    return reader.reading


def _read_prison(reader: Reader, place: Place) -> None:
    state = state_number(reader.raw, place)
    if not any(str(one.number) == state for one in where.states()):
        reader.wrong("state", _("Choose the state"))
    elif where.prison(state, reader.text("prison")) is None:
        reader.wrong("prison", _("Choose the jail"))


def state_number(raw: Raw, place: Place) -> str:
    """The state typed; before that, the one the visitor came for, or the only one."""
    if raw.get("state"):
        return western_digits(str(raw["state"]))
    states = where.states()
    known = place.state or (states[0] if len(states) == 1 else None)
    return str(known.number) if known else ""


def press(raw: Raw, post: Any, place: Place) -> Errors | None:
    """ "Show the jails" of the chosen state."""
    if "show" not in post:
        return None
    return {} if raw["state"] else {"state": _("Choose the state")}


def shows(raw: Raw, place: Place, errors: Errors) -> dict[str, Any]:
    state = state_number(raw, place)
    prisons = where.prisons_of(state)
    return {
        "state": state,
        "only": prisons[0] if len(prisons) == 1 else None,
        "states": [(str(one.number), one.name()) for one in where.states()],
        "prisons": [(str(one.number), closed.named(one, place.now)) for one in prisons],
        "genders": GENDERS_OR_UNKNOWN,
    }


def unsettles(old: Raw, new: Raw) -> tuple[str, ...]:
    """Another prison has other kinds, times and rules."""
    same = all(old.get(key) == new.get(key) for key in ("state", "prison"))
    return () if same else ("kind", "id", "others")


PAGE = Page(
    name="jail",
    texts=("state", "prison", *inside.FIELDS, "code"),
    read=read,
    shows=shows,
    press=press,
    unsettles=unsettles,
)
