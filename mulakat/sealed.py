"""What a stolen database must not tell: sealed values, blind indexes, code digests.

All keys derive from DATA_KEY, which lives outside the database. A sealed value is
AES-256-GCM, bound to the model and field it stands in, so that it cannot be moved to
another column. A blind index is a keyed digest: equal values are found, nothing is read.
"""

import hashlib
import hmac
import json
import os
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE = 12


class CannotOpen(Exception):
    """The value was sealed under another key, or changed since."""


@cache
def _key(purpose: str) -> bytes:
    return hmac.digest(settings.DATA_KEY.encode(), purpose.encode(), "sha256")


def seal(text: str, place: str) -> bytes:
    """Encrypt `text` for `place` ("visits.Visit.contact"); 28 bytes longer than the text."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key("seal")).encrypt(nonce, text.encode(), place.encode())


def unseal(sealed: bytes, place: str) -> str:
    """The text again; `CannotOpen` if it is not ours, not whole, or from another place."""
    try:
        opened = AESGCM(_key("seal")).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except InvalidTag as wrong:
        raise CannotOpen(place) from wrong
    return opened.decode()


def blind_index(value: str, kind: str) -> str:
    """64 hex digits under which an encrypted value ("phone", "email") can be found again."""
    return hmac.new(_key(f"index:{kind}"), value.encode(), hashlib.sha256).hexdigest()


def digest(value: str, purpose: str) -> str:
    """64 hex digits that stand for a code, token or cookie; `purpose` keeps uses apart."""
    return hmac.new(_key(f"digest:{purpose}"), value.encode(), hashlib.sha256).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare two digests in constant time."""
    return hmac.compare_digest(left, right)


class SealedJSONField(models.BinaryField):  # type: ignore[type-arg]
    """A JSON value that stands encrypted in the database; None is stored as NULL."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, list(args), kwargs

    @property
    def place(self) -> str:
        return f"{self.model._meta.label}.{self.attname}"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(unseal(bytes(value), self.place))

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, bytes | memoryview):
            return value
        return seal(json.dumps(value, ensure_ascii=False), self.place)

    def value_to_string(self, obj: models.Model) -> str:
        return ""
