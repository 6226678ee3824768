"""The browser's name tells whose menu to draw and who needs a way out, and nothing else."""

import pytest

from mulakat.web.browsers import Family, named

ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("name", "family"),
    [
        (f"{ANDROID} Chrome/130.0.0.0 Mobile Safari/537.36", Family.CHROME_ANDROID),
        (
            f"{ANDROID} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
            Family.SAMSUNG,
        ),
        ("Mozilla/5.0 (Android 13; Mobile; rv:120.0) Firefox/120.0", Family.FIREFOX_ANDROID),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0", Family.FIREFOX),
        ("Mozilla/5.0 (X11) Chrome/130.0.0.0 Safari/537.36", Family.CHROME),
        (f"{IPHONE} Version/17.1 Mobile/15E148 Safari/604.1", Family.SAFARI_IOS),
        ("", Family.OTHER),
    ],
)
def test_a_browser_of_today_needs_no_way_out(name: str, family: Family) -> None:
    browser = named(name)
    assert browser.family == family
    assert not browser.cannot_call


@pytest.mark.parametrize(
    "name",
    [
        f"{ANDROID} Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0]",
        "Mozilla/5.0 (Linux; Android 10; SM-A105F; wv) Chrome/130.0.0.0 Mobile Safari/537.36",
        f"{ANDROID} Chrome/130.0.0.0 Mobile Safari/537.36 WhatsApp/2.23",
        f"{IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/440.0]",
        f"{IPHONE} Mobile/15E148",
    ],
)
def test_a_window_inside_another_app_is_seen(name: str) -> None:
    assert named(name).is_in_app


@pytest.mark.parametrize(
    "name",
    [
        f"{ANDROID} Chrome/70.0.3538.110 Mobile Safari/537.36",
        "Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
        "Opera/9.80 (Android; Opera Mini/36.2/119.132; U; en) Presto/2.12",
        "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 12_5 like Mac OS X) Version/12.1 Safari/604.1",
    ],
)
def test_a_browser_too_old_for_a_call_is_seen(name: str) -> None:
    assert named(name).is_old
