"""What a visitor is told, by which channel, in his language: one function for each cause.

Each queues its messages in the caller's transaction. The policy names the channels; an
address that was not given drops out. No message holds a name: neither the inmate's nor
anything else a person has typed (security.md O-21). The functions stand by cause in the folder
told/; all of them are called from here.
"""

from mulakat.visits.told.answers import (
    Told,
    approved,
    lapsed,
    offered,
    preview_approved,
    preview_refused,
    question_asked,
    refused,
    second_look_asked,
    waitlisted,
)
from mulakat.visits.told.changes import (
    assisted,
    broken,
    cancelled_by_prison,
    cancelled_by_visitor,
    change_asked,
    change_refused,
    complaint_answered,
    complaint_received,
    moved,
    phone_changed,
    stopped_today,
)
from mulakat.visits.told.codes import (
    join_codes,
    request_channels,
    request_otp,
    request_sent,
    status_otp,
)
from mulakat.visits.told.day import arrived, missed, reminder, turned_back

__all__ = [
    "Told",
    "approved",
    "arrived",
    "assisted",
    "broken",
    "cancelled_by_prison",
    "cancelled_by_visitor",
    "change_asked",
    "change_refused",
    "complaint_answered",
    "complaint_received",
    "join_codes",
    "lapsed",
    "missed",
    "moved",
    "offered",
    "phone_changed",
    "preview_approved",
    "preview_refused",
    "question_asked",
    "refused",
    "reminder",
    "request_channels",
    "request_otp",
    "request_sent",
    "second_look_asked",
    "status_otp",
    "stopped_today",
    "turned_back",
    "waitlisted",
]
