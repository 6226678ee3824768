"""Whom an inmate knows: only such a visitor may learn what rests on the inmate.

Known is whose proven phone stands on the inmate's list of visitors, or who gave a visitor
code that the inmate has handed out (architecture, section 4). Everybody else is a stranger
and gets the neutral answer, whatever the truth is: so is who has typed an e-mail's OTP alone,
beside a number that may be another's.
"""

from django.db.models import Q

from mulakat.people import finding
from mulakat.people.models import Contact, Inmate, Restriction
from mulakat.visits.models import Visit
from mulakat.visits.proofs.proving import is_by_mail, is_proven

BARRED = "R-50"


def is_known(visit: Visit, inmate: Inmate | None = None) -> bool:
    """Is the visitor known to `inmate` (else to the visit's own)? At most two queries.

    Without any inmate only a visitor code can make him known: it names its inmate, if the
    request asks for that person.
    """
    if not is_proven(visit):
        return False
    whom = inmate or visit.inmate
    if gave_code(visit, whom):
        return True
    return whom is not None and contact_of(visit, whom) is not None


def may_learn(visit: Visit, inmate: Inmate | None, reason: str) -> bool:
    """May he be told this reason of a refusal (visits/words/reasons.py)? Only if the inmate knows
    him; of a bar, only if it may be disclosed to the barred."""
    if inmate is None or not is_known(visit, inmate):
        return False
    return reason != BARRED or not _is_secret_bar(visit, inmate)


def gave_code(visit: Visit, inmate: Inmate | None) -> bool:
    """The visit came with a code of this inmate that is not revoked, from the phone it is
    bound to. Without an inmate: of the person asked for, not of another of the family."""
    code = visit.visitor_code
    if code is None or code.revoked_at is not None or is_by_mail(visit):
        return False
    is_own_phone = code.phone_index in {"", visit.phone_index}
    if not is_own_phone:
        return False
    return asks_for(visit, code.inmate) if inmate is None else code.inmate_id == inmate.pk


def asks_for(visit: Visit, inmate: Inmate) -> bool:
    """Can the name that the visitor wrote be this person's?"""
    year = (visit.requested_at or visit.created_at).astimezone(visit.prison.zone).year
    return finding.compare(inmate, visit.asked, year).verdicts["name"] != "not"


def contact_of(visit: Visit, inmate: Inmate) -> Contact | None:
    """The entry of the inmate's list that has the visitor's phone, if that is proven."""
    if not visit.phone_index or not is_proven(visit):
        return None
    return inmate.contacts.filter(phone_index=visit.phone_index, removed_at=None).first()


def _is_secret_bar(visit: Visit, inmate: Inmate) -> bool:
    """A bar stands that its visitor is not to learn of."""
    bars = Restriction.objects.filter(
        Q(phone_index="") | Q(phone_index=visit.phone_index),
        Q(inmate=None) | Q(inmate=inmate),
        prison=visit.prison_id,
        lifted_at=None,
        disclose=False,
    )
    return bars.exists()
