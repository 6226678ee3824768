"""Inmates and the people they have named. Matching happens on the officer's side only."""

from typing import ClassVar

from django.db import models

from mulakat.prisons.models import Prison
from mulakat.sealed import SealedJSONField


class Gender(models.TextChoices):
    WOMAN = "woman"
    MAN = "man"
    TRANSGENDER = "transgender"
    UNKNOWN = "unknown"


class InmateClass(models.TextChoices):
    """As the register has it; quotas and second approvals may differ by it."""

    UNDERTRIAL = "undertrial"
    CONVICT = "convict"
    DETENUE = "detenue"
    CIVIL = "civil"
    HIGH_SECURITY = "high_security"


class Inmate(models.Model):
    """A person held, as the prison's register has it. Fields end in _key for finding only."""

    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="inmates")
    number = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    name_local = models.CharField(max_length=80, blank=True)  # in the state's script
    guardian = models.CharField(max_length=80, blank=True)  # father, mother or husband
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=12, choices=Gender.choices)
    category = models.CharField(
        max_length=14, choices=InmateClass.choices, default=InmateClass.UNDERTRIAL
    )
    ward = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=5, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)  # transferred, released or dead
    left_for = models.CharField(max_length=12, blank=True)  # transfer, release, leave, death
    name_key = models.CharField(max_length=80, db_index=True)  # people/names.py: skeleton
    guardian_key = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prison", "number"], name="inmate_number_is_unique")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["prison", "name_key"], name="inmate_by_name"),
            models.Index(  # staff: whose approved visits need another look
                fields=["prison", "left_at"],
                condition=models.Q(left_at__isnull=False),
                name="inmate_who_left",
            ),
        ]

    def __str__(self) -> str:
        return f"inmate {self.number}"

    def called(self, language: str, local: str) -> str:
        """The first name for a reader of `language`; `local` is the state's own language."""
        name = self.name_local if self.name_local and language == local else self.name
        return next(iter(name.split()), name)


class Contact(models.Model):
    """One person on an inmate's approved list of visitors."""

    inmate = models.ForeignKey(Inmate, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=80)
    relation = models.CharField(max_length=40)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=60)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"contact {self.pk} of {self.inmate}"


class VisitorCode(models.Model):
    """A code that the inmate hands to one visitor: whoever gives it is known to the inmate.

    At least 40 bits, kept as a digest (people/visitor_codes.py).
    """

    inmate = models.ForeignKey(Inmate, on_delete=models.PROTECT, related_name="visitor_codes")
    digest = models.CharField(max_length=64, unique=True)
    for_whom = models.CharField(max_length=80)  # as the inmate says it: "my sister Amina"
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)  # staff:5, as in the history
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=60, blank=True)
    # Of the first phone that used it (E.164, blind); another phone needs another code
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"visitor code {self.pk}"


class Restriction(models.Model):
    """A bar: of a visitor from a prison or an inmate, or of an inmate from visits.

    Until when, by whom and why stand in it, and when somebody has to look again. A bar of a
    visitor needs a second officer before it counts.
    """

    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="restrictions")
    inmate = models.ForeignKey(
        Inmate, on_delete=models.PROTECT, null=True, related_name="restrictions"
    )
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)  # "": any visitor
    name = SealedJSONField(null=True)  # {"name": …} of the visitor, for staff
    kind = models.CharField(max_length=10, blank=True)  # video, physical; "": both
    cause = models.CharField(max_length=20)  # conduct, court_order, child_protection, security
    note = models.CharField(max_length=300, blank=True)
    disclose = models.BooleanField(default=True)  # may the barred visitor learn it
    starts_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=60, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=60, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"restriction {self.pk}"


class Absence(models.Model):
    """The inmate is not to be visited then: in court, in hospital, on leave."""

    class Cause(models.TextChoices):
        COURT = "court"
        HOSPITAL = "hospital"
        LEAVE = "leave"
        OTHER = "other"

    inmate = models.ForeignKey(Inmate, on_delete=models.PROTECT, related_name="absences")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["inmate", "starts_at"], name="absence_by_inmate")
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"
