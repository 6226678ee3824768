"""The rules about who meets whom, and how often: one function each, over a dossier."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, cast

from mulakat.people.names import key, verdict
from mulakat.visits.judging import allowance
from mulakat.visits.judging.dossier import Dossier, Entry
from mulakat.visits.judging.table import Check, mark, policy_key
from mulakat.visits.known import gave_code
from mulakat.visits.models import Status, Visit
from mulakat.visits.proofs.proving import is_proven

OFFICIALS = frozenset({"lawyer", "embassy", "official"})  # come in their office, on no list
WAITING = frozenset({Status.REQUESTED, Status.QUESTION, Status.OFFERED, Status.WAITLISTED})
PHONE_INMATES = 2  # names one phone may ask for in thirty days before an officer looks


def in_prison(seen: Dossier) -> Iterator[Check]:
    """Is the person in the register of this prison, and still here?"""
    inmate = seen.inmate
    if inmate is None:
        yield Check("in_prison", "look", {"found": False})
        return
    source = f"inmate:{inmate.pk}"
    if inmate.prison_id != seen.visit.prison_id:
        yield Check("in_prison", "stop", {"why": "elsewhere"}, source)
    elif inmate.left_at:
        facts = {"why": inmate.left_for or "left", "at": inmate.left_at}
        yield Check("in_prison", "stop", facts, source)
    else:
        yield Check("in_prison", "ok", {"found": True, "ward": inmate.ward}, source)


def quota(seen: Dossier) -> Iterator[Check]:
    """How often the inmate is visited, in every rolling window around the day."""
    if seen.inmate is None:
        return
    found = allowance.reckon(
        visits=seen.of_inmate, category=seen.inmate.category, kind=seen.visit.kind,
        relation=seen.lead.relation, on=seen.day(seen.starts_at or seen.now), policy=seen.policy,
        zone=seen.visit.prison.zone, apart_from=seen.visit,
    )  # fmt: skip
    source = policy_key(seen.rules, _quota_key(seen))
    if not found.is_used_up:
        yield Check("quota", "ok", asdict(found), source)
    else:  # until a day is chosen it is no more than a hint
        yield Check("quota", "stop" if seen.starts_at else "look", asdict(found), source)


def listed(seen: Dossier) -> Iterator[Check]:
    """Does the inmate know the visitor: by the list with this phone, by a code, by name?"""
    if seen.inmate is None:
        return
    required = seen.policy.contact_list_required and seen.lead.relation not in OFFICIALS
    source = policy_key(seen.rules, "contact_list_required")
    contact, how = _contact(seen)
    facts = {"how": how, "required": required}
    if contact is not None:
        facts |= {"name": contact.name, "relation": contact.word}
        source = contact.source
    if how in {"phone", "chosen", "code"}:
        yield Check("list", "ok", facts, source)
    else:
        yield Check("list", "stop" if required else "look", facts, source)
    if contact is not None:
        same = contact.word == seen.lead.relation
        says = {"says": seen.lead.relation, "list": contact.word}
        yield Check("list_relation", "ok" if same else "look", says, contact.source)


def relation(seen: Dossier) -> Iterator[Check]:
    """Is such a visitor allowed at all?"""
    allowed = seen.policy.relations_allowed
    is_allowed = not allowed or seen.lead.relation in allowed
    facts = {"relation": seen.lead.relation, "allowed": allowed}
    yield Check("relation", mark(is_allowed), facts, policy_key(seen.rules, "relations_allowed"))


def restrictions(seen: Dossier) -> Iterator[Check]:
    """Is the visitor or the inmate barred? A bar that no second officer agreed to: look."""
    bars = seen.entries("bar")
    for bar in bars:
        yield Check("restriction", "stop" if bar.is_agreed else "look", _bar(bar), bar.source)
    if not bars:
        yield Check("restriction", "ok")


def video_class(seen: Dossier) -> Iterator[Check]:
    """May an inmate of this class be met by video?"""
    if seen.inmate is None or seen.visit.kind != "video" or not seen.policy.no_video_classes:
        return
    allowed = seen.inmate.category not in seen.policy.no_video_classes
    facts = {"class": seen.inmate.category}
    yield Check("video_class", mark(allowed), facts, policy_key(seen.rules, "no_video_classes"))


def second(seen: Dossier) -> Iterator[Check]:
    """Has a second officer to agree: for the inmate's class, a relation, a foreign passport?"""
    wanted = set(seen.policy.second_approval)
    why = {person.relation for person in seen.persons} & wanted
    if seen.inmate is not None:
        why |= {seen.inmate.category} & wanted
    if "foreign" in wanted and any(p.id_type == "foreign_passport" for p in seen.persons):
        why.add("foreign")
    if why:
        facts = {"why": sorted(why)}
        yield Check("second", "look", facts, policy_key(seen.rules, "second_approval"))


