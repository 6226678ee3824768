"""What visitor and inmate say of themselves, and what a terminal's self-test finds."""

from datetime import datetime

from django.db import transaction

from mulakat.audit.models import record
from mulakat.calls.models import Call, Participant, Side


@transaction.atomic
def company(*, page: Participant, persons: tuple[int, ...], others: int) -> list[str]:
    """Who is before the visitor's camera; the officer reads it beside the picture."""
    call = page.call
    if call is None or call.ended_at is not None:
        return ["over"]
    said = {"persons": list(persons), "others": others}
    if Call.objects.filter(pk=call.pk).exclude(company=said).update(company=said):
        record("call.company", actor="visitor", subject=f"visit:{call.visit_id}", **said)
    return []


@transaction.atomic
def say(*, page: Participant, what: str) -> list[str]:
    """What the inmate pressed. "declined" ends nothing: an officer looks first."""
    if page.call_id is None:
        return ["not_there"]
    said = Call.objects.filter(pk=page.call_id).exclude(inmate_said=what)
    if said.update(inmate_said=what):
        visit = Call.objects.values_list("visit_id", flat=True).get(pk=page.call_id)
        record(
            "call.inmate_said",
            actor=f"terminal:{page.terminal_id}",
            subject=f"visit:{visit}",
            what=what,
        )
    if what == "ready":
        _wait_for_the_officer(page)
    return []


def _wait_for_the_officer(page: Participant) -> None:
    """Somebody sat down anew at a terminal that came back in a running call: after a power cut
    that may be another person, so nothing flows before the officer has looked and resumes.
    """
    call = Call.objects.select_for_update(of=("self",)).get(participants=page.pk)
    is_running = call.ended_at is None and call.paused_at is None
    if call.admitted_at is None or not is_running or page.connected_at < call.admitted_at:
        return
    call.paused_at, call.pause_reason, call.counted_at = page.seen_at, "technical", None
    call.save(update_fields=["paused_at", "pause_reason", "counted_at"])
    record(
        "call.paused",
        actor=f"terminal:{page.terminal_id}",
        subject=f"visit:{call.visit_id}",
        reason="technical",
    )


@transaction.atomic
def tested(*, page: Participant, found: dict[str, bool], now: datetime) -> list[str]:
    """The terminal's own camera, microphone and loudspeaker, as its page found them."""
    if page.terminal_id is None:
        return ["not_yours"]
    Participant.objects.filter(pk=page.pk).update(tested={**found, "at": now.isoformat()})
    record("terminal.tested", actor="system", subject=f"terminal:{page.terminal_id}", **found)
    return []


@transaction.atomic
def test(*, prison_id: int, number: int, by: str, now: datetime) -> list[str]:
    """Ask the connected terminal of this number to test itself."""
    here = Participant.objects.filter(
        prison=prison_id, side=Side.TERMINAL, left_at=None, terminal__number=number
    )
    terminals = list(here.values_list("terminal_id", flat=True))
    if not terminals:
        return ["not_there"]
    here.update(tested={"wanted": now.isoformat()})
    record("terminal.test_asked", actor=by, subject=f"terminal:{terminals[0]}")
    return []
