"""How staff read times, names and obstacles: short, with the clock of 24 hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mulakat.people.models import Inmate
from mulakat.people.scripts import language_of
from mulakat.prisons.models import Prison, State
from mulakat.prisons.terms import terms_of
from mulakat.visits import wording
from mulakat.visits.models import VisitPerson
from mulakat.visits.rules import Obstacle
from mulakat.visits.words.choices import GENDERS_OR_UNKNOWN, ID_TYPES, RELATIONS

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Deadline:
    """`state` is "late", "today" or "later"; `text` is short, `sentence` says all."""

    state: str
    text: str
    sentence: str
    is_half: bool = False  # half of the time for an answer is over


def clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Wed 25 Nov, 10:40."""
    return f"{wording.short_day(at, zone)}, {clock(at, zone)}"


def span(length: timedelta) -> str:
    """A stretch of time in at most two units: 2 h 12 min, 3 days 2 h."""
    days, hours, minutes = length // DAY, length % DAY // HOUR, length % HOUR // MINUTE
    in_days = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    in_hours, in_minutes = _("%(n)s h") % {"n": hours}, _("%(n)s min") % {"n": minutes}
    if days:
        return f"{in_days} {in_hours}" if hours else in_days
    if hours:
        return f"{in_hours} {in_minutes}" if minutes else in_hours
    return in_minutes


def deadline(
    by: datetime, now: datetime, zone: ZoneInfo, since: datetime | None = None
) -> Deadline:
    """When an answer is due, as shape and words; `since` tells when half of the time is over."""
    if by <= now:
        late = _("Late %(span)s") % {"span": span(now - by)}
        return Deadline("late", late, late)
    is_today = by.astimezone(zone).date() == now.astimezone(zone).date()
    short = _("today %(time)s") % {"time": clock(by, zone)} if is_today else moment(by, zone)
    when = clock(by, zone) if is_today else moment(by, zone)
    sentence = _("Answer by %(when)s, in %(span)s") % {"when": when, "span": span(by - now)}
    is_half = since is not None and now - since >= by - now
    return Deadline("today" if is_today else "later", short, sentence, is_half)


def named(name: str) -> SafeString:
    """A name in its own script, marked so that it is read aloud rightly."""
    language = language_of(name)
    if not language:
        return format_html("<bdi>{}</bdi>", name)
    return format_html('<bdi lang="{}">{}</bdi>', language, name)


def spellings(inmate: Inmate) -> list[SafeString]:
    """The register's name in each script it holds, none twice."""
    names = dict.fromkeys((inmate.name, inmate.name_local))
    return [named(name) for name in names if name]


def relation(person: VisitPerson) -> str:
    return person.relation_other or str(RELATIONS.get(person.relation, person.relation))


def relation_of(code: str) -> str:
    """A relation of the register: a code of ours, or the register's own word."""
    return str(RELATIONS.get(code, code))


def gender(code: str) -> str:
    return str(GENDERS_OR_UNKNOWN.get(code, ""))


def identity(person: VisitPerson) -> str:
    """Which ID, and no more than its last four signs."""
    if not person.id_type:
        return ""
    if person.id_type == "none":
        return _("No ID")
    given = (person.id_number or {}).get("number", "")
    kind = str(ID_TYPES.get(person.id_type, person.id_type))
    return f"{kind} ••••{str(given)[-4:]}" if given else kind


def masked(phone: str) -> str:
    return f"•••••• {phone[-4:]}"


