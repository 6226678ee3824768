"""What each side is told: a full picture of the moment (docs/protocol.md 4). Pure over rows."""

from datetime import UTC, datetime, timedelta
from typing import Any

from mulakat.calls import supervision
from mulakat.calls.admission import reasons_not_to_admit
from mulakat.calls.engines import adapter, peer
from mulakat.calls.loading import Scene
from mulakat.calls.models import Participant, Side
from mulakat.calls.room import Phase, Room
from mulakat.visits.models import Basis, Visit, VisitPerson

State = dict[str, Any]
ID_DIGITS_SHOWN = 4
# What an inmate presses only when sitting there (docs/protocol.md 3, `say`)
AT_THE_COMPUTER = frozenset({"ready", "fine", "no_sound"})
FAREWELL = timedelta(minutes=2)  # how long a terminal says that the visit has finished


def snapshot(scene: Scene, me: Participant, check: Visit | None = None) -> State:
    """The state for this page. `check`: the visit on an officer's desk, its persons whole."""
    if me.side == Side.VISITOR:
        return for_visitor(scene.room_of(me), me)
    if me.side == Side.TERMINAL:
        return for_terminal(scene, me)
    return for_officer(scene, me, check)


def for_visitor(room: Room | None, me: Participant) -> State:
    if room is None:
        return _base(None, Side.VISITOR) | {"phase": Phase.ENDED, "terminal": None}
    visit = room.visit
    policy = visit.prison.policy
    return _base(room, Side.VISITOR) | {
        "terminal": _page(room.terminal),
        "first_name": _called(visit, visit.language),
        "prison": visit.prison.name(visit.language),
        "language": visit.language,
        "starts_at": stamp(visit.starts_at),
        "ends_at": stamp(visit.ends_at),
        "closes_at": stamp(visit.closes_at),
        "minutes": visit.minutes,
        "media": list(policy.media),
        "officers": len(room.watchers),
        "second_device": room.is_second_device,
        "inside": bool(room.call and room.call.inmate_said in AT_THE_COMPUTER),
        "company": room.call.company if room.call else {},
        "persons": [person.name for person in visit.persons.all()],
    }


def for_terminal(scene: Scene, me: Participant) -> State:
    room = _of_terminal(scene, me)
    number = me.terminal.number if me.terminal else 0
    return _base(room, Side.TERMINAL) | {
        "number": number,
        "prison": scene.prison.name(scene.prison.state.language),
        "language": scene.prison.state.language,
        "visit": _visit_at_terminal(room) if room else None,
        "visitor": _page(room.visitor) if room else None,
        "officers": [str(desk.connection) for desk in room.officers] if room else [],
        "watched": bool(room and room.watchers),
        "officer_ice": peer.OFFICER_LEG,
        "test_wanted": me.tested.get("wanted"),
    }


def _of_terminal(scene: Scene, me: Participant) -> Room | None:
    """The visit that is on or next; for a moment still the one that has just ended."""
    coming, last = scene.next_at(me.terminal_id), scene.room_of(me)
    ended_at = last.call.ended_at if last and last.call else None
    is_next_due = coming is not None and scene.now >= coming.visit.opens_at
    if ended_at and scene.now - ended_at < FAREWELL and not is_next_due:
        return last
    return coming


def for_officer(scene: Scene, me: Participant, check: Visit | None) -> State:
    room = scene.room_of(me)
    fed = bool(room and any(desk.pk == me.pk for desk in room.officers))
    why_not = reasons_not_to_admit(room, me.identity) if room else ["nothing_chosen"]
    return _base(room, Side.OFFICER) | {
        "ice": peer.OFFICER_LEG,
        "prison": scene.prison.name(),
        "board": [_tile(room) for room in scene.rooms if room.visit.status in BOARD],
        "chosen": str(room.visit.uid) if room else None,
        "check": _check(check) if check else None,
        "terminal": _page(room.terminal) if room and fed else None,
        "watching": bool(room and any(desk.pk == me.pk for desk in room.watchers)),
        "desks": len(room.officers) if room else 0,
        "may_admit": not why_not,
        "why_not_admit": why_not,
        "would_be": _would_be(room),
        "terminals": [_terminal(page) for page in scene.participants if page.terminal_id],
    }


def _would_be(room: Room | None) -> str:
    """The outcome if it ended now for no fault; "" while nothing was talked."""
    if room is None or room.call is None or not room.call.used_ms:
        return ""
    return supervision.by_minutes(room.call, room.visit)


BOARD = frozenset({"approved", "ended"})
ASKED = frozenset({Basis.CONSENT, Basis.CONTACT_LIST})  # the inmate has said yes before


