"""What a family says by itself: what their phone can do, and how the visit was.

Both are lists of our own words; whatever else a browser sends is left out.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mulakat.audit.models import record
from mulakat.visits.models import Feedback, PhoneCheck, Visit

# What will work, the best first; never how bad it is
RESULTS: Mapping[str, Promise] = {
    "video": _("Video will work"),
    "voice": _("Voice will work, video may stop"),
    "phone": _("Use a phone call"),
}
STEPS = ("browser", "microphone", "camera", "sound", "network")
FINDINGS = frozenset({"ok", "weak", "no"})
FACES: Mapping[str, Promise] = {
    "good": _("Good"),
    "so_so": _("So-so"),
    "bad": _("Bad"),
}
BROKE: Mapping[str, Promise] = {
    "sound": _("No sound"),
    "picture": _("No picture"),
    "cut": _("It broke off"),
    "late": _("It began late"),
    "rude": _("Someone was rude"),
}


@transaction.atomic
def phone_checked(*, visit: Visit, result: str, found: Mapping[str, str], now: datetime) -> bool:
    """Keep what a phone of this visit can do; False for words that are not ours."""
    if result not in RESULTS:
        return False
    known = {step: found[step] for step in STEPS if found.get(step) in FINDINGS}
    PhoneCheck.objects.update_or_create(
        visit=visit, defaults={"result": result, "found": known, "at": now}
    )
    record("visit.phone_checked", actor="visitor", subject=visit.subject, result=result)
    return True


@transaction.atomic
def say_how_it_was(*, visit: Visit, face: str, broke: Iterable[str], now: datetime) -> bool:
    """Keep a face and what broke; False without a face of ours."""
    if face not in FACES:
        return False
    known = [what for what in BROKE if what in set(broke)]
    Feedback.objects.update_or_create(
        visit=visit, defaults={"face": face, "broke": known, "at": now}
    )
    record("visit.feedback", actor="visitor", subject=visit.subject, face=face, broke=known)
    return True
