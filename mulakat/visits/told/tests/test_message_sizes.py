"""An SMS costs by its parts, and a phone of the poorest shows only the first ones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.translation import gettext

from mulakat.notifications import rendering
from mulakat.notifications.catalogue import SMS, WITH_OTP_LINE
from mulakat.notifications.counting import size
from mulakat.visits import wording
from mulakat.visits.words import causes, reasons

LANGUAGES = ("en", "hi", "bn")
INDIA = ZoneInfo("Asia/Kolkata")
HOST = "emulakat.wb.gov.in"
YEAR = [datetime(2028, 1, 1, 6, tzinfo=UTC) + timedelta(days=n) for n in range(366)]
DAY = [datetime(2028, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in range(24 * 60)]
MOMENTS = [day.replace(hour=at.hour, minute=at.minute) for day in YEAR for at in DAY[::360]]


def the_longest(language: str) -> dict[str, str]:
    """The longest value each placeholder can have in this language."""
    with translation.override(language):
        whys = [str(reason.brief) for reason in reasons.all_reasons()]
        whys += [causes.brief(key) for key in causes.CAUSES]
        desks = [gettext(desk) for desk in ("the helpline", "the counter", "the gate")]
        office = gettext("the office")
    # 18 letters, as Prison.short_name cuts them; in English every fullest name
    jail = {"en": "J" * 18, "hi": "क" * 18, "bn": "ক" * 18}[language]
    date = max((wording.short_day(at, INDIA, language) for at in YEAR), key=len)
    time = max((wording.short_time(at, INDIA, language) for at in DAY), key=len)
    return {
        "otp": "482913",
        "pin": "4821",
        "mins": "15",
        "vrn": "19/1234/123456/2026",
        "jail": max(jail, office, key=len),
        "date": date,
        "time": time,
        "arrive": time,
        "opens": time,
        "by": max((wording.deadline(at, INDIA, language) for at in MOMENTS), key=len),
        "code": "4083",
        "token": "A-128",
        "number": "C-2026-123456",
        "desk": max(desks, key=len),
        "reason": max(whys, key=len),
        "link": f"https://{HOST}/j/7KQ4MXW8Z2",
        "help": "09073945590",
        "brand": "e-Mulakat WB",
        "domain": HOST,
    }


@pytest.mark.parametrize("message", SMS)
def test_english_fits_one_part_at_its_longest(message: str) -> None:
    for pin in ("room", "vc"):
        text = rendering.sms(message, "en", {**the_longest("en"), "pin_name": pin})
        assert not size(text).is_unicode and size(text).parts == 1, (size(text), text)


@pytest.mark.parametrize("language", ("hi", "bn"))
@pytest.mark.parametrize("message", SMS)
def test_hindi_and_bengali_fit_three_parts_at_their_longest(message: str, language: str) -> None:
    text = rendering.sms(message, language, {**the_longest(language), "pin_name": "room"})
    assert size(text).is_unicode and size(text).parts <= 3, (size(text), text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", SMS)
def test_every_sms_says_free_names_the_helpline_and_signs(message: str, language: str) -> None:
    text = rendering.sms(message, language, the_longest(language))
    free = {"en": "Free", "hi": "मुफ़्त", "bn": "বিনামূল্যে"}[language]
    assert free in text and "09073945590" in text and "-e-Mulakat WB" in text
    assert "  " not in text and "<" not in text and ">" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", sorted(WITH_OTP_LINE))
def test_the_otp_stands_alone_on_the_last_line_for_the_browser(message: str, language: str) -> None:
    text = rendering.sms(message, language, the_longest(language))
    assert text.splitlines()[-1] == f"@{HOST} #482913"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_value_is_longer_than_the_regulator_allows(language: str) -> None:
    values = the_longest(language)
    values["link"] = values["link"].rpartition("/")[2]  # the rest is fixed text of the template
    assert {name: text for name, text in values.items() if len(text) > 30} == {}


def test_parts_are_counted_as_the_network_does() -> None:
    assert size("a" * 160) == (False, 160, 1)
    assert size("a" * 161) == (False, 161, 2)
    assert size("€" * 80) == (False, 160, 1)
    assert size("a" * 306) == (False, 306, 2)
    assert size("a" * 152 + "€" + "a" * 153) == (False, 307, 3)  # an escape is not torn
    assert size("क" * 70) == (True, 70, 1)
    assert size("क" * 71) == (True, 71, 2)
    assert size("क" * 134 + "a") == (True, 135, 3)
    assert size("😀" * 35) == (True, 70, 1)
