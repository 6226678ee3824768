"""`mulakat terminal-policy`: what Chromium on a terminal's PC may do, and what starts it.

Everything but our own pages is shut (docs/terminal.md). The policy is Chromium's own: it holds
whatever a person presses, and a page cannot change it.
"""

import argparse
import json
from typing import Any
from urllib.parse import urlsplit

NEVER = 2  # of developer tools, downloads by kind, incognito: Chromium's "not at all"
INSIDE = (  # what "*" leaves open
    "chrome://*",
    "chrome-untrusted://*",
    "devtools://*",
    "chrome-extension://*",
    "data:*",
    "filesystem:*",
)
UNIT = """\
# The terminal of a prison: Chromium alone on the screen, started anew whenever it ends.
# Put it at /etc/systemd/system/mulakat-terminal.service; docs/terminal.md has the rest.
[Unit]
Description=Mulakat terminal
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
User=terminal
PAMName=login
TTYPath=/dev/tty7
StandardInput=tty
Environment=XDG_SESSION_TYPE=wayland
ExecStartPre=-/bin/sh -c 'rm -rf "$HOME/.cache/chromium" "$HOME"/.config/chromium/Singleton*'
ExecStart=/usr/bin/cage -- /usr/bin/chromium --kiosk --no-first-run --noerrdialogs \\
  --hide-crash-restore-bubble --disable-pinch --overscroll-history-navigation=0 \\
  --ozone-platform=wayland %s/kiosk/
Restart=always
RestartSec=2
# Every night once: updates come in, memory is empty, and the page tests camera and sound
RuntimeMaxSec=20h

[Install]
WantedBy=multi-user.target
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("origin", help="where the pages are, for example https://visits.example.in")
    parser.add_argument("--unit", action="store_true", help="print the systemd unit instead")


def run(args: argparse.Namespace) -> int:
    origin = origin_of(args.origin)
    print(UNIT % origin if args.unit else json.dumps(policy(origin), indent=2))
    return 0


def origin_of(text: str) -> str:
    """ "https://host" or "https://host:port" and nothing after it."""
    parts = urlsplit(text.rstrip("/"))
    is_whole = parts.scheme in {"https", "http"} and parts.hostname
    if not is_whole or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise SystemExit(f"{text}: write it as https://visits.example.in")
    return f"{parts.scheme}://{parts.netloc}"


def policy(origin: str) -> dict[str, Any]:
    """Chromium's managed policy, key by key."""
    return {
        "URLBlocklist": ["*", *INSIDE],
        "URLAllowlist": [f"{origin}/kiosk/"],
        "VideoCaptureAllowedUrls": [origin],
        "AudioCaptureAllowedUrls": [origin],
        "AutoplayAllowed": True,
        "HomepageLocation": f"{origin}/kiosk/",
        "RestoreOnStartup": 4,  # the addresses below, never the last ones
        "RestoreOnStartupURLs": [f"{origin}/kiosk/"],
        "DeveloperToolsAvailability": NEVER,
        "RemoteDebuggingAllowed": False,
        "DownloadRestrictions": 3,  # none at all
        "AllowFileSelectionDialogs": False,
        "PrintingEnabled": False,
        "IncognitoModeAvailability": 1,
        "BrowserGuestModeEnabled": False,
        "BrowserAddPersonEnabled": False,
        "BrowserSignin": 0,
        "SyncDisabled": True,
        "ExtensionInstallBlocklist": ["*"],
        "ExtensionAllowedTypes": [],
        "PasswordManagerEnabled": False,
        "AutofillAddressEnabled": False,
        "AutofillCreditCardEnabled": False,
        "TranslateEnabled": False,
        "SearchSuggestEnabled": False,
        "DefaultSearchProviderEnabled": False,
        "SpellcheckEnabled": False,
        "DefaultPopupsSetting": NEVER,
        "DefaultNotificationsSetting": NEVER,
        "DefaultGeolocationSetting": NEVER,
        "DefaultFileSystemReadGuardSetting": NEVER,
        "DefaultFileSystemWriteGuardSetting": NEVER,
        "DefaultWebUsbGuardSetting": NEVER,
        "DefaultWebBluetoothGuardSetting": NEVER,
        "DefaultSerialGuardSetting": NEVER,
        "DefaultClipboardSetting": NEVER,
        "ScreenCaptureAllowed": False,
        "BookmarkBarEnabled": False,
        "EditBookmarksEnabled": False,
        "TaskManagerEndProcessEnabled": False,
        "BackgroundModeEnabled": False,
        "MetricsReportingEnabled": False,
        "ExternalProtocolDialogShowAlwaysOpenCheckbox": False,
        "ForceEphemeralProfiles": False,  # the terminal's key lives in the profile
    }
