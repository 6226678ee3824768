"""Who else works at a demo prison, one role each, and what the first inmate has handed out."""

from datetime import datetime

from mulakat.accounts.models import Membership, Role, User
from mulakat.people import visitor_codes
from mulakat.people.models import Contact, Inmate, VisitorCode
from mulakat.portals.demo import world
from mulakat.prisons.models import Prison
from mulakat.sealed import blind_index

# What follows the officer's staff ID, the role, the name
CREW = (
    ("desk", Role.ASSISTANT, "Helen Tudu"),
    ("gate", Role.GATE, "Gopal Das"),
    ("chief", Role.SUPERIOR, "Farida Ahmed"),
    ("office", Role.ADMIN, "Anil Kujur"),
)
LISTED = ("Amina Khatun", "sibling", "+919876500001")
BY = "demo"


def join(prison: Prison, data: world.DemoPrison, inmate: Inmate, now: datetime) -> None:
    """Four people with one role each; a listed visitor and a visitor code for `inmate`."""
    for ending, role, name in CREW:
        staff_id = f"{data.staff_id}-{ending}"
        user = User.objects.create_user(staff_id, world.PASSWORD, name)
        Membership.objects.create(user=user, prison=prison, role=role)
    name, relation, phone = LISTED
    Contact.objects.create(
        inmate=inmate,
        name=name,
        relation=relation,
        phone_index=blind_index(phone, "phone"),
        added_at=now,
        added_by=BY,
    )
    VisitorCode.objects.create(
        inmate=inmate,
        digest=visitor_codes.digest_of(_code(prison)),
        for_whom=name,
        made_at=now,
        made_by=BY,
    )


def code(prison: Prison) -> str:
    """The visitor code of the demo, as it is printed: everybody may know this one."""
    return visitor_codes.spoken(_code(prison))


def _code(prison: Prison) -> str:
    plain = f"DEM0C0{prison.state.number:02}{prison.number:03}"
    return plain + visitor_codes.check(plain)
