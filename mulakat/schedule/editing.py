"""Weekly rules and extra times: made, changed from a day on, ended. Never code, never files.

The caller hands in a draft, an unsaved `SlotRule` or `ExtraTime`; the same draft can be drawn
(openings.slots_on) and judged (`reasons`) while it is being filled. A rule that counted on a
day is not changed: it ends, and another begins. Every verb raises `CannotPlan` with all
reasons of planning.py at once.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.prisons.models import Prison
from mulakat.schedule import capacity
from mulakat.schedule.models import ExtraTime, SlotRule
from mulakat.schedule.obstacles import Obstacle, stop_if
from mulakat.schedule.openings import Opening, pool
from mulakat.schedule.planning import reasons_not_to_plan
from mulakat.schedule.turns import take_turn

DAY = timedelta(days=1)
RULE_FACTS = ("kind", "weekday", "starts", "ends", "minutes", "gap", "capacity", "who",
              "inmate_class", "valid_from", "valid_to", "every_weeks")  # fmt: skip
EXTRA_FACTS = ("kind", "day", "starts", "ends", "minutes", "gap", "capacity", "who",
               "inmate_class")  # fmt: skip


def reasons(
    draft: Opening, *, now: datetime, visits: int | None = None, instead_of: SlotRule | None = None
) -> list[Obstacle]:
    """All that stands against the draft beside what there is, without `instead_of`."""
    others = [o for o in _to_come(draft, now) if instead_of is None or o != instead_of]
    return reasons_not_to_plan(draft, others=others, now=now, visits=visits)


@transaction.atomic
def add_rule(*, rule: SlotRule, by: User, now: datetime, visits: int | None = None) -> SlotRule:
    """A new weekly rule, from `rule.valid_from` or today; `visits` is how many shall fit."""
    take_turn(rule.prison)
    stop_if(reasons(rule, now=now, visits=visits))
    rule.valid_from = rule.valid_from or _today(rule.prison, now)
    rule.save(force_insert=True)
    capacity.adopt(rule, now=now)
    _record("rule.added", rule, by)
    return rule


@transaction.atomic
def change_rule(
    *,
    rule: SlotRule,
    draft: SlotRule,
    from_day: date,
    by: User,
    now: datetime,
    visits: int | None = None,
) -> SlotRule:
    """From `from_day` on as in the draft: the old rule ends the day before.

    One that never counted before that day is changed in place. Besides the reasons of a
    draft: rule_is_over, and day_is_past if the old rule has counted on `from_day` already.
    """
    take_turn(rule.prison)
    rule = SlotRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    draft.valid_from = max(draft.valid_from or from_day, from_day)
    is_in_place = _never_counted(rule, from_day, now)
    obstacles = reasons(draft, now=now, visits=visits, instead_of=rule)
    if from_day == _today(rule.prison, now) and not is_in_place:  # it has begun to count
        obstacles.append(Obstacle("day_is_past", {"day": from_day}))
    stop_if([*_over(rule, now), *obstacles])
    before = _facts(rule)
    if is_in_place:
        draft.pk = rule.pk
        draft.save(force_update=True)
    else:
        rule.valid_to = from_day - DAY
        rule.save(update_fields=["valid_to"])
        draft.save(force_insert=True)
    capacity.adopt(draft, now=now, instead_of=pool(rule))
    _record("rule.changed", draft, by, before=before, instead_of=rule.pk)
    return draft


@transaction.atomic
def end_rule(*, rule: SlotRule, last_day: date, by: User, now: datetime) -> SlotRule:
    """It counts for the last time on `last_day`, today at the earliest; visits that are
    booked later stay booked. `CannotPlan`: rule_is_over, day_is_past."""
    take_turn(rule.prison)
    rule = SlotRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    obstacles = _over(rule, now)
    if last_day < _today(rule.prison, now):
        obstacles.append(Obstacle("day_is_past", {"day": last_day}))
    stop_if(obstacles)
    before = _facts(rule)
    rule.valid_to = min(last_day, rule.valid_to or last_day)
    rule.save(update_fields=["valid_to"])
    _record("rule.ended", rule, by, before=before)
    return rule


@transaction.atomic
def add_extra(*, extra: ExtraTime, by: User, now: datetime, visits: int | None = None) -> ExtraTime:
    """Slots of one day besides the weekly ones."""
    take_turn(extra.prison)
    stop_if(reasons(extra, now=now, visits=visits))
    extra.made_by, extra.made_at = by.actor, now
    extra.save(force_insert=True)
    capacity.adopt(extra, now=now)
    _record("extra.added", extra, by)
    return extra


@transaction.atomic
def remove_extra(*, extra: ExtraTime, by: User, now: datetime) -> ExtraTime:
    """Give no more times then; what is booked stays booked. `CannotPlan`: already_removed,
    day_is_past."""
    take_turn(extra.prison)
    extra = ExtraTime.objects.select_for_update(of=("self",)).get(pk=extra.pk)
    obstacles = []
    if extra.removed_at:
        obstacles.append(Obstacle("already_removed", {"at": extra.removed_at}))
    if extra.day < _today(extra.prison, now):
        obstacles.append(Obstacle("day_is_past", {"day": extra.day}))
    stop_if(obstacles)
    extra.removed_at = now
    extra.save(update_fields=["removed_at"])
    _record("extra.removed", extra, by)
    return extra


def _to_come(draft: Opening, now: datetime) -> list[Opening]:
    """The prison's openings of the kind that count today or later. Two queries."""
    prison, today = draft.prison, _today(draft.prison, now)
    of = {"prison": prison, "kind": draft.kind}
    rules = SlotRule.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), **of)
    extras = ExtraTime.objects.filter(day__gte=today, removed_at=None, **of)
    return [*rules.order_by("pk"), *extras.order_by("pk")]


def _never_counted(rule: SlotRule, from_day: date, now: datetime) -> bool:
    """Whether no day of it is past or stays: it begins neither before today nor `from_day`."""
    first = rule.valid_from
    return first is not None and first > _today(rule.prison, now) and first >= from_day


def _over(rule: SlotRule, now: datetime) -> list[Obstacle]:
    is_over = rule.valid_to is not None and rule.valid_to < _today(rule.prison, now)
    return [Obstacle("rule_is_over", {"day": rule.valid_to})] if is_over else []


def _today(prison: Prison, now: datetime) -> date:
    return now.astimezone(prison.zone).date()


def _facts(opening: Opening) -> dict[str, Any]:
    """Its fields for the history, as JSON has them."""
    names = RULE_FACTS if isinstance(opening, SlotRule) else EXTRA_FACTS
    values = {name: getattr(opening, name) for name in names}
    return {k: v.isoformat() if isinstance(v, date | time) else v for k, v in values.items()}


def _record(name: str, opening: Opening, by: User, **data: Any) -> None:
    facts = {"prison": opening.prison_id, "after": _facts(opening), **data}
    record(name, actor=by.actor, subject=pool(opening), **facts)
