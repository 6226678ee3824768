"""What happened in the call of a visit, worded for the history; the codes become words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mulakat.audit.models import Event
from mulakat.calls.models import CallNote
from mulakat.portals.staff.desk.labels import REASONS
from mulakat.visits.models import Outcome

SHOWN = {
    "call.admitted": gettext_lazy("Visitor let in"),
    "call.watch_started": gettext_lazy("Began to watch"),
    "call.watch_stopped": gettext_lazy("Stopped watching"),
    "call.warned": gettext_lazy("Both sides warned"),
    "call.muted": gettext_lazy("Muted"),
    "call.unmuted": gettext_lazy("Heard again"),
    "call.paused": gettext_lazy("Paused"),
    "call.resumed": gettext_lazy("Went on"),
    "call.voice_only": gettext_lazy("Voice only, no picture between them"),
    "call.picture_back": gettext_lazy("Picture back"),
    "call.extended": gettext_lazy("Minutes given"),
    "call.note": gettext_lazy("Note"),
    "call.incident": gettext_lazy("Incident"),
    "call.company": gettext_lazy("Said who is before the camera"),
    "call.inmate_said": gettext_lazy("Pressed at the terminal"),
    "call.ended": gettext_lazy("Call ended"),
    "call.settled": gettext_lazy("Outcome confirmed"),
}
WRITTEN = frozenset({"call.note", "call.incident"})
OUTCOMES = {
    Outcome.DONE: gettext_lazy("They met"),
    Outcome.CUT_SHORT: gettext_lazy("Broke off, not their fault"),
    Outcome.STOPPED: gettext_lazy("Stopped by an officer"),
    Outcome.MISSED_VISITOR: gettext_lazy("Visitor did not come"),
    Outcome.MISSED_JAIL: gettext_lazy("We could not connect"),
    Outcome.NOT_ADMITTED: gettext_lazy("Not let in"),
    Outcome.DECLINED: gettext_lazy("Person inside did not want to"),
}
SAID = {
    "ready": gettext_lazy("ready, rules read"),
    "not_me": gettext_lazy("that is not me"),
    "declined": gettext_lazy("does not want to talk"),
    "officer": gettext_lazy("calls an officer"),
    "fine": gettext_lazy("all is well again"),
    "no_sound": gettext_lazy("hears nothing"),
    "good": gettext_lazy("it was good"),
    "so_so": gettext_lazy("it was so-so"),
    "bad": gettext_lazy("it was bad"),
}
CHECKED = {
    "face": gettext_lazy("face fits"),
    "names": gettext_lazy("names fit"),
    "people": gettext_lazy("only declared people"),
}
SIDES = {"visitor": gettext_lazy("outside"), "inmate": gettext_lazy("inside")}


def facts(event: Event) -> list[str]:
    """What its data says, in words; nothing for what this page need not say."""
    data = event.data
    if not event.name.startswith("call."):
        return []
    found = [str(REASONS.get(data.get("reason", ""), ""))]
    found += [str(CHECKED[code]) for code in data.get("checked", ()) if code in CHECKED]
    found.append(str(SIDES.get(data.get("side", ""), "")))
    if event.name == "call.extended":
        found.append(_("%(n)s minutes") % {"n": data.get("minutes", 0)})
    if event.name == "call.watch_stopped":
        found.append(_("after %(n)s seconds") % {"n": data.get("seconds", 0)})
    if event.name == "call.inmate_said":
        found.append(str(SAID.get(data.get("what", ""), "")))
    if event.name == "call.incident":
        found.append(str(REASONS.get(data.get("what", ""), "")))
    if event.name == "call.company" and data.get("others"):
        found.append(_("%(n)s not declared") % {"n": data["others"]})
    found.append(str(OUTCOMES.get(data.get("outcome", ""), "")))
    return [each for each in found if each]


def written(events: Iterable[Event], subject: str) -> dict[int, str]:
    """The words of notes and incidents, by the event that tells of them; no query without any.

    Both are written in one transaction under the row of the call, so they come in one order.
    """
    told = [event for event in events if event.name in WRITTEN]
    if not told:
        return {}
    visit = subject.removeprefix("visit:")
    notes = CallNote.objects.filter(call__visit=int(visit)).order_by("pk")
    texts = [str((note.text or {}).get("text", "")) for note in notes]
    return {event.pk: text for event, text in zip(told, texts, strict=False)}
