"""Credentials for the TURN server: good for one visit and ten minutes more.

coturn's `use-auth-secret`: the user name begins with the second it expires, the password is
base64(HMAC-SHA1(secret, user name)). Nothing is stored; the same visit has the same one.
"""

import base64
import hmac
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

AFTER = timedelta(minutes=10)


def servers(*, visit_uid: UUID, side: str, closes_at: datetime) -> list[dict[str, Any]]:
    """`RTCIceServer`s for one side of one visit; empty where no TURN server is set."""
    urls = [url.strip() for url in settings.CONFIG.TURN_URLS.split(",") if url.strip()]
    if not (urls and settings.CONFIG.TURN_SECRET):
        return []
    expires = int((closes_at + AFTER).timestamp())
    username = f"{expires}:{visit_uid.hex}-{side}"
    secret = settings.CONFIG.TURN_SECRET.encode()
    credential = base64.b64encode(hmac.digest(secret, username.encode(), "sha1")).decode()
    return [{"urls": urls, "username": username, "credential": credential}]
