"""Who works here: staff, their roles per prison, and the prison's own devices."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from mulakat.prisons.models import Prison, Terminal


class UserManager(BaseUserManager["User"]):
    def create_user(self, staff_id: str, password: str, name: str) -> "User":
        user = self.model(staff_id=staff_id, name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One member of staff: one person, one sign-in. The second factor will stand here."""

    staff_id = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "staff_id"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> str:
        """How the history names this person."""
        return f"staff:{self.pk}"

    def has_role(self, prison: Prison, *roles: str) -> bool:
        return self.memberships.filter(prison=prison, role__in=roles).exists()


class Role(models.TextChoices):
    APPROVER = "approver"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    GATE = "gate"
    ASSISTANT = "assistant"  # helpline and counter: books for a caller, sees only what he booked
    SUPERIOR = "superior"  # what the prison did not answer, second looks, second approvals


class Membership(models.Model):
    """A role of one person at one prison."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "prison", "role"], name="one_membership_each")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} at {self.prison}"


class DeviceQuerySet(models.QuerySet["Device"]):
    def live(self) -> "DeviceQuerySet":
        return self.filter(revoked_at=None)


class Device(models.Model):
    """An enrolled terminal: the public half of a key that never leaves its browser."""

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="devices")
    public_key = models.JSONField()  # JWK, ECDSA P-256
    enrolled_at = models.DateTimeField()
    enrolled_with = models.ForeignKey(
        "EnrolmentCode", on_delete=models.PROTECT, related_name="devices"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = DeviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["terminal"],
                condition=models.Q(revoked_at=None),
                name="one_live_device_per_terminal",
            )
        ]

    def __str__(self) -> str:
        return f"device {self.pk} of {self.terminal}"


class EnrolmentCode(models.Model):
    """A one-time staff code that turns a browser into a prison's terminal."""

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"enrolment code for {self.terminal}"
