"""Rules, closures and obstacles as staff read them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mulakat.people.models import InmateClass
from mulakat.portals.staff import words
from mulakat.prisons.models import Prison, State
from mulakat.prisons.terms import terms_of
from mulakat.schedule.models import Audience, Closure, Kind
from mulakat.schedule.openings import Opening
from mulakat.schedule.timetable import day_bounds
from mulakat.visits import wording

MOST = 3  # sentences at one field
MOMENT = timedelta(microseconds=1)
WHO = {
    Audience.ALL.value: gettext_lazy("everybody"),
    Audience.WOMEN.value: gettext_lazy("women"),
    Audience.LAWYERS.value: gettext_lazy("lawyers"),
    Audience.CLASS.value: gettext_lazy("one class"),
}
CLASSES = {
    InmateClass.UNDERTRIAL.value: gettext_lazy("undertrial"),
    InmateClass.CONVICT.value: gettext_lazy("convict"),
    InmateClass.DETENUE.value: gettext_lazy("detenue"),
    InmateClass.CIVIL.value: gettext_lazy("civil prisoner"),
    InmateClass.HIGH_SECURITY.value: gettext_lazy("high security"),
}
WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
CAUSES = {
    "holiday": gettext_lazy("public holiday"),
    "staff": gettext_lazy("not enough staff"),
    "repair": gettext_lazy("repairs"),
    "power": gettext_lazy("no power"),
    "network": gettext_lazy("no network"),
    "emergency": gettext_lazy("emergency"),
    "other": gettext_lazy("another cause"),
}

OBSTACLES: Mapping[str, Any] = {
    # places
    "number_used": gettext_lazy("Number %(number)s is already used"),
    "number_0": gettext_lazy("The number must be between 1 and %(most)s"),
    "unknown_suits": gettext_lazy("Choose what it is fit for"),
    "no_seats": gettext_lazy("At least one visit must fit there"),
    "too_many_seats": gettext_lazy("At most %(most)s visits fit at one window"),
    "seats_booked": gettext_lazy("%(seats)s seats are booked. Move those visits first"),
    "still_booked": gettext_lazy(
        "%(n)s times are still taken there. Move them or cancel the court hearings first"
    ),
    "terminal_removed": gettext_lazy("Terminal %(number)s has been removed"),
    "terminal_broken": gettext_lazy("Terminal %(number)s is out of order"),
    # closures
    "end_before_start": gettext_lazy("The end must be later than the start"),
    "day_is_past": gettext_lazy("Choose a date in the future"),
    "no_cause": gettext_lazy("Choose the cause"),
    "no_kind": gettext_lazy("Choose a video visit or a visit at the jail"),
    "not_of_this_prison": gettext_lazy("This belongs elsewhere"),
    "two_places": gettext_lazy("Choose a terminal or a window, not both"),
    "already_lifted": gettext_lazy("This was opened again at %(at)s"),
    "closure_over": gettext_lazy("This closure is over"),
    "already_closed": gettext_lazy("This time was closed already, at %(at)s"),
    "not_yours_to_close": gettext_lazy("You may not close this"),
    # what becomes of visits
    "no_choice_approved": gettext_lazy("Choose what happens to the %(number)s approved visits"),
    "no_choice_asked": gettext_lazy("Choose what happens to the %(number)s requests"),
    "no_reason_to_keep": gettext_lazy("Write why these visits stand"),
    "no_day": gettext_lazy("Choose the day they move to"),
    "too_few_places": gettext_lazy(
        "%(without)s of %(needed)s visits find no place there. Choose another day or time"
    ),
    "terminal_taken": gettext_lazy("Terminal %(number)s is taken at that time"),
    "window_full": gettext_lazy("Window %(number)s is full at that time"),
    "inmate_busy": gettext_lazy("This person has something else at that time"),
    # hearings
    "no_court": gettext_lazy("Enter the name of the court"),
    "minutes_0": gettext_lazy("The length must be between 1 and %(most)s minutes"),
    "time_is_past": gettext_lazy("Choose a time in the future"),
    "inmate_elsewhere": gettext_lazy("This person is not in the register of your jail."),
    "inmate_left": gettext_lazy("This person has left"),
    "already_cancelled": gettext_lazy("This hearing was cancelled at %(at)s"),
    "hearing_over": gettext_lazy("This hearing is over"),
    # weekly times
    "no_weekday": gettext_lazy("Choose at least one day of the week"),
    "no_audience": gettext_lazy("Choose for whom these times are"),
    "no_class": gettext_lazy("Choose the class"),
    "gap_0": gettext_lazy("The minutes between two visits must be between 0 and %(most)s"),
    "capacity_0": gettext_lazy("At least one visit must be possible at a time"),
    "weeks_0": gettext_lazy("The number of weeks must be between 1 and %(most)s"),
    "no_first_day": gettext_lazy("Choose from which week on they count"),
    "last_before_first": gettext_lazy("The last day must be later than the first"),
    "not_in_fives": gettext_lazy("Begin at a full five minutes; length and pause make fives, too"),
    "does_not_fit": gettext_lazy(
        "%(n)s visits of %(minutes)s minutes do not fit between %(starts)s and %(ends)s"
    ),
    "never_counts": gettext_lazy("There is no such day between the first and the last"),
    "hour_does_not_exist": gettext_lazy("On %(day)s the clocks do not show %(time)s"),
    "overlaps": gettext_lazy("This overlaps with %(weekday)s %(starts)s–%(ends)s"),
    "rule_is_over": gettext_lazy("These times have ended already"),
    "already_removed": gettext_lazy("This was removed at %(at)s"),
}


def listed(choices: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Choices of a form, each with a capital."""
    return [(code, capfirst(str(word))) for code, word in choices.items()]


