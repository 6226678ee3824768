"""What is open about a visit (questions, offers, proposals) is closed when an answer stands."""

from datetime import datetime

from mulakat.schedule import places
from mulakat.visits.models import Offer, Visit


def close(visit: Visit, now: datetime, *, apart_from: Offer | None = None) -> None:
    """Answered by events: offers are withdrawn and their places free, questions fall away."""
    for offer in visit.offers.filter(answered_at=None):
        if apart_from is None or offer.pk != apart_from.pk:
            places.release(offer.subject)
    offers = visit.offers.filter(answered_at=None)
    if apart_from is not None:
        offers = offers.exclude(pk=apart_from.pk)
    offers.update(answered_at=now, answer=Offer.Answer.WITHDRAWN)
    visit.questions.filter(answered_at=None).update(answered_at=now)
    visit.proposals.filter(answered_at=None).update(answered_at=now)
