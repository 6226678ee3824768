"""What a family's phone can do, and how the visit went for them: coarse words, no name."""

from django.db import models

from mulakat.visits.models.visit import Visit


class PhoneCheck(models.Model):
    """What /check/ found last on a phone of this visit; officer and helpline read it."""

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="phone_check")
    result = models.CharField(max_length=5)  # visits/experience.py: RESULTS
    found = models.JSONField(default=dict)  # {"camera": "no", …}: STEPS and FINDINGS
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"phone of visit {self.visit_id}: {self.result}"


class Feedback(models.Model):
    """How it was: one of three faces, and what broke. Once for each visit; the last stands."""

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="feedback")
    face = models.CharField(max_length=5)  # visits/experience.py: FACES
    broke = models.JSONField(default=list)  # visits/experience.py: BROKE
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"visit {self.visit_id} was {self.face}"
