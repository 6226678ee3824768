"""The one place that reads randomness: secrets, codes, tokens."""

import secrets
from uuid import UUID, uuid4

# Crockford's base 32 without I, L, O and U: read aloud, nothing sounds or looks alike.
READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def secret() -> str:
    """128 random bits for a link or a cookie, 22 characters safe in a URL."""
    return secrets.token_urlsafe(16)


def short_secret() -> str:
    """50 random bits as 10 base-32 characters, for the link of an SMS."""
    return "".join(secrets.choice(READABLE) for _ in range(10))


def digits(length: int) -> str:
    """A code of so many random decimal digits; leading zeros are kept."""
    return "".join(secrets.choice("0123456789") for _ in range(length))


def uid() -> UUID:
    """A random UUID for a row that needs a name before it has a number."""
    return uuid4()


def below(limit: int) -> int:
    """A random whole number from 0 up to, not including, `limit`."""
    return secrets.randbelow(limit)
