"""The form of a bar, as it stands on the page of an inmate and on that of all bars."""

from typing import Any

from mulakat.people.barring import Bar
from mulakat.people.models import Inmate
from mulakat.portals.staff.people import dates, words
from mulakat.prisons.models import Prison, State
from mulakat.visits import reading

BAR_TEXTS = (
    "whom", "bar_name", "bar_phone", "bar_kind", "bar_cause", "note", "silent", "until", "review",
)  # fmt: skip
BAR_FIELDS = {
    "no_visitor": "bar_phone", "name_long": "bar_name", "no_kind": "bar_kind",
    "no_cause": "bar_cause", "note_long": "note", "no_end_or_review": "until",
    "until_past": "until", "review_past": "review", "review_late": "review",
    "review_after_end": "review", "": "bar_name",
}  # fmt: skip
ALL = "all"  # the inmate is barred from all visitors


def read(typed: dict[str, Any], prison: Prison, inmate: Inmate | None) -> Bar:
    """The bar as typed; what cannot be read is left out, and the verb complains of it."""
    is_of_inmate = inmate is not None and typed["whom"] == ALL
    until = dates.day(typed["until"])
    return Bar(
        prison=prison,
        inmate=inmate,
        is_of_visitor=not is_of_inmate,
        phone="" if is_of_inmate else _mobile(typed["bar_phone"]),
        name="" if is_of_inmate else typed["bar_name"],
        kind=typed["bar_kind"],
        cause=typed["bar_cause"],
        note=typed["note"],
        disclose=not typed["silent"],
        until=dates.end_of(until, prison) if until else None,
        review_on=dates.day(typed["review"]),
    )


def lists(state: State) -> dict[str, Any]:
    return {"bar_causes": words.CAUSES, "bar_kinds": words.kinds(state)}


def _mobile(text: str) -> str:
    try:
        return reading.mobile(text)
    except reading.Unreadable:
        return ""
