"""What the terminal says, line by line: the text on the screen and the voice that reads it.

A line is short, whole and without names: `make voices` records it once in each language
(portals/kiosk/recording.py), and a recording cannot know who sits there. What is said together
stands together on a screen: "Mother or father" + "wants to meet you. …".
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mulakat.visits.words.choices import RELATIONS

SCREENS: dict[str, Promise] = {
    "idle": _("This computer is for video visits. The officer brings you when it is your time."),
    "language": _("English. Touch here."),  # each language says this of itself
    "you": _("Is this you?"),
    "not_you": _("Wait for the officer."),
    "consent": _("wants to meet you. Do you want to?"),
    "declined": _("That is all right. They will not be told that you said no."),
    "rule_watched": _("An officer sees and hears the visit."),
    "rule_watched_legal": _("An officer sees the visit. Nobody hears it but you two."),
    "rule_minutes": _("The stitches show your minutes. When the last one goes, the visit ends."),
    "rule_stop": _("No recording, no other people, no threats: they stop the visit."),
    "rule_headphones": _("Put on the headphones."),
    "rule_hand": _("Something is wrong? Press the hand."),
    "sound": _("Say your name. Then you hear yourself."),
    "sound_heard": _("Did you hear yourself?"),
    "no_sound": _("The officer brings you other headphones or another computer."),
    "trouble": _("The camera does not work. Call the officer. Your minutes have not started."),
    "wait": _("You are ready. Wait here. Your minutes have not started."),
    "there": _("Your visitor is there. The officer lets you both in."),
    "call": _("You can talk now."),
    "finished": _("The visit has finished. How was it? Touch a face."),
    "ended": _("The officer has ended the visit."),
    "thanks": _("Thank you. Take off the headphones. You can go."),
    "not_come": _("They could not come. This is not your fault."),
    "not_held": _("The visit could not be held. The officer tells you more."),
    "hand": _("Raise your hand. The officer in this room comes to you."),
}
IN_THE_CALL: dict[str, Promise] = {
    "line_broke": _("The line broke. Wait. Your time has stopped."),
    "away": _("The officer is away for a moment. Your time has stopped."),
    "paused": _("The officer stopped the call for a moment. Your time has stopped."),
    "warned": _("The officer warns you."),
    "muted_inmate": _("The officer has turned your sound off."),
    "muted_visitor": _("The officer has turned their sound off."),
    "voice_only": _("The line is weak. Picture off, voice on."),
    "two_minutes": _("Two minutes left"),
    "one_minute": _("One minute left"),
}
# Why an officer warns, pauses or ends (calls/steering_messages.py, calls/supervision.py)
WHY: dict[str, Promise] = {
    "other_people": _("Another person was in the picture."),
    "recording": _("The visit must not be recorded."),
    "forbidden_talk": _("You talked about something that is not allowed."),
    "threat": _("Somebody was threatened."),
    "dress": _("Somebody was not properly dressed."),
    "test_message": _("This was only a test."),
    "distress": _("Take a moment. The officer helps you."),
    "inside": _("Something happens in the prison."),
    "technical": _("Something does not work. The officer looks after it."),
    "asked_to_stop": _("Somebody asked to stop."),
    "not_the_person": _("It was not the person on the list."),
}


def lines() -> dict[str, Promise | str]:
    """Every line by its code: "you", "why_recording", "relation_parent"."""
    return {
        **SCREENS,
        **IN_THE_CALL,
        **{f"why_{code}": text for code, text in WHY.items()},
        **{f"relation_{code}": text for code, text in RELATIONS.items()},
    }


def voice(language: str, code: str) -> str:
    """Where the recording of a line lies, below static/."""
    return f"voices/terminal/{language}/{code}.ogg"
