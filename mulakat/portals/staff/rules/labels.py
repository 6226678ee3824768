"""The names of the rules and of their groups, as the pages of staff head them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mulakat.prisons.models import State
from mulakat.prisons.terms import terms_of

GROUPS: Mapping[str, Promise] = {
    "often": _("How often"),
    "who": _("Who may come"),
    "asking": _("Asking"),
    "answering": _("Answering"),
    "meeting": _("Meeting"),
    "telling": _("Messages"),
    "joining": _("Joining the call"),
}
LABELS: Mapping[str, Promise] = {
    "preset": _("Ready rules"),
    "quotas": _("Visits of family and friends"),
    "quota_shared": _("Video and visits at the %(at_jail)s"),
    "quotas_physical": _("Visits at the %(at_jail)s, where counted apart"),
    "lawyer_quotas": _("Visits of lawyers"),
    "quota_free_relations": _("Visitors who use up nothing"),
    "same_visitor_days": _("Days between two visits of the same two people"),
    "persons_max": _("Persons in a visit"),
    "children_max": _("Children among them"),
    "adult_age": _("Age of an adult"),
    "adult_needed": _("An adult among them"),
    "relations_allowed": _("Who may visit"),
    "contact_list_required": _("List of visitors"),
    "id_number_required": _("Number of the ID"),
    "second_approval": _("Two officers must agree for"),
    "no_video_classes": _("No video for these classes"),
    "asking_mode": _("How a time is found"),
    "wishes": _("Times a visitor can name"),
    "hold_minutes": _("Minutes a chosen time is kept"),
    "known_confirmed_at_once": _("Visitors who are known"),
    "notice_hours": _("Hours of notice"),
    "horizon_days": _("Days ahead"),
    "open_requests_per_phone": _("Open requests of one phone"),
    "waiting_list": _("Waiting list"),
    "fairness": _("Who comes first"),
    "answer_within_hours": _("Hours to answer a request"),
    "answer_before_hours": _("Answer so many hours before the visit"),
    "undo_seconds": _("Seconds to take an answer back"),
    "questions_max": _("Questions to a visitor"),
    "question_hours": _("Hours to answer a question"),
    "offer_hours": _("Hours to answer an offer"),
    "second_look_days": _("Days to ask for a second look"),
    "complaint_days": _("Days to answer a complaint"),
    "cancel_before_hours": _("Hours to cancel before"),
    "remind_day_before": _("Reminder the day before"),
    "remind_minutes_before": _("Reminder, minutes before"),
    "visit_minutes": _("Minutes of a video visit"),
    "physical_minutes": _("Minutes of a visit at the %(at_jail)s"),
    "legal_minutes": _("Minutes of a lawyer's visit"),
    "turnover_minutes": _("Minutes between two visits"),
    "give_back_minutes": _("Minutes given back after a fault, at most"),
    "media": _("Video and voice"),
    "call_engine": _("What the video visit runs on"),
    "jitsi_audio_only": _("Jitsi with a picture"),
    "jitsi_app": _("Jitsi’s app"),
    "join_opens_minutes": _("Waiting page opens, minutes before"),
    "arrive_before_minutes": _("At the gate, minutes before"),
    "late_minutes": _("Minutes late and still let in"),
    "gate_code_digits": _("Digits of the gate code"),
    "booking_otp_channels": _("OTP of a request"),
    "booking_email": _("E-mail address"),
    "booking_captcha": _("CAPTCHA"),
    "sent_channels": _("Visit Reference Number"),
    "approval_channels": _("Approvals"),
    "approval_carries_link": _("Link in the approval"),
    "refusal_channels": _("Refusals"),
    "refusals_released_hourly": _("When neutral refusals are shown"),
    "message_patience_minutes": _("Minutes until a message is called undelivered"),
    "join_vrn_typed": _("Number typed again"),
    "join_layout": _("Pages to join"),
    "join_otp_channels": _("OTP to join"),
    "join_button": _("After the codes"),
    "pin_name": _("Name of the PIN"),
    "pin_delivery": _("How the PIN comes"),
    "pin_digits": _("Digits of a PIN"),
    "otp_digits": _("Digits of an OTP"),
    "otp_minutes": _("Minutes an OTP works"),
}
HINTS: Mapping[str, Promise] = {"relations_allowed": _("None ticked: everybody.")}
PRESETS: Mapping[str, Promise] = {
    "open": _("Our own, the shortest way"),
    "wb-2021": _("West Bengal, leaflet of 2021"),
    "bihar-2021": _("Bihar, article of 2021"),
    "delhi": _("Delhi"),
    "maharashtra": _("Maharashtra"),
    "karnataka": _("Karnataka"),
    "kerala": _("Kerala"),
    "madhya-pradesh": _("Madhya Pradesh"),
    "rajasthan": _("Rajasthan"),
}
PERIODS: Mapping[str, Promise] = {
    "week": _("in a week"),
    "fortnight": _("in 14 days"),
    "month": _("in a month"),
}
EVERYBODY = _("Everybody")

# Why a rule cannot stand (prisons/keys.py, prisons/validating.py)
FAULTS: Mapping[str, Promise] = {
    "not_whole": _("Enter a whole number"),
    "range": _("Enter a number from %(low)s to %(high)s"),
    "not_flag": _("Choose one"),
    "not_word": _("Choose one"),
    "not_list": _("Choose from the list"),
    "empty": _("Tick at least one"),
    "not_quotas": _("Enter for each line a whole number of visits"),
    "quota_range": _("Line %(row)s: enter a number of visits from 1 to %(high)s"),
    "quota_twice": _("The same class and period stand there twice"),
    "unknown": _("This rule does not exist"),
    "beyond_horizon": _("The notice must be shorter than the days ahead: at most %(high)s hours"),
    "beyond_persons": _("At most %(high)s, or let more persons come"),
    "shared": _("Leave these empty, or let the two be counted apart"),
    "no_lawyer": _("Lawyers must stay ticked: the law lets them visit"),
    "only_with_hold": _("Only where visitors choose one free time"),
    "never_asked": _("Then a page must ask for the PIN: choose other pages to join"),
    "only_by_email": _("The PIN stands in the e-mail: let approvals come by e-mail"),
    "needed_for_pin": _("The PIN comes by e-mail: an e-mail address is needed"),
    "undone": _("This change was undone before"),
    "changed_since": _("Changed again later: undo the later change first"),
}


def label(key: str, state: State) -> str:
    """The name of a rule, in the words of the state; what is no rule any more has its key."""
    return str(LABELS.get(key, key)) % terms_of(state)
