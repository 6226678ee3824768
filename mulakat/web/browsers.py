"""Which browser a request comes from, as far as its name tells: for help in its own words.

Nothing is refused by it: a page that guessed wrongly still works.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest

USER_AGENT_MAX = 400
# Browsers inside another app: most of them give a page no camera
IN_APP = re.compile(
    r"FBAN|FBAV|FB_IAB|Instagram|WhatsApp|\bLine/|MicroMessenger|Snapchat|Twitter|LinkedInApp"
    r"|GSA/|; wv\)"
)
# Whoever is older cannot read our scripts (private members) or hold a call
OLDEST = ((re.compile(r"\bChrome/(\d+)"), 84), (re.compile(r"\bFirefox/(\d+)"), 90))
OLDEST_IOS = 15
TOO_SMALL = re.compile(r"Opera Mini|KAIOS|MSIE |Trident/|UCBrowser/[0-9]\.|NokiaBrowser")
IOS = re.compile(r"\((?:iPhone|iPad|iPod)")
IOS_VERSION = re.compile(r" OS (\d+)_")


class Family(StrEnum):
    """Whose address bar and menu to draw."""

    CHROME = "chrome"
    CHROME_ANDROID = "chrome-android"
    FIREFOX = "firefox"
    FIREFOX_ANDROID = "firefox-android"
    SAMSUNG = "samsung"
    SAFARI = "safari"
    SAFARI_IOS = "safari-ios"
    OTHER = "other"


@dataclass(frozen=True)
class Browser:
    """What a page may say about the browser it is in."""

    family: Family
    is_android: bool
    is_ios: bool
    is_in_app: bool
    is_old: bool

    @property
    def cannot_call(self) -> bool:
        return self.is_in_app or self.is_old


def of(request: HttpRequest) -> Browser:
    return named(request.headers.get("User-Agent", ""))


def named(user_agent: str) -> Browser:
    """The browser of this name (a User-Agent header)."""
    name = user_agent[:USER_AGENT_MAX]
    is_android, is_ios = "Android" in name, bool(IOS.search(name))
    # Safari says "Safari/"; an app's window on iOS does not
    is_window = is_ios and "Safari/" not in name
    return Browser(
        family=_family(name, is_android=is_android, is_ios=is_ios),
        is_android=is_android,
        is_ios=is_ios,
        is_in_app=is_window or bool(IN_APP.search(name)),
        is_old=_is_old(name, is_ios=is_ios),
    )


def _family(name: str, *, is_android: bool, is_ios: bool) -> Family:
    if is_ios:
        return Family.SAFARI_IOS
    if "SamsungBrowser/" in name:
        return Family.SAMSUNG
    if "Firefox/" in name:
        return Family.FIREFOX_ANDROID if is_android else Family.FIREFOX
    if "Chrome/" in name:
        return Family.CHROME_ANDROID if is_android else Family.CHROME
    return Family.SAFARI if "Safari/" in name else Family.OTHER


def _is_old(name: str, *, is_ios: bool) -> bool:
    if TOO_SMALL.search(name):
        return True
    if is_ios:
        version = IOS_VERSION.search(name)
        return bool(version and int(version[1]) < OLDEST_IOS)
    versions = ((pattern.search(name), least) for pattern, least in OLDEST)
    return any(found and int(found[1]) < least for found, least in versions)


def chrome_link(request: HttpRequest, path: str) -> str:
    """An address by which Android opens this page in Chrome, out of the app around it."""
    return (
        f"intent://{request.get_host()}{path}#Intent;scheme={request.scheme}"
        ";package=com.android.chrome;end"
    )
