"""Page 2: at the prison or by video, and when: up to three wishes, or one time that is held."""

from typing import Any

from django.utils.translation import gettext as _

from mulakat.portals.visitor.book import choosing, closed, keeping
from mulakat.portals.visitor.book.pages import Page, Place
from mulakat.visits.form import times, wishes
from mulakat.visits.form.fields import Errors, Raw, Reader, Reading
from mulakat.visits.words.choices import KINDS


def read(raw: Raw, place: Place) -> Reading:
    prison, reader = place.chosen, Reader(raw)
    keeping.only_last(raw, place)
    choosing.take_ticked(raw)
    keeping.carry(raw, place)
    kind = reader.choice("kind", KINDS, _("Choose a video visit or a visit at the jail"))
    if kind and "kind" not in reader.errors and kind not in prison.kinds():
        reader.reading.stop = "no-" + kind
        return reader.reading
    days = times.days(prison, kind, place.now) if kind in KINDS else {}
    if kind in KINDS and not days:
        reader.reading.stop = "no-times"
        return reader.reading
    wishes.read(reader, place, days)
    if raw["hold"] == keeping.GONE:
        gone = _("The time is no longer kept for you. Your other answers are saved. Choose a time")
        reader.wrong("wish", gone)
    return reader.reading


def press(raw: Raw, post: Any, place: Place) -> Errors | None:
    keeping.only_last(raw, place)
    found = choosing.press(raw, post, wishes.most_of(place.policy))
    keeping.carry(raw, place)
    if found is not None and "show" in post and raw["kind"] not in KINDS:
        found["kind"] = _("Choose a video visit or a visit at the jail")
    return found


def shows(raw: Raw, place: Place, errors: Errors) -> dict[str, Any]:
    kinds = place.chosen.kinds()
    kind = raw.get("kind") or (kinds[0] if len(kinds) == 1 else "")
    return {
        "kinds": {code: KINDS[code] for code in ("physical", "video") if code in kinds},
        "kind": kind,
        "closed": closed.sentences(place.chosen, kind, place.now),
        **choosing.shows(raw, place.chosen, kind, place.now),
    }


PAGE = Page(
    name="kind",
    texts=("kind", "day"),
    lists=("wish", "time"),
    read=read,
    shows=shows,
    press=press,
    settle=keeping.settle,
)