OBSTACLES = {
    "already_approved": gettext_lazy("%(by)s approved this request on %(at)s."),
    "already_refused": gettext_lazy("%(by)s refused this request on %(at)s."),
    "not_waiting": gettext_lazy("This request does not wait for an answer any more."),
    "not_your_prison": gettext_lazy("You may not decide requests of this %(jail)s."),
    "own_request": gettext_lazy(
        "You have written this request down yourself. Another officer answers it"
    ),
    "same_officer": gettext_lazy("Another officer than you has to answer."),
    "no_reason": gettext_lazy("Choose the reason"),
    "inmate_elsewhere": gettext_lazy("This person is not in the register of your %(jail)s."),
    "inmate_left": gettext_lazy(
        "This person is not in the %(jail)s any more. Refuse with R-11 or R-12."
    ),
    "inmate_busy": gettext_lazy(
        "This person already has another visit at %(at)s. Choose another time"
    ),
    "terminal_taken": gettext_lazy(
        "Terminal %(number)s has just been taken at %(at)s. Choose another time"
    ),
    "window_full": gettext_lazy(
        "Window %(number)s has just become full at %(at)s. Choose another time"
    ),
    "slot_full": gettext_lazy("No more visits may begin at %(at)s. Choose another time"),
    "terminal_broken": gettext_lazy("Place %(number)s is out of order. Choose another one"),
    "no_time": gettext_lazy("Choose a time of the timetable"),
    "no_place": gettext_lazy("Choose the place"),
    "same_time": gettext_lazy("The visit is at this time and place already"),
    "time_is_past": gettext_lazy("This time is over. Choose another time"),
    "no_basis": gettext_lazy("Choose why the visit may be approved"),
    "no_consent_asked_by": gettext_lazy("Enter who asked the person inside"),
    "no_consent_asked_at": gettext_lazy("Enter when the person inside was asked"),
    "consent_in_future": gettext_lazy("The person inside cannot have been asked in the future"),
    "not_on_list": gettext_lazy("Choose the visitor's entry on the visitor list"),
    "no_case_number": gettext_lazy("Enter the case number"),
    "already_proposed": gettext_lazy("Another officer has already proposed an approval."),
    "no_proposal": gettext_lazy("This proposal has been answered already."),
    "too_soon": gettext_lazy("This time is too near: the family could not answer in time"),
    "would_disclose": gettext_lazy(
        "This visitor may not learn whether the person is here. Choose the ground first"
    ),
    "offer_over": gettext_lazy("The visitor has answered this offer already."),
    "offer_gone": gettext_lazy("The time that was kept is gone. Choose another time"),
    "no_waiting_list": gettext_lazy("This %(jail)s has no waiting list."),
    "question_open": gettext_lazy("A question waits for the visitor's answer already."),
    "no_more_questions": gettext_lazy("No more than %(most)s questions for one request."),
    "no_question": gettext_lazy("Choose or write a question"),
    "only_for_known": gettext_lazy(
        "This question would tell that the person is here. Choose another one"
    ),
    "no_text": gettext_lazy("Write something"),
    "text_too_long": gettext_lazy("At most %(most)s letters"),
    "text_long": gettext_lazy("At most %(most)s letters"),
    "nothing_to_undo": gettext_lazy("There is no answer to take back."),
    "not_yours": gettext_lazy("Only who gave the answer can take it back."),
    "too_late": gettext_lazy("The time is over. The visitor has been told."),
    "already_sent": gettext_lazy("The message has just left. The visitor has been told."),
    "not_approved": gettext_lazy("This visit is not approved any more."),
    "has_begun": gettext_lazy("This visit has begun."),
    "no_cause": gettext_lazy("Choose the reason"),
    "no_change": gettext_lazy("No other time is asked for any more."),
    "no_reason_to_keep": gettext_lazy("Write why the visit may stay"),
    "not_clear": gettext_lazy("Not clear any more: look at it by itself"),
    "none_chosen": gettext_lazy("Choose at least one"),
    "no_answer": gettext_lazy("Write an answer"),
    "already_answered": gettext_lazy("This complaint has been answered."),
}


def obstacle(found: Obstacle, zone: ZoneInfo, state: State | None = None) -> str:
    """What stands in the way, as a sentence in the words of the state."""
    if found.key not in OBSTACLES:  # a rule (visits/judging/table.py)
        from mulakat.portals.staff.rules import sentences

        return sentences.obstacle(found, zone)
    facts: dict[str, Any] = {**terms_of(state), **found.facts}
    if isinstance(facts.get("at"), datetime):
        facts["at"] = moment(facts["at"], zone)
    return str(OBSTACLES[found.key]) % facts


def obstacles(found: Iterable[Obstacle], prison: Prison) -> list[str]:
    """All of them, for a page that has no field to put them beside."""
    return [obstacle(one, prison.zone, prison.state) for one in found]
