"""A visit from request to end, and the persons on it.

    unconfirmed --OTP--> requested <--> question, offered, waitlisted
                             |---> approved --> ended (+ outcome), cancelled
                             `---> refused, withdrawn, lapsed --> requested (looked at again)

Whether a visit is joinable, live, late, over or needs review is computed, never stored.
"""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from mulakat import clock, ids
from mulakat.accounts.models import User
from mulakat.people.models import Gender, Inmate, VisitorCode
from mulakat.prisons.models import Prison, Terminal, Window
from mulakat.schedule.models import Kind
from mulakat.sealed import SealedJSONField


class Status(models.TextChoices):
    UNCONFIRMED = "unconfirmed"
    REQUESTED = "requested"
    QUESTION = "question"
    OFFERED = "offered"
    WAITLISTED = "waitlisted"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    ENDED = "ended"


class Basis(models.TextChoices):
    """Why an approval may disclose that the person is held (architecture, section 4)."""

    CONSENT = "consent"  # the inmate was asked and agreed
    CONTACT_LIST = "contact_list"
    LEGAL = "legal"  # with the case number


class Mode(models.TextChoices):
    """How a time is found (policy key `asking_mode`)."""

    PREFERENCES = "preferences"  # up to three wishes, the prison picks: as printed
    HOLD = "hold"  # one time, held while the form is filled and until the answer


class Outcome(models.TextChoices):
    """How an ended visit went. Whose fault it was decides whether it uses up the quota."""

    DONE = "done"
    CUT_SHORT = "cut_short"  # by a fault of prison or network: does not count
    STOPPED = "stopped"  # by the officer, with a reason
    MISSED_VISITOR = "missed_visitor"
    MISSED_JAIL = "missed_jail"  # the prison could not connect: does not count
    NOT_ADMITTED = "not_admitted"  # turned back at the gate or in the waiting room
    DECLINED = "declined"  # the inmate did not want to come


# The visitor or nobody was at fault: these use up a place of the quota, the others never
COUNTED_OUTCOMES = ("", Outcome.DONE, Outcome.STOPPED, Outcome.MISSED_VISITOR)


class VisitQuerySet(models.QuerySet["Visit"]):
    def queue(self, prison: Prison) -> "VisitQuerySet":
        """Requests that wait for this prison, nearest deadline first."""
        return self.filter(prison=prison, status=Status.REQUESTED).order_by("answer_by", "id")

    def referred(self, state: int, prison: int, serial: int, year: int) -> "VisitQuerySet":
        """The one visit of a Visit Reference Number, or none."""
        return self.filter(
            prison__state__number=state, prison__number=prison, serial=serial, year=year
        )


