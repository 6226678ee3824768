"""The code an inmate hands to one visitor: whoever gives it is known to the inmate.

Eleven random characters of base 32 (55 bits) and one that checks them, in three groups:
KX4M-7PQ2-9TBW. It stands in the database as a keyed digest. The first phone that gives it
owns it; from any other phone it is as good as any wrong code (security.md: no oracle).
"""

import unicodedata
from datetime import datetime

from django.db import transaction

from mulakat import ids
from mulakat.accounts.models import User
from mulakat.audit.models import record
from mulakat.people.models import Inmate, VisitorCode
from mulakat.people.obstacles import Obstacle, stop_if
from mulakat.people.registering import subject
from mulakat.sealed import digest

LENGTH, GROUP = 12, 4
ALPHABET = ids.READABLE
# What people write for a letter or number that is not in the alphabet (Crockford)
MISTAKEN = str.maketrans("OILU", "011V")
WHOM_LETTERS = 80


@transaction.atomic
def make(*, inmate: Inmate, for_whom: str, by: User, now: datetime) -> tuple[VisitorCode, str]:
    """A new code and how it is written; nobody can read it from us again.

    `for_whom` is what the inmate calls the visitor: "my sister Amina", at most 80 letters.
    Raises `CannotWrite`: no_whom, whom_long, has_code (name), has_left.
    """
    inmate = Inmate.objects.select_for_update().get(pk=inmate.pk)  # pressed twice: one code
    for_whom = for_whom.strip()
    stop_if(_reasons_not_to_make(inmate, for_whom))
    plain = _new()
    code = VisitorCode.objects.create(
        inmate=inmate, digest=digest_of(plain), for_whom=for_whom, made_at=now, made_by=by.actor
    )
    record("visitor_code.made", actor=by.actor, subject=subject(inmate), code=code.pk)
    return code, spoken(plain)


@transaction.atomic
def revoke(*, code: VisitorCode, by: User, now: datetime) -> bool:
    """From now on the code opens nothing; False if it was revoked before."""
    live = VisitorCode.objects.filter(pk=code.pk, revoked_at=None)
    if not live.update(revoked_at=now, revoked_by=by.actor):
        return False
    code.revoked_at, code.revoked_by = now, by.actor
    record("visitor_code.revoked", actor=by.actor, subject=subject(code.inmate), code=code.pk)
    return True


def find(typed: str, *, phone_index: str, binds: bool = True) -> VisitorCode | None:
    """The live code that was typed, for this phone; None for all else, in two statements always.

    The first phone that gives a code owns it. Call with `binds=False` while the phone is not
    proven by its OTP: nobody may bind another's code to a phone that is not his.
    """
    name = digest_of(read(typed) or "")
    live = VisitorCode.objects.filter(digest=name, revoked_at=None)
    if binds:
        live.filter(phone_index="").update(phone_index=phone_index)
    own = live.filter(phone_index__in=[phone_index] if binds else ["", phone_index])
    return own.select_related("inmate").first()


def bind(code: VisitorCode, *, phone_index: str) -> bool:
    """Give the code to the phone that is proven now; False if it serves this phone no more."""
    live = VisitorCode.objects.filter(pk=code.pk, revoked_at=None)
    return bool(live.filter(phone_index__in=["", phone_index]).update(phone_index=phone_index))


def move(code: VisitorCode, *, old: str, new: str) -> bool:
    """Its holder has proven another phone: the code serves that one; False if it did not serve
    the old one, or is revoked."""
    live = VisitorCode.objects.filter(pk=code.pk, revoked_at=None)
    return bool(live.filter(phone_index=old).update(phone_index=new))


def read(typed: str) -> str | None:
    """The twelve characters, whatever case, blanks, hyphens or script's digits; None if they
    cannot be one of our codes, which says nothing about any code that exists."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    kept = "".join(_western(letter) for letter in folded if letter.isalnum())
    plain = kept.translate(MISTAKEN)
    is_whole = len(plain) == LENGTH and all(letter in ALPHABET for letter in plain)
    return plain if is_whole and check(plain[:-1]) == plain[-1] else None


def spoken(plain: str) -> str:
    """KX4M-7PQ2-9TBW: as it is printed and read aloud."""
    return "-".join(plain[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _reasons_not_to_make(inmate: Inmate, for_whom: str) -> list[Obstacle]:
    found = []
    if not for_whom:
        found.append(Obstacle("no_whom"))
    if len(for_whom) > WHOM_LETTERS:
        found.append(Obstacle("whom_long", {"most": WHOM_LETTERS}))
    if inmate.visitor_codes.filter(for_whom__iexact=for_whom, revoked_at=None).exists():
        found.append(Obstacle("has_code", {"name": for_whom}))
    if inmate.left_at:
        found.append(Obstacle("has_left"))
    return found


def _new() -> str:
    random = "".join(ALPHABET[ids.below(len(ALPHABET))] for _ in range(LENGTH - 1))
    return random + check(random)


def check(random: str) -> str:
    """Odd weights have an inverse modulo 32, so one wrong character never goes unseen."""
    total = sum((2 * at + 1) * ALPHABET.index(letter) for at, letter in enumerate(random))
    return ALPHABET[total % len(ALPHABET)]


def _western(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


def digest_of(plain: str) -> str:
    """As which the twelve characters stand in the database."""
    return digest(plain, "visitor-code")