def kinds_of(prison: Prison) -> list[tuple[str, str]]:
    """The kinds of visit the prison has."""
    return [choice for choice in listed(kinds(prison.state)) if choice[0] in prison.kinds()]


def kinds(state: State) -> dict[str, str]:
    """Both kinds of visit, within a sentence."""
    at_jail = _("at the %(at_jail)s") % terms_of(state)
    return {Kind.VIDEO.value: _("video"), Kind.PHYSICAL.value: at_jail}


def all_of_a_kind(state: State) -> list[tuple[str, str]]:
    """Closing all visits of one kind, as choices of a form."""
    at_jail = _("All visits at the %(at_jail)s") % terms_of(state)
    return [(Kind.VIDEO.value, _("All video visits")), (Kind.PHYSICAL.value, at_jail)]


def sentence(found: Any, prison: Prison) -> str:
    """An obstacle (of schedule or visits) as a sentence."""
    facts: dict[str, Any] = dict(found.facts)
    for name, value in facts.items():
        facts[name] = _shown(name, value, prison)
    if found.key in OBSTACLES:
        return str(OBSTACLES[found.key]) % facts
    if found.key in words.OBSTACLES:
        return words.obstacle(found, prison.zone)
    return _("This is not possible: %(key)s") % {"key": found.key}


def _shown(name: str, value: Any, prison: Prison) -> Any:
    """A fact as people read it."""
    if isinstance(value, datetime):
        return words.moment(value, prison.zone)
    if isinstance(value, date):
        return wording.short_day(day_bounds(prison, value)[0], prison.zone)
    if isinstance(value, time):
        return "24:00" if name == "ends" and value == time(0) else f"{value:%H:%M}"
    return WEEKDAYS[value] if name == "weekday" else value


def field_errors(
    obstacles: Iterable[Any], fields: Mapping[str, str], prison: Prison
) -> dict[str, str]:
    """{field: sentence}; what names no field of its own stands at the form's first."""
    first = next(iter(fields.values()))
    said: dict[str, list[str]] = {}
    for found in obstacles:
        sentences = said.setdefault(fields.get(found.key, first), [])
        if (text := sentence(found, prison)) not in sentences and len(sentences) < MOST:
            sentences.append(text)
    return {name: ". ".join(sentences) for name, sentences in said.items()}


def hours(starts: time, ends: time) -> str:
    """10:00–13:00; midnight at the end of the day is 24:00."""
    end = "24:00" if ends == time(0) else f"{ends:%H:%M}"
    return f"{starts:%H:%M}–{end}"


def who(opening: Opening) -> str:
    """women; of a class its name."""
    if opening.who == Audience.CLASS:
        return str(CLASSES.get(opening.inmate_class, opening.inmate_class))
    return str(WHO[opening.who])


def length(opening: Opening) -> str:
    """15 min + 5 min between"""
    text = _("%(n)s min") % {"n": opening.minutes}
    if not opening.gap:
        return text
    return _("%(length)s + %(gap)s min between") % {"length": text, "gap": opening.gap}


def at_once(opening: Opening) -> str:
    """How many visits begin at one time."""
    if opening.capacity is None:
        return _("all places")
    return ngettext("%(n)s at a time", "%(n)s at a time", opening.capacity) % {
        "n": opening.capacity
    }


def extent(closure: Closure) -> str:
    """What a closure closes: the whole jail, video, terminal 3, …"""
    if closure.terminal:
        return _("Terminal %(n)s") % {"n": closure.terminal.number}
    if closure.window:
        return _("Window %(n)s") % {"n": closure.window.number}
    if closure.rule:
        return _("%(hours)s on %(day)s") % {
            "hours": hours(closure.rule.starts, closure.rule.ends),
            "day": WEEKDAYS[closure.rule.weekday],
        }
    where = whole(closure.state, closure.prison)
    if closure.kind:
        return f"{where}: {kinds(closure.state)[closure.kind]}"
    return where


def whole(state: State, prison: Prison | None) -> str:
    if prison is None:
        return _("The whole of %(state)s") % {"state": state.name()}
    return _("The whole %(jail)s") % terms_of(state)


def span(starts_at: datetime, ends_at: datetime, prison: Prison) -> str:
    """Tue 24 Nov, all day; Thu 26 Nov, 14:00–16:00; Tue 24 Nov, 10:00 to Wed 25 Nov (its end)."""
    zone = prison.zone
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    day = wording.short_day(starts_at, zone)
    is_to_midnight = end.time() == time(0) and (end.date() - start.date()).days == 1
    if is_to_midnight and start.time() == time(0):
        return _("%(day)s, all day") % {"day": day}
    if is_to_midnight or end.date() == start.date():
        return f"{day}, {hours(start.time(), end.time())}"
    last = wording.short_day(ends_at - MOMENT, zone)
    return _("%(start)s to %(end)s") % {
        "start": day if start.time() == time(0) else words.moment(starts_at, zone),
        "end": last if end.time() == time(0) else words.moment(ends_at, zone),
    }
