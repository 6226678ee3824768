"""Addresses that open a meeting: our page, and Jitsi's app on a phone. Pure.

The app's links are built as Jitsi's own page builds them: the whole address of the room, token
and all, under another scheme. The token stands in the address there and nowhere else; it is made
at the click, for one room, for two minutes.
"""

from mulakat.jitsi_file import Deployment

PACKAGE = "org.jitsi.meet"
SCHEME = "org.jitsi.meet"


def page(origin: str, state: int, prison: int, language: str, ticket: str) -> str:
    """Our page of a prison's meetings. What follows # is sent to no server and stands in no log."""
    return f"{origin}/meeting/{state}/{prison}/?lang={language}#{ticket}"


def android(deployment: Deployment, room: str, token: str) -> str:
    """No second #: Android takes all before "#Intent" as the address."""
    place = f"{deployment.host}/{room}?jwt={token}"
    return f"intent://{place}#Intent;scheme={SCHEME};package={PACKAGE};end"


def ios(deployment: Deployment, room: str, token: str, *, audio_only: bool) -> str:
    place = f"{deployment.host}/{room}?jwt={token}"
    return f"{SCHEME}://{place}{'#config.startAudioOnly=true' if audio_only else ''}"