def same_visitor(seen: Dossier) -> Iterator[Check]:
    """Have these two met within the days the rules put between two visits?"""
    days = seen.policy.same_visitor_days
    if seen.inmate is None or seen.starts_at is None or not days or seen.is_lawyer:
        return
    day = seen.day(seen.starts_at)
    zone = seen.visit.prison.zone
    for other in seen.of_inmate:
        near = [d for d in allowance.days_of(other, zone) if abs((d - day).days) < days]
        if near and _is_same_visitor(seen, other):
            facts = {"days": days, "on": near[0]}
            yield Check("same_visitor", "stop", facts, other.subject)
            return
    yield Check("same_visitor", "ok", {"days": days}, policy_key(seen.rules, "same_visitor_days"))


def of_the_phone(seen: Dossier) -> Iterator[Check]:
    """What else this phone has asked for: the same again, too much, too many people."""
    waiting = [other for other in seen.of_phone if other.status in WAITING]
    name, here = _asked(seen.visit), seen.visit.prison
    twice = [o for o in waiting if o.prison_id == here.pk and _asked(o) == name]
    for other in twice:
        other.prison = here
        yield Check("asked_twice", "look", {"reference": other.reference}, other.subject)
    if not twice:
        yield Check("asked_twice", "ok")
    most = seen.policy.open_requests_per_phone
    source = policy_key(seen.rules, "open_requests_per_phone")
    facts = {"n": len(waiting) + 1, "most": most}
    yield Check("open_requests", "ok" if facts["n"] <= most else "look", facts, source)
    people = len({name, *(_asked(other) for other in seen.of_phone)})
    facts = {"n": people, "days": 30}
    yield Check("same_phone", "ok" if people <= PHONE_INMATES else "look", facts)


def persons(seen: Dossier) -> Iterator[Check]:
    """How many come, how many of them children, and is a grown-up among them?"""
    policy = seen.policy
    children = sum(person.age < policy.adult_age for person in seen.persons)
    n = {"n": len(seen.persons), "most": policy.persons_max}
    yield Check("persons", mark(n["n"] <= n["most"]), n, policy_key(seen.rules, "persons_max"))
    if children:
        n = {"n": children, "most": policy.children_max}
        yield Check(
            "children", mark(n["n"] <= n["most"]), n, policy_key(seen.rules, "children_max")
        )
    if policy.adult_needed:
        has_adult = children < len(seen.persons)
        facts = {"age": policy.adult_age}
        yield Check("adult", mark(has_adult), facts, policy_key(seen.rules, "adult_needed"))


def lawyer(seen: Dossier) -> Iterator[Check]:
    """A lawyer has the minutes of a legal visit."""
    if not seen.is_lawyer:
        return
    facts = {"minutes": seen.policy.legal_minutes, "given": seen.minutes}
    is_enough = seen.minutes >= seen.policy.legal_minutes
    yield Check(
        "lawyer", "ok" if is_enough else "look", facts, policy_key(seen.rules, "legal_minutes")
    )


def _quota_key(seen: Dossier) -> str:
    if seen.is_lawyer:
        return "lawyer_quotas"
    is_apart = seen.visit.kind == "physical" and not seen.policy.quota_shared
    return "quotas_physical" if is_apart else "quotas"


def _contact(seen: Dossier) -> tuple[Entry | None, str]:
    """The entry that is the visitor's, and how it is known: "phone", "code", "chosen" by an
    officer, only by "name", or "none"."""
    entries = seen.entries("contact")
    phone = seen.visit.phone_index if is_proven(seen.visit) else None
    by_phone = next((e for e in entries if e.phone_index == phone), None)
    if by_phone is not None:
        return by_phone, "phone"
    if seen.inmate is not None and gave_code(seen.visit, seen.inmate):
        return None, "code"
    if seen.listed is not None:
        chosen = next((e for e in entries if e.row == seen.listed.pk), None)
        if chosen is not None:
            return chosen, "chosen"
    by_name = next((e for e in entries if verdict(e.name, seen.lead.name) != "not"), None)
    return by_name, "name" if by_name else "none"


def _bar(bar: Entry) -> dict[str, object]:
    whom = "inmate" if not bar.phone_index else "visitor"
    return {
        "whom": whom, "everywhere": bar.whose is None, "cause": bar.word, "kind": bar.kind,
        "since": bar.starts_at, "until": bar.until, "review_on": bar.review_on,
        "agreed": bar.is_agreed,
    }  # fmt: skip


def _is_same_visitor(seen: Dossier, other: Visit) -> bool:
    """The same phone and a like name; a family may share its phone."""
    is_same_phone = other.phone_index == seen.visit.phone_index
    return is_same_phone and verdict(cast(Any, other).lead_name, seen.lead.name) != "not"


def _asked(visit: Visit) -> str:
    return key(str(visit.asked.get("name", "")))