class Visit(models.Model):
    """One request of one visitor for one inmate; approved, it has a time and a place."""

    uid = models.UUIDField(default=ids.uid, unique=True)
    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="visits")
    serial = models.PositiveIntegerField(null=True)  # allotted after the OTP
    year = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UNCONFIRMED)
    language = models.CharField(max_length=5, default="en")
    # As the visitor wrote it, byte for byte: name, guardian, age, gender, number
    asked = models.JSONField()
    wishes = models.JSONField(default=list)  # ISO times in UTC, first choice first
    # {"phone": "+91…", "email": …, "address": {...}, "phone_owner": "mine"}
    contact = SealedJSONField()
    phone_index = models.CharField(max_length=64, db_index=True)
    # {"help": [...], "privacy_version": "2026-11", "consented_at": …, "officers_watch": true}
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)
    requested_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    # Set by the decision (visits/deciding.py)
    inmate = models.ForeignKey(Inmate, on_delete=models.PROTECT, null=True, related_name="visits")
    basis = models.CharField(max_length=12, choices=Basis.choices, blank=True)
    starts_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    # The place is kept so much longer: what a fault took is given back (calls/giving_back.py)
    kept_minutes = models.PositiveSmallIntegerField(default=0)
    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, null=True, related_name="+")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="+")
    # The answer leaves then: after the seconds of undo, a neutral refusal at its hour
    answer_shown_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, choices=Outcome.choices)
    # How it was asked for
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.PREFERENCES)
    visitor_code = models.ForeignKey(
        VisitorCode, on_delete=models.PROTECT, null=True, related_name="visits"
    )
    assisted_by = models.ForeignKey(  # who filled the form for a caller or at the counter
        User, on_delete=models.PROTECT, null=True, related_name="assisted"
    )
    assisted_at = models.CharField(max_length=12, blank=True)  # helpline, counter, gate
    # The turn: from when its age counts in queue and waiting list; a lapsed or broken visit
    # keeps it when it comes again
    turn_since = models.DateTimeField(null=True)
    goes_first = models.BooleanField(default=False)  # prison or network broke the one before
    waitlisted_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = VisitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["prison", "year", "serial"], name="reference_is_unique"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.APPROVED)
                | Q(
                    inmate__isnull=False,
                    starts_at__isnull=False,
                    minutes__isnull=False,
                    basis__in=Basis.values,
                ),
                name="approval_names_its_basis",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.UNCONFIRMED)
                | Q(serial__isnull=False, year__isnull=False),
                name="a_request_has_its_number",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(  # portals/staff/requests: the queue
                # requested_at: so that the numbers of Today need the index alone
                fields=["prison", "answer_by", "id", "requested_at"],
                condition=Q(status=Status.REQUESTED),
                name="visit_queue",
            ),
            models.Index(  # quota, and when the inmate was last visited
                fields=["inmate", "starts_at"], name="visit_by_inmate"
            ),
            models.Index(  # the waiting list, what waits for the visitor, what lapsed
                fields=["prison", "status", "answer_by"],
                condition=Q(status__in=["question", "offered", "waitlisted", "lapsed"]),
                name="visit_not_answered",
            ),
            models.Index(  # what needs review
                fields=["prison", "starts_at"],
                condition=Q(status=Status.APPROVED),
                name="visit_to_come",
            ),
            models.Index(  # a day of the prison, the day sheet
                fields=["prison", "starts_at"],
                condition=Q(status__in=["approved", "ended"]),
                name="visit_of_a_day",
            ),
            models.Index(  # the gate's list: a pass that is good no more
                fields=["prison", "starts_at"],
                condition=Q(status="cancelled", kind="physical"),
                name="visit_cancelled_of_a_day",
            ),
            models.Index(  # the kiosk's next visit, the desk's board, the worker
                fields=["starts_at"], condition=Q(status=Status.APPROVED), name="visit_agenda"
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"visit {self.pk}"

    @property
    def reference(self) -> str:
        """The Visit Reference Number, "25/35/55/2021", or "" before the OTP."""
        if self.serial is None:
            return ""
        prison = self.prison
        return f"{prison.state.number}/{prison.number}/{self.serial}/{self.year}"

    @property
    def subject(self) -> str:
        """How history, outbox and cells name this visit."""
        return f"visit:{self.pk}"

    @property
    def ends_at(self) -> datetime:
        """When the booked minutes are over; only an approved visit has an end."""
        assert self.starts_at is not None and self.minutes is not None
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def closes_at(self) -> datetime:
        """When the place itself must be free: minutes, what was given back, the turnover."""
        after = self.kept_minutes + self.prison.policy.turnover_minutes
        return self.ends_at + timedelta(minutes=after)

    @property
    def opens_at(self) -> datetime:
        """From when one may join."""
        assert self.starts_at is not None
        return self.starts_at - timedelta(minutes=self.prison.policy.join_opens_minutes)

    def is_joinable(self, now: datetime) -> bool:
        return (
            self.status_shown(now) == Status.APPROVED
            and self.kind == Kind.VIDEO
            and self.opens_at <= now < self.closes_at
        )

    def status_shown(self, now: datetime) -> str:
        """The status the visitor may see: what stood before an answer that has not left yet."""
        if not self.hides_answer(now):
            return self.status
        return str(self._before.get("status", Status.REQUESTED))

    def hides_answer(self, now: datetime) -> bool:
        """It is answered, and the visitor does not know it yet."""
        is_answer = self.status in {Status.REFUSED, Status.APPROVED}
        return is_answer and self.answer_shown_at is not None and now < self.answer_shown_at

    def decision_shown(self, now: datetime) -> "Any":
        """The decision the visitor may know of: of a second look the first, until it is told."""
        if not self.hides_answer(now):
            return self.decision
        first = self._before.get("decision")
        return next((d for d in self.decisions.all() if d.pk == first), None)

    @property
    def _before(self) -> dict[str, Any]:
        """How it stood before its answer (visits/undoing.py: remember)."""
        return self.details.get("before") or {}

    @property
    def decision(self) -> "Any":
        """The decision that stands (`Decision`), or None; undone and overtaken ones do not."""
        return next((d for d in self.decisions.all() if d.superseded_at is None), None)

    @property
    def place(self) -> Terminal | Window | None:
        return self.terminal or self.window

    @property
    def visitor(self) -> "VisitPerson":
        """The person who asked; the others stand behind."""
        return next(person for person in self.persons.all() if person.is_lead)


class VisitPerson(models.Model):
    """One person who wants to take part, as written by the visitor."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="persons")
    position = models.PositiveSmallIntegerField(default=0)  # 0 is the one who asks
    name = models.CharField(max_length=80)
    guardian = models.CharField(max_length=80, blank=True)
    age = models.PositiveSmallIntegerField()
    gender = models.CharField(max_length=12, choices=Gender.choices, blank=True)
    relation = models.CharField(max_length=40)
    relation_other = models.CharField(max_length=40, blank=True)
    id_type = models.CharField(max_length=20, blank=True)  # portals/visitor/book: ID_TYPES
    id_number = SealedJSONField(null=True)  # {"number": …, "document": …, "country": …}

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "position"], name="one_person_a_place")
        ]

    def __str__(self) -> str:
        return f"person {self.position} of visit {self.visit_id}"

    @property
    def is_lead(self) -> bool:
        return self.position == 0


class SerialCounter(models.Model):
    """How many references a prison has given this year; visits/reference.py permutes them."""

    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    given = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prison", "year"], name="one_counter_each")]

    def __str__(self) -> str:
        return f"counter {self.prison_id}/{self.year}"
