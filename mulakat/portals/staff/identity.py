"""Who a session belongs to: the person, his roles, his prisons and what waits there, at once.

Every staff page begins with this. Read as Django would, it took three questions of the
database; together they take one.
"""

from typing import Any, cast

from django.contrib.auth.backends import ModelBackend
from django.db.models import Case, Count, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from mulakat.accounts.models import Membership, Role, User
from mulakat.visits.models import Status, Visit


class Backend(ModelBackend):
    """Signs in by staff ID and password; a signed-in person comes with `memberships_read`."""

    def get_user(self, user_id: int) -> User | None:
        found = memberships(user_id)
        user = found[0].user if found else User.objects.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        cast(Any, user).memberships_read = found
        return user


def memberships(user_id: int) -> list[Membership]:
    """All roles of a person with prison and state; `waiting`: requests, where he answers them."""
    waiting = (
        Visit.objects.filter(prison=OuterRef("prison"), status=Status.REQUESTED)
        .order_by()
        .values("prison")
        .annotate(number=Count("pk"))
        .values("number")
    )
    counted = Coalesce(Subquery(waiting, output_field=IntegerField()), 0)
    rows = Membership.objects.filter(user=user_id).select_related("user", "prison__state")
    return list(
        rows.annotate(waiting=Case(When(role=Role.APPROVER, then=counted), default=Value(0)))
    )
