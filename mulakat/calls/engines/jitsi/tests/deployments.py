"""A Jitsi Meet as JITSI_FILE would describe it, for tests."""

from typing import Any

from mulakat.jitsi_file import Deployment

KEY = b"k" * 40
API_SECRET = "prosody-shows-this-secret-to-us-0001"  # noqa: S105


def a_deployment(**values: Any) -> Deployment:
    return Deployment(
        **{
            "url": "https://meet.example.in",
            "app_id": "mulakat",
            "audience": "jitsi",
            "domain": "meet.example.in",
            "algorithm": "HS256",
            "key": KEY,
            "api_secret": API_SECRET,
            **values,
        }
    )
