"""Sentences of rules that hold a number, a yes or no, or a word.

A number stands as %(n)s, the state's words under their names (prisons/terms.py). Where some
values read otherwise, a mapping names each of them; "*" is every other value.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise | Mapping[Any, Promise]] = {
    # How often
    "quota_shared": {
        True: _("Video visits and visits at the %(at_jail)s count together."),
        False: _("Video visits and visits at the %(at_jail)s are counted apart."),
    },
    "same_visitor_days": {
        0: _("The same two people can meet more than once a day."),
        1: _("The same two people can meet once a day."),
        "*": _("The same two people can meet again after %(n)s days."),
    },
    "cancel_before_hours": {
        0: _("You can cancel until the visit begins; it does not count then."),
        "*": _("Cancel at least %(n)s hours before. A visit cancelled later counts as used."),
    },
    # Who may come
    "persons_max": {
        1: _("Only one person may take part."),
        "*": _("Up to %(n)s people may take part. Name each of them when you book."),
    },
    "children_max": {
        0: _("Children may not come."),
        1: _("One of them may be a child."),
        "*": _("Up to %(n)s of them may be children."),
    },
    "adult_age": _("A person of %(n)s years or more counts as an adult."),
    "adult_needed": {
        True: _("An adult must be among the visitors."),
        False: _("Children may also come without an adult."),
    },
    "contact_list_required": {
        True: _("You must be on the list of visitors of the person you want to meet."),
        False: _("You need not be on a list of visitors."),
    },
    "id_number_required": {
        True: _("Give the number of your ID when you book."),
        False: _("You need not give the number of your ID when you book."),
    },
    # Asking
    "asking_mode": {
        "preferences": _("You name the times that suit you, and the %(jail)s confirms one."),
        "hold": _(
            "You choose one free time. If it is still free when you enter the OTP, it is kept for "
            "you until the answer, at the longest until the time to answer is over."
        ),
    },
    "wishes": {
        1: _("You can name one time."),
        "*": _("You can name up to %(n)s times."),
    },
    "hold_minutes": _(
        "While you fill the form, the time you choose is kept for %(n)s minutes, unless too many "
        "people are choosing times of that day."
    ),
    "known_confirmed_at_once": {
        True: _("A visitor on the list or with a visitor code gets the time at once."),
        False: _("An officer answers every request."),
    },
    "notice_hours": {
        0: _("You can ask for a visit on the same day."),
        "*": _("Ask at least %(n)s hours before the visit."),
    },
    "horizon_days": {
        1: _("You can ask for a visit one day ahead."),
        "*": _("You can ask for a visit up to %(n)s days ahead."),
    },
    "open_requests_per_phone": {
        1: _("One phone can have one request that waits for an answer."),
        "*": _("One phone can have up to %(n)s requests that wait for an answer."),
    },
    "waiting_list": {
        True: _("If no time is free, you can join the waiting list."),
        False: _("There is no waiting list."),
    },
    "fairness": {
        "longest_without": _("A free place goes first to those who have not met for longest."),
        "age": _("A free place goes first to the oldest request."),
    },
    # Answering
    "answer_within_hours": _("The %(jail)s should answer within %(n)s hours."),
    "answer_before_hours": _("The answer should come at least %(n)s hours before the visit."),
    "undo_seconds": {
        0: _("An answer leaves at once."),
        "*": _("An answer leaves after %(n)s seconds; until then the officer can take it back."),
    },
    "questions_max": {
        0: _("The %(jail)s asks nothing back."),
        "*": _("The %(jail)s may ask you something, up to %(n)s times."),
    },
    "question_hours": _("If the %(jail)s asks you something, you have %(n)s hours to answer."),
    "offer_hours": _("If the %(jail)s offers another time, you have %(n)s hours to answer."),
    "second_look_days": _(
        "After a refusal you can ask the %(jail)s within %(n)s days to look again."
    ),
    "complaint_days": _("A complaint is answered within %(n)s days."),
    "remind_day_before": {
        True: _("We remind you the day before."),
        False: _("We do not remind you the day before."),
    },
    "remind_minutes_before": {
        0: _("We do not remind you shortly before."),
        "*": _("We remind you %(n)s minutes before."),
    },
    # Meeting
    "visit_minutes": _("A video visit lasts %(n)s minutes."),
    "physical_minutes": _("A visit at the %(at_jail)s lasts %(n)s minutes."),
    "legal_minutes": _("A visit of a lawyer lasts %(n)s minutes."),
    "turnover_minutes": {
        0: _("One visit may follow another at once."),
        "*": _("After each visit its place stays free for %(n)s minutes."),
    },
    "give_back_minutes": {
        0: _("A video visit that a fault interrupted ends at its time."),
        "*": _(
            "A video visit that a fault interrupted goes on up to %(n)s minutes longer if the"
            " place is free."
        ),
    },
    "call_engine": {
        "peer": _("The video visit runs on this service alone."),
        "jitsi": _("After the waiting page the video visit runs on Jitsi Meet."),
    },
    "jitsi_audio_only": {
        True: _("On Jitsi Meet you hear each other, without a picture."),
        False: _("On Jitsi Meet you see and hear each other."),
    },
    "jitsi_app": {
        True: _("Jitsi Meet opens in the browser or in its app."),
        False: _("Jitsi Meet opens in the browser."),
    },
    "join_opens_minutes": _("You can come to the waiting page %(n)s minutes before."),
    "arrive_before_minutes": _("Be at the gate %(n)s minutes before."),
    "late_minutes": {
        0: _("Who comes late is not let in."),
        "*": _("Who comes up to %(n)s minutes late is still let in."),
    },
    "gate_code_digits": _("The code you say at the gate has %(n)s digits."),
    # Messages
    "booking_email": {
        "required": _("You need an e-mail address."),
        "optional": _("You need no e-mail address."),
    },
    "booking_captcha": {
        "always": _("You type the numbers of a picture, or of what you hear."),
        "risk": _("You type the numbers of a picture only if much is asked at once."),
        "off": _("You type no numbers of a picture."),
    },
    "approval_carries_link": {
        True: _("The message carries the link to the video visit."),
        False: _("The message carries no link."),
    },
    "refusals_released_hourly": {
        True: _("A refusal without a reason is shown at the next full hour."),
        False: _("A refusal is shown at once."),
    },
    "message_patience_minutes": _(
        "A message that has not arrived after %(n)s minutes is shown to the officers."
    ),
    # Joining
    "join_vrn_typed": {
        True: _("You type the Visit Reference Number to join."),
        False: _("The link in the message knows your visit."),
    },
    "join_layout": {
        "otp": _("You type the OTP to join."),
        "one_page": _("You type PIN and OTP on one page."),
        "steps": _("You type the PIN first, then the OTP."),
    },
    "join_button": {
        True: _("Then you press “Join the meeting”."),
        False: _("Then you are on the waiting page."),
    },
    "pin_name": {
        "room": _("The PIN is called room PIN."),
        "vc": _("The PIN is called VC PIN."),
    },
    "pin_delivery": {
        "none": _("No PIN is used."),
        "join": _("The PIN comes together with the OTP."),
        "approval": _("The PIN stands in the e-mail of the approval."),
    },
    "pin_digits": _("A PIN has %(n)s digits."),
    "otp_digits": _("An OTP has %(n)s digits."),
    "otp_minutes": _("An OTP works for %(n)s minutes."),
}