def _base(room: Room | None, side: Side) -> State:
    if room is None:
        idle = {"phase": Phase.IDLE, "mode": "off", "left_ms": None, "warn": 0, "match": ""}
        rest: State = {"why": [], "end": None, **adapter.told(None, side)}
        return {"t": "state", **idle, **rest, **_steered(None)}
    return {
        "t": "state",
        "phase": room.phase,
        "mode": room.mode,
        "left_ms": room.left_ms,
        "warn": room.warn,
        "match": room.call.match_number if room.call else "",
        "why": room.why,
        "end": _end(room),
        **adapter.told(room, side),
        **_steered(room),
    }


def _steered(room: Room | None) -> State:
    """What an officer has done to the call: pause, warning, mute, voice only."""
    call = room.call if room else None
    is_paused = bool(room and room.is_paused)
    return {
        "pause": {"reason": call.pause_reason} if call and is_paused else None,
        "warning": {"n": call.warnings, "reason": call.warning} if call and call.warnings else None,
        "muted": {
            "visitor": bool(call and call.muted_visitor),
            "inmate": bool(call and call.muted_inmate),
        },
        "voice_only": bool(call and call.voice_only),
    }


def _terminal(page: Participant) -> State:
    """A connected terminal, and what its last self-test found: null before one."""
    found = {key: page.tested.get(key) for key in ("camera", "microphone", "sound", "at")}
    number = page.terminal.number if page.terminal else 0
    return {"number": number, "test": found if found["at"] else None}


def _end(room: Room) -> State | None:
    if not room.is_over:
        return None
    reason = room.call.end_reason if room.call else ""
    used_ms = room.call.used_ms if room.call else 0  # `left_ms` is 0 after the end
    return {"reason": reason or "closed", "outcome": room.visit.outcome, "used_ms": used_ms}


def _visit_at_terminal(room: Room) -> State:
    visit, lead = room.visit, room.visit.visitor
    language = (visit.inmate.language if visit.inmate else "") or visit.language
    is_due = room.phase not in {Phase.EARLY, Phase.ENDED}  # an idle screen is told no name
    return {
        "id": str(visit.uid),
        "time": stamp(visit.starts_at),
        "inmate": _called(visit, language) if is_due else "",
        "language": language,
        "visitor": lead.name if is_due else "",
        "relation": lead.relation if is_due else "",
        "relation_other": lead.relation_other if is_due else "",
        "asks": visit.basis not in ASKED,
        "minutes": visit.minutes,
        "legal": visit.basis == Basis.LEGAL,  # seen, not heard
        "media": (room.visitor.media if room.visitor else "") or "video",
    }


def _called(visit: Visit, language: str) -> str:
    """The inmate's first name, in the state's script for who reads that language."""
    return visit.inmate.called(language, visit.prison.state.language) if visit.inmate else ""


def _tile(room: Room) -> State:
    visit, lead = room.visit, room.visit.visitor
    return {
        "visit": str(visit.uid),
        "terminal": visit.terminal.number if visit.terminal else None,
        "starts_at": stamp(visit.starts_at),
        "minutes": visit.minutes,
        "legal": visit.basis == Basis.LEGAL,
        "inmate": visit.inmate.name if visit.inmate else "",
        "visitor": lead.name,
        "relation": lead.relation,
        "relation_other": lead.relation_other,
        "kind": visit.kind,
        "phase": room.phase,
        "left_ms": room.left_ms,
        "warn": room.warn,
        "inside": room.terminal_is_on,
        "outside": room.visitor is not None,
        "officers": len(room.watchers),
        "media": room.visitor.media if room.visitor else "",
        "outcome": visit.outcome,
        "said": room.call.inmate_said if room.call else "",
        "warnings": room.call.warnings if room.call else 0,
        "second_device": room.is_second_device,
        "extended": room.call.extended_ms // 60_000 if room.call else 0,
        "settled": bool(room.call and room.call.settled_at),
    }


def _check(visit: Visit) -> State:
    """What the officer holds beside the visitor's face; only the end of an ID number."""
    persons: list[VisitPerson] = list(visit.persons.all())
    lead = visit.visitor
    number = str((lead.id_number or {}).get("number", ""))
    return {
        "name": lead.name,
        "guardian": lead.guardian,
        "age": lead.age,
        "gender": lead.gender,
        "relation": lead.relation,
        "relation_other": lead.relation_other,
        "id_type": lead.id_type,
        "id_last4": number[-ID_DIGITS_SHOWN:],
        "persons": [person.name for person in persons if not person.is_lead],
        "company": visit.call.company,
    }


def _page(participant: Participant | None) -> str | None:
    return str(participant.connection) if participant else None


def stamp(at: datetime | None) -> str | None:
    """2026-11-22T10:30:00.000Z, as JavaScript's Date writes it."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def without_clock(state: State) -> State:
    """The state but for what moves by itself: two that are equal need no second sending."""
    still = {key: value for key, value in state.items() if key != "left_ms"}
    if "board" in still:
        still["board"] = [{k: v for k, v in t.items() if k != "left_ms"} for t in still["board"]]
    return still
