"""What our page asks of Jitsi's IFrame API, for each side. Pure.

Every one of these is a wish to the browser, not a lock: docs/jitsi.md says what locks.
"""

from typing import Any

from mulakat.calls.models import Side

BUTTONS = {
    Side.VISITOR: ["microphone", "camera", "toggle-camera", "hangup"],
    Side.TERMINAL: ["microphone", "camera", "hangup"],
    Side.OFFICER: ["microphone", "participants-pane", "tileview", "mute-everyone", "hangup"],
}
OFF = {"enabled": False}
# No way to others, no trace on the device, nothing kept, no path past the bridge
QUIET: dict[str, Any] = {
    "prejoinConfig": {**OFF, "hideDisplayName": True, "hideExtraJoinButtons": ["by-phone"]},
    "lobby": {"autoKnock": True, "enableChat": False},
    "securityUi": {"hideLobbyButton": True, "disableLobbyPassword": True},
    "disableDeepLinking": True,
    "deeplinking": {"disabled": True},
    "disableInviteFunctions": True,
    "doNotStoreRoom": True,
    "readOnlyName": True,
    "requireDisplayName": False,
    "breakoutRooms": {
        "hideAddRoomButton": True,
        "hideAutoAssignButton": True,
        "hideJoinRoomButton": True,
    },
    "localRecording": {"disable": True},
    "fileRecordingsEnabled": False,
    "recordingService": OFF,
    "liveStreaming": OFF,
    "liveStreamingEnabled": False,
    "transcription": OFF,
    "whiteboard": OFF,
    "disablePolls": True,
    "disableReactions": True,
    "disableThirdPartyRequests": True,
    "disableShortcuts": True,
    "enableClosePage": False,
    "enableWelcomePage": False,
    "hideConferenceSubject": True,
    "notifications": [],
    "p2p": OFF,  # through the bridge, so that the server's rules hold
    "analytics": {"disabled": True},
}
PLAIN_MENU = {
    "disabled": False,
    "disableKick": True,
    "disableGrantModerator": True,
    "disablePrivateChat": "all",
}


def of(side: Side, *, audio_only: bool) -> dict[str, Any]:
    """`configOverwrite` for this side."""
    is_officer = side == Side.OFFICER
    menu = PLAIN_MENU if not is_officer else {**PLAIN_MENU, "disableKick": False}
    return {
        **QUIET,
        "toolbarButtons": [
            button
            for button in BUTTONS[side]
            if not (audio_only and button in {"camera", "toggle-camera"})
        ],
        "remoteVideoMenu": menu,
        "disableRemoteMute": not is_officer,
        "startAudioOnly": audio_only,
        "startWithAudioMuted": is_officer,
        "startWithVideoMuted": is_officer or audio_only,
        "resolution": 360,
        "constraints": {"video": {"height": {"ideal": 360, "max": 360, "min": 180}}},
    }
