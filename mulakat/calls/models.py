"""The live side of a video visit: one call, its participants, the signals between them."""

from typing import ClassVar

from django.db import models

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.prisons.models import Prison, Terminal
from mulakat.sealed import SealedJSONField
from mulakat.visits.models import Visit


class Side(models.TextChoices):
    """Who a participant is. The terminal is the hub: every leg has it at one end."""

    VISITOR = "visitor"
    TERMINAL = "terminal"
    OFFICER = "officer"


class Call(models.Model):
    """One visit's call. Minutes run only on the terminal's report; the server ends it."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="call")
    admitted_at = models.DateTimeField(null=True)
    admitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # Admission is for the browser the officer looked at; another one is looked at again
    admitted_identity = models.CharField(max_length=60, blank=True)
    used_ms = models.PositiveIntegerField(default=0)  # time both were connected
    counted_at = models.DateTimeField(null=True)  # the terminal's last report that counted
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)  # staff:5, system
    end_reason = models.CharField(max_length=20, blank=True)
    match_number = models.CharField(max_length=4)  # shown on both sides
    # What the officer has done to it (calls/steering.py); each stands until taken back
    paused_at = models.DateTimeField(null=True)  # picture and sound off, the clock stands
    pause_reason = models.CharField(max_length=20, blank=True)
    muted_visitor = models.BooleanField(default=False)
    muted_inmate = models.BooleanField(default=False)
    voice_only = models.BooleanField(default=False)
    warning = models.CharField(max_length=20, blank=True)  # the last one, both sides hear it
    warned_at = models.DateTimeField(null=True)
    warnings = models.PositiveSmallIntegerField(default=0)
    extended_ms = models.PositiveIntegerField(default=0)  # given on top of the visit's minutes
    settled_at = models.DateTimeField(null=True)  # an officer confirmed the outcome
    # Who is before the visitor's camera, as the visitor says: {"persons": [0, 2], "others": 1}
    company = models.JSONField(default=dict)
    # What the inmate did at the terminal last: see docs/protocol.md 3, `say`
    inmate_said = models.CharField(max_length=12, blank=True)

    def __str__(self) -> str:
        return f"call of visit {self.visit_id}"


class Participant(models.Model):
    """One page of a visitor, terminal or desk: who it is, what it is at, when it was heard.

    Every field that another process must know stands here; a connection of a server that
    died is one whose `seen_at` grows old.
    """

    side = models.CharField(max_length=8, choices=Side.choices)
    identity = models.CharField(max_length=60)  # join:4, device:2, staff:5
    connection = models.UUIDField(unique=True)  # one per page load; kept over reconnects
    socket = models.UUIDField()  # the newest connection of this page; older ones are closed
    prison = models.ForeignKey(Prison, on_delete=models.CASCADE, related_name="+")
    terminal = models.ForeignKey(Terminal, on_delete=models.CASCADE, null=True, related_name="+")
    # The visitor's call, the call the terminal is at, the call an officer has chosen
    call = models.ForeignKey(Call, on_delete=models.CASCADE, null=True, related_name="participants")
    chosen_at = models.DateTimeField(null=True)  # officer: since when this call
    connected_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    rendered_at = models.DateTimeField(null=True)  # officer: its desk last showed new frames
    watching_since = models.DateTimeField(null=True)  # officer: as the history has it
    media = models.CharField(max_length=5, blank=True)  # visitor: video or voice
    last_seq = models.PositiveIntegerField(default=0)  # a message not above it is a replay
    left_at = models.DateTimeField(null=True)
    # Terminal: its last self-test, {"camera": true, "microphone": true, "sound": true, "at": …}
    tested = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(  # calls/loading.py: who is there now?
                fields=["prison"], condition=models.Q(left_at=None), name="participant_present"
            )
        ]

    def __str__(self) -> str:
        return f"{self.identity} in call {self.call_id}"


class Signal(models.Model):
    """An offer, answer or candidate on its way; the bus only says that there is one."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="signals")
    sender = models.UUIDField()
    receiver = models.UUIDField(db_index=True)
    body = models.JSONField()
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"signal {self.pk}"


class NoteKind(models.TextChoices):
    NOTE = "note"
    INCIDENT = "incident"


class CallNote(models.Model):
    """What an officer wrote down about a call; an incident goes to the superior too."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=8, choices=NoteKind.choices)
    what = models.CharField(max_length=20, blank=True)  # an incident's code
    text = SealedJSONField()  # {"text": "..."}
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.kind} on call {self.call_id}"


class QualityMinute(models.Model):
    """How the visitor leg was in one minute, as the terminal measured it: worst and mean.

    Whether a visit that ended short is made up rests on it (visits/making_up.py).
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="quality")
    minute = models.DateTimeField()  # its first second
    reports = models.PositiveSmallIntegerField(default=0)
    flowing = models.PositiveSmallIntegerField(default=0)  # reports with media both ways
    lost = models.PositiveIntegerField(default=0)  # sum over reports: per mille of packets
    concealed = models.PositiveIntegerField(default=0)  # sum: per mille of sound made up
    rtt = models.PositiveIntegerField(default=0)  # sum: milliseconds
    rung = models.PositiveSmallIntegerField(default=0)  # the worst: 0 best picture … 4 voice only

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "minute"], name="quality_minute_once")
        ]

    def __str__(self) -> str:
        return f"minute {self.minute} of call {self.call_id}"
