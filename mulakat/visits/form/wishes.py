"""Up to three times to choose from, the first choice first."""

from datetime import datetime

from django.utils.translation import gettext as _

from mulakat.prisons.models import Prison
from mulakat.prisons.policy import Policy
from mulakat.visits.form import times
from mulakat.visits.form.fields import Reader
from mulakat.visits.form.place import Place


def read(reader: Reader, place: Place, days: times.Days) -> None:
    wishes: list[str] = reader.raw.get("wish", [])
    most = most_of(place.policy)
    if not wishes:
        reader.wrong("wish", _("Choose at least one time"))
    elif len(set(wishes)) < len(wishes):
        reader.wrong("wish", _("You have already chosen this time"))
    elif len(wishes) > most:
        reader.wrong("wish", too_many(most))
    elif days:
        for wish in wishes:
            at = times.moment(wish)
            if at is None or not times.is_offered(at, place.chosen, days):
                reader.wrong("wish", _taken(at, place.chosen))
    found = [times.moment(wish) for wish in wishes]
    reader.reading.values["wishes"] = [at.isoformat() for at in found if at]


def most_of(policy: Policy) -> int:
    """How many times one may choose; where a time is held for the visitor, one."""
    return 1 if policy.asking_mode == "hold" else policy.wishes


def too_many(most: int) -> str:
    return _("You can choose %(count)s times. Remove one to add another") % {"count": most}


def _taken(at: datetime | None, prison: Prison) -> str:
    if at is None:
        return _("Choose at least one time")
    return _("%(time)s has just been taken. Your other answers are saved. Choose another time") % {
        "time": times.words(at, prison)
    }
