"""One pass at the gate, online: LET IN, CHECK or STOP, and what the guard then does.

The search goes as a POST and shows its result at once: no number of a visit or text of a pass ever
stands in an address.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from mulakat import ids as chance
from mulakat.gate import checking, events, reasons, rules
from mulakat.gate import today as day
from mulakat.gate.checking import Verdict
from mulakat.gate.models import Kind
from mulakat.portals.gate import words
from mulakat.portals.gate.access import GateRequest, for_guard
from mulakat.portals.gate.pages import clock_of, page, uses
from mulakat.visits import reading, wording
from mulakat.visits.words.choices import ID_TYPES, RELATIONS

Errors = dict[str, str]
FOLLOWS: dict[str, str] = {Kind.INSIDE: Kind.ARRIVED, Kind.LEFT: Kind.INSIDE}


@dataclass(frozen=True)
class PersonRow:
    position: int
    name: str
    about: str  # relation, age
    id: str  # type and last four
    seen: bool
    reason: str
    error: str


@for_guard
def find(request: GateRequest) -> HttpResponse:
    """A scanned text, the number of a visit or the short code of a pass, typed."""
    typed = request.POST.get("typed", "")[:400].strip()
    if request.method != "POST" or not typed:
        errors = {"typed": str(words.OBSTACLES["no_text"])} if request.method == "POST" else {}
        return page(request, "find", {"errors": errors})
    verdict = checking.check(typed=typed, prison=request.device.prison, now=request.now)
    return _result(request, verdict, {})


@require_safe
@for_guard
def show(request: GateRequest, visit_id: int) -> HttpResponse:
    """A visit the guard looks at: one that goes on is shown plainly, it is not presented again."""
    entry = _entry(request, visit_id)
    goes_on = entry.state in (Kind.ARRIVED, Kind.INSIDE, Kind.LEFT)
    return _result(request, checking.of_entry(entry, request.now), {}, is_plain=goes_on)


@require_POST
@for_guard
def act(request: GateRequest, visit_id: int) -> HttpResponse:
    """Arrived, inside or left. A double press counts once: the form carries the act's name.

    Only what the page offers is done: inside follows arrived, left follows inside.
    """
    entry = _entry(request, visit_id)
    kind = request.POST.get("kind", "")
    if kind not in (Kind.ARRIVED, Kind.INSIDE, Kind.LEFT):
        raise Http404
    is_pressed_twice = _uid(request) in {event.uid for event in entry.events}
    if is_pressed_twice or entry.state != FOLLOWS.get(kind, entry.state):
        return redirect("gate:visit", visit_id=visit_id)
    if kind == Kind.ARRIVED and (errors := _faults(request, entry)):
        return _result(request, checking.of_entry(entry, request.now), errors, status=422)
    reason = request.POST.get("reason", "")
    _keep(
        request,
        entry,
        kind,
        code=_code(request),
        reason=reason if reason in reasons.WITHOUT_CODE else "",
        override=_override(request) if kind == Kind.ARRIVED else "",
        ids=list(_ids(request, entry).values()) if kind == Kind.ARRIVED else (),
        token=_token(request),
        locker=request.POST.get("locker", "").strip()[:6],
    )
    return redirect("gate:visit", visit_id=visit_id)


@for_guard
def refuse(request: GateRequest, visit_id: int) -> HttpResponse:
    """Turn somebody back: a reason, and what the family is told, before it is done."""
    entry = _entry(request, visit_id)
    chosen = request.POST.get("reason", "")
    errors: Errors = {}
    if request.method == "POST":
        if chosen in reasons.REFUSALS:
            _keep(request, entry, Kind.REFUSED, reason=chosen)
            return redirect("gate:visit", visit_id=visit_id)
        errors = {"reason": str(words.OBSTACLES["no_reason"])}
    context = {
        "entry": entry,
        "reasons": [(key, one.guard) for key, one in reasons.REFUSALS.items()],
        "chosen": chosen,
        "uid": chance.uid(),
        "errors": errors,
    }
    return page(request, "refuse", context, status=422 if errors else 200)


def _keep(request: GateRequest, entry: day.Entry, kind: str, **more: Any) -> None:
    uid = more.pop("uid", None) or _uid(request)
    done = events.Act(uid=uid, kind=kind, at=request.now, **more)
    events.keep(
        visit_id=entry.visit.pk,
        act=done,
        by=request.work.user,
        device=request.device,
        now=request.now,
    )


def _faults(request: GateRequest, entry: day.Entry) -> Errors:
    """What keeps them out; a wrong code counts as a try."""
    found = rules.reasons_not_to_let_in(
        entry,
        code=_code(request),
        reason=request.POST.get("reason", ""),
        override=_override(request),
        ids=_ids(request, entry),
        now=request.now,
    )
    if any(one.key == "wrong_code" for one in found):
        _keep(request, entry, Kind.WRONG_CODE, uid=chance.uid())
    faults: Errors = {}
    for one in sorted(found, key=lambda one: words.field_of(one) == "code"):  # as on the page
        faults.setdefault(words.field_of(one), words.obstacle(one))
    return faults


def _code(request: GateRequest) -> str:
    return reading.code(request.POST.get("code", "")[:12])


def _override(request: GateRequest) -> str:
    return request.POST.get("override", "")[: 2 * rules.OVERRIDE_LETTERS].strip()


def _token(request: GateRequest) -> int | None:
    typed = reading.code(request.POST.get("token", "")[:4])
    return int(typed) if typed.isdigit() and int(typed) else None


def _uid(request: GateRequest) -> UUID:
    try:
        return UUID(request.POST.get("uid", ""))
    except ValueError:
        return chance.uid()


def _entry(request: GateRequest, visit_id: int) -> day.Entry:
    found = day.entries(request.device.prison, request.now, visit_id)
    if not found:
        raise Http404
    return found[0]


def _ids(request: GateRequest, entry: day.Entry) -> dict[int, dict[str, Any]]:
    return {
        person.position: {
            "position": person.position,
            "seen": f"id-{person.position}" in request.POST,
            "reason": request.POST.get(f"why-{person.position}", "")[:20],
        }
        for person in entry.visit.persons.all()
    }


def _result(
    request: GateRequest,
    verdict: Verdict,
    errors: Errors,
    *,
    status: int = 200,
    is_plain: bool = False,
) -> HttpResponse:
    zone = request.device.prison.zone
    facts = {"prison": "", "late": 0, "gate": "", "time": "", "date": "", **verdict.facts}
    entry = verdict.entry
    at = facts.get("at") or facts.get("starts_at") or (entry.visit.starts_at if entry else None)
    if at:
        facts |= {"time": clock_of(at, zone), "date": wording.day(at, zone)}
    first, then = words.VERDICTS[verdict.key]
    context = {
        "mark": verdict.mark,
        "is_plain": is_plain,
        "mark_word": words.MARKS[verdict.mark],
        "say": str(first) % facts,
        "then": str(then) % facts,
        "errors": errors,
        "entry": entry,
        **(_of_entry(request, entry, errors) if entry else {}),
    }
    return page(request, "result", context, status=status)


def _of_entry(request: GateRequest, entry: day.Entry, errors: Errors) -> dict[str, Any]:
    zone = request.device.prison.zone
    assert entry.visit.starts_at is not None
    return {
        "time": clock_of(entry.visit.starts_at, zone),
        "word": words.STATES[entry.state],
        "persons": _persons(request, entry, errors),
        "why_no_id": [("", ""), *reasons.WITHOUT_ID.items()],
        "why_no_code": [("", ""), *reasons.WITHOUT_CODE.items()],
        "uid": request.POST.get("uid") or chance.uid(),
        "code": request.POST.get("code", "")[:12],
        "reason": request.POST.get("reason", ""),
        "override": _override(request),
        "locker": request.POST.get("locker", "")[:6],
        "token": request.POST.get("token", "") or _next_token(request),
        "uses": uses(entry.arrived, zone),
        "conflicts": [words.CONFLICTS[event.conflict] for event in entry.conflicts],
    }


def _persons(request: GateRequest, entry: day.Entry, errors: Errors) -> list[PersonRow]:
    rows = []
    for person in entry.visit.persons.all():
        number = str((person.id_number or {}).get("number", ""))[-4:]
        kind = str(ID_TYPES.get(person.id_type, ""))
        rows.append(
            PersonRow(
                person.position,
                person.name,
                f"{RELATIONS.get(person.relation, person.relation)}, {person.age}",
                f"{kind} ••{number}" if number else kind,
                f"id-{person.position}" in request.POST,
                request.POST.get(f"why-{person.position}", ""),
                errors.get(f"id-{person.position}", ""),
            )
        )
    return rows


def _next_token(request: GateRequest) -> int:
    """Each gate counts on its own, so that two without a network never give the same number."""
    first = request.device.gate % 10 * 100
    given = [entry.token or 0 for entry in day.entries(request.device.prison, request.now)]
    return max([first, *(token for token in given if first < token < first + 100)]) + 1
