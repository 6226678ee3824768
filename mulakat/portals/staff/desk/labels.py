"""The officer's reasons, worded for desk and history. Codes: calls/steering_messages.py."""

from django.utils.translation import gettext_lazy

REASONS = {
    "other_people": gettext_lazy("Other people present"),
    "recording": gettext_lazy("Recording with another phone"),
    "forbidden_talk": gettext_lazy("Talk that is not allowed"),
    "threat": gettext_lazy("Threat"),
    "dress": gettext_lazy("Dress"),
    "test_message": gettext_lazy("Only a test, all is well"),
    "distress": gettext_lazy("Somebody is in distress"),
    "inside": gettext_lazy("Something inside the prison"),
    "technical": gettext_lazy("The line does not hold"),
    "other": gettext_lazy("Something else"),
    "finished": gettext_lazy("Both have finished"),
    "asked_to_stop": gettext_lazy("One side asked to stop"),
    "not_the_person": gettext_lazy("Not the person of the ID"),
    "time": gettext_lazy("All minutes were used"),
    "closed": gettext_lazy("The time of the place was over"),
    "cancelled": gettext_lazy("The visit was cancelled"),
}
# In the order in which the desk offers them
WARN = ("other_people", "recording", "forbidden_talk", "threat", "dress", "test_message")
PAUSE = ("distress", "technical", "inside", *WARN[:-1])
INCIDENT = (
    "threat",
    "distress",
    "recording",
    "other_people",
    "forbidden_talk",
    "technical",
    "other",
)


def named(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each code with its words, in the language of this page."""
    return [(code, str(REASONS[code])) for code in codes]
