"""The rows of a visit: the request itself, what passes about it, its codes."""

from mulakat.visits.models.answers import (
    Change,
    Complaint,
    Decision,
    Kept,
    Offer,
    Proposal,
    Question,
    SecondLook,
)
from mulakat.visits.models.codes import Code, JoinSession, Link, PhoneSession, Purpose, Tries
from mulakat.visits.models.experience import Feedback, PhoneCheck
from mulakat.visits.models.visit import (
    COUNTED_OUTCOMES,
    Basis,
    Mode,
    Outcome,
    SerialCounter,
    Status,
    Visit,
    VisitPerson,
    VisitQuerySet,
)

__all__ = [
    "COUNTED_OUTCOMES",
    "Basis",
    "Change",
    "Code",
    "Complaint",
    "Decision",
    "Feedback",
    "JoinSession",
    "Kept",
    "Link",
    "Mode",
    "Offer",
    "Outcome",
    "PhoneCheck",
    "PhoneSession",
    "Proposal",
    "Purpose",
    "Question",
    "SecondLook",
    "SerialCounter",
    "Status",
    "Tries",
    "Visit",
    "VisitPerson",
    "VisitQuerySet",
]
