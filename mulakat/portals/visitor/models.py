"""What a visitor has written so far, and the pictures that tell people from programs."""

from django.db import models

from mulakat import clock
from mulakat.sealed import SealedJSONField
from mulakat.visits.models import Visit


class Draft(models.Model):
    """Answers of an unfinished request, kept 24 hours, found by the browser's draft cookie.

    A draft becomes at most one visit, however often its form is sent.
    """

    digest = models.CharField(max_length=64, unique=True)  # of the cookie
    answers = SealedJSONField()  # {"jail": {...}, "kind": {...}, ...}: one entry a page
    visit = models.OneToOneField(
        Visit, on_delete=models.SET_NULL, null=True, related_name="draft"
    )  # an unconfirmed visit is forgotten before the answers are
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Captcha(models.Model):
    """One picture of four digits: for one draft, once, for ten minutes."""

    uid = models.UUIDField(unique=True)
    answer = SealedJSONField()  # {"digits": "4821"}; drawn and spoken from here
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="captchas")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"captcha {self.pk}"
