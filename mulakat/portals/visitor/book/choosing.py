"""Choosing times without JavaScript: a day and "Show the times", then tick and go on.

Ticked times join the list of wishes, where they can be moved up or removed. The booking and
the change of a visit share it; prison, kind and date alone decide what is shown.
"""

from datetime import date, datetime, timedelta
from typing import Any

from mulakat.prisons.models import Prison
from mulakat.schedule.timetable import Slot, free_slots
from mulakat.visits import wording
from mulakat.visits.form import times, wishes
from mulakat.visits.form.fields import Errors, Raw


def take_ticked(raw: Raw) -> None:
    """What was ticked in the day's list goes to the end of the wishes, in order of time.

    A time that stands there already and was ticked again stays twice, to be complained of.
    """
    raw["wish"] = [wish for wish in [*raw.get("wish", []), *raw.get("time", [])] if wish]
    raw["time"] = []


def press(raw: Raw, post: Any, most: int) -> Errors | None:
    """ "Show the times", "Remove" and "Earlier" work on the list; nothing else is asked."""
    if not {"show", "remove", "up"} & set(post):
        return None
    take_ticked(raw)
    raw["wish"] = list(dict.fromkeys(raw["wish"]))
    if wish := post.get("remove"):
        raw["wish"] = [other for other in raw["wish"] if other != wish]
    if (wish := post.get("up")) in raw["wish"][1:]:
        at = raw["wish"].index(wish)
        raw["wish"][at - 1 : at + 1] = [wish, raw["wish"][at - 1]]
    return {"wish": wishes.too_many(most)} if len(raw["wish"]) > most else {}


def shows(raw: Raw, prison: Prison, kind: str, now: datetime) -> dict[str, Any]:
    """The days, the times of the chosen day, the wishes so far; all days before a kind."""
    kinds = prison.kinds()
    days = times.days(prison, kind, now) if kind in kinds else {}
    day = _day(raw.get("day", ""), days)
    wished = raw.get("wish", [])
    slots = days.get(day, []) if day else []
    if prison.policy.asking_mode == "hold":
        slots = _free(slots, prison, kind, now)
    found = [(wish, times.moment(wish)) for wish in wished]
    return {
        "most": wishes.most_of(prison.policy),
        "holds": prison.policy.asking_mode == "hold",
        "hold_minutes": prison.policy.hold_minutes,
        "minutes": prison.policy.visit_minutes,
        "day": day.isoformat() if day else "",
        "day_words": wording.day(slots[0].starts_at, prison.zone) if slots else "",
        "days": _day_choices(prison, days or _all_days(prison, kinds, now)),
        "times": [one for one in times.choices(slots, prison) if one.value not in wished],
        "wishes": [(wish, times.words(at, prison)) for wish, at in found if at],
    }


def _free(slots: list[Slot], prison: Prison, kind: str, now: datetime) -> list[Slot]:
    """Of one day's slots those with a place that nobody has: what can be held at once."""
    if not slots:
        return []
    start, end = slots[0].starts_at, slots[-1].starts_at + timedelta(minutes=1)
    found = free_slots(prison=prison, kind=kind, start=start, end=end, now=now)
    free = {slot.starts_at for slot in found if slot.is_free}
    return [slot for slot in slots if slot.starts_at in free]


def _day(text: str, days: times.Days) -> date | None:
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = None
    return asked if asked in days else next(iter(days), None)


def _all_days(prison: Prison, kinds: list[str], now: datetime) -> times.Days:
    found: times.Days = {}
    for kind in kinds:
        found |= times.days(prison, kind, now)
    return dict(sorted(found.items()))


def _day_choices(prison: Prison, days: times.Days) -> list[tuple[str, str]]:
    return [
        (day.isoformat(), wording.day(slots[0].starts_at, prison.zone))
        for day, slots in days.items()
    ]
