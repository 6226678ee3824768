"""What stands of a meeting at a Jitsi Meet: its room, who holds a token, who is in."""

from typing import ClassVar

from django.db import models

from mulakat import clock, ids
from mulakat.calls.models import Call, Side


class Meeting(models.Model):
    """The one random room of a call. Its number is what Jitsi's server knows it by."""

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="meeting")
    room = models.CharField(max_length=32, unique=True)  # 128 random bits, small letters
    host = models.CharField(max_length=260)  # of the deployment it was made for
    made_at = models.DateTimeField(default=clock.now)
    reserved_at = models.DateTimeField(null=True)  # Jitsi asked, and we said yes
    released_at = models.DateTimeField(null=True)  # Jitsi said that the room is gone
    # Sides that are in, as Jitsi's server tells it: the summary of the passes' presence
    inside = models.JSONField(default=list)
    counted_at = models.DateTimeField(null=True)  # minutes are counted up to here

    def __str__(self) -> str:
        return f"meeting of call {self.call_id}"

    @property
    def subject(self) -> str:
        """How the history names its visit."""
        return f"visit:{self.call.visit_id}"


class Pass(models.Model):
    """One person's way into the meeting: a ticket for our page, then a token for Jitsi.

    `occupant` is the identity in the token; Jitsi's server names it when it says who is in.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="passes")
    side = models.CharField(max_length=8, choices=Side.choices)
    identity = models.CharField(max_length=60)  # join:4, device:2, staff:5
    occupant = models.UUIDField(default=ids.uid, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    ticket = models.CharField(max_length=64, blank=True, db_index=True)  # digest, for our page
    key = models.CharField(max_length=64, blank=True, db_index=True)  # digest, of the open page
    token_at = models.DateTimeField(null=True)  # when the token was minted; once
    # As Jitsi's server tells it
    address = models.CharField(max_length=200, blank=True)  # the occupant's XMPP address
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["meeting", "side"], name="pass_of_side")
        ]

    def __str__(self) -> str:
        return f"pass of {self.identity}"

    @property
    def is_in(self) -> bool:
        return self.joined_at is not None and self.left_at is None
