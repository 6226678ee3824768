"""Mode hold: the one time chosen is kept while the form is filled.

The draft remembers the hold by its number; nobody can name another's. A hold that has run out
is taken anew if the time is still free; else the page of the times asks again, and nothing
else is lost. Where as many times are kept as may be without proof (schedule/holding.py), this
one is not, and the page says so: it is taken when the OTP is right, if nobody was faster.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from mulakat.portals.visitor.book import drafts
from mulakat.portals.visitor.book.pages import Place
from mulakat.portals.visitor.models import Draft
from mulakat.schedule import holding
from mulakat.schedule.models import Hold
from mulakat.schedule.obstacles import CannotPlan
from mulakat.visits import wording
from mulakat.visits.form import times
from mulakat.visits.form.fields import Errors, Raw

LATER = "later"  # in place of a hold's number: free, and not kept before the OTP
GONE = "gone"  # in place of a hold's number: the time has been given away


def is_on(place: Place) -> bool:
    return place.prison is not None and place.policy.asking_mode == "hold"


def only_last(raw: Raw, place: Place) -> None:
    """One time is held: the one just chosen stands for the one before."""
    if is_on(place) and raw.get("time"):
        raw["wish"], raw["time"] = raw["time"][-1:], []


def settle(raw: Raw, place: Place) -> Errors:
    """After a good choice: keep that time, and give back the one kept before."""
    before = _hold(place)
    raw["hold"] = ""
    if is_on(place):
        at = times.moment(raw["wish"][0])
        assert at is not None
        if before and _is_for(before, raw["kind"], at, place):
            raw["hold"] = str(before.pk)
            return {}
        new = _take(place, raw["kind"], at, before)
        if new == GONE:
            return {"wish": _("%(time)s has just been taken. Choose another time")
                    % {"time": times.words(at, place.chosen)}}  # fmt: skip
        raw["hold"] = new
    if before:
        holding.let_go(before)
    return {}


def carry(raw: Raw, place: Place) -> None:
    """The page was sent without a final choice: what is kept stays kept."""
    number = place.answers.get("kind", {}).get("hold", "")
    raw.setdefault("hold", number if number.isdecimal() else "")


def still(place: Place, draft: Draft) -> Hold | None:
    """The hold of the draft, taken anew if it has run out, and the draft saved with its number;
    None where nothing is held, and if the time is another's: then `is_gone`."""
    if not is_on(place):
        return None
    kept = _hold(place)
    answer = place.answers.get("kind", {})
    if kept and kept.expires_at > place.now:
        return kept
    at = times.moment(next(iter(answer.get("wish", [])), ""))
    answer["hold"] = _take(place, answer.get("kind", ""), at, kept) if at else GONE
    drafts.save(draft, place.now)  # else the next look finds the place taken by this very browser
    return _hold(place)


def is_gone(place: Place) -> bool:
    """Another has the time that was chosen."""
    return is_on(place) and place.answers.get("kind", {}).get("hold") == GONE


def words(place: Place) -> dict[str, str]:
    """ "Tue 1 Dec 2026, 10:30" and until when it is kept, "" if only from the OTP on; nothing
    where nothing is."""
    answer = place.answers.get("kind", {})
    if is_on(place) and answer.get("hold") == LATER:
        at = times.moment(next(iter(answer.get("wish", [])), ""))
        return {"time": times.words(at, place.chosen), "until": ""} if at else {}
    kept = _hold(place) if is_on(place) else None
    if kept is None or kept.expires_at <= place.now:
        return {}
    zone = place.chosen.zone
    return {
        "time": times.words(kept.starts_at, place.chosen),
        "until": wording.time(kept.expires_at, zone),
    }


def _hold(place: Place) -> Hold | None:
    number = place.answers.get("kind", {}).get("hold", "")
    return Hold.objects.filter(pk=int(number)).first() if number.isdecimal() else None


def _take(place: Place, kind: str, at: datetime, before: Hold | None) -> str:
    """The number of a new hold instead of the one before, or LATER, or GONE."""
    try:
        new = holding.hold(
            prison=place.chosen, kind=kind, starts_at=at, now=place.now, apart_from=before
        )
    except CannotPlan as cannot:
        return LATER if cannot.obstacles[0].key == "holds_full" else GONE
    return str(new.pk)


def _is_for(hold: Hold, kind: str, at: datetime, place: Place) -> bool:
    is_same = (hold.prison_id, hold.kind, hold.starts_at) == (place.chosen.pk, kind, at)
    return is_same and hold.expires_at > place.now
