from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from mulakat.visits import wording

INDIA = ZoneInfo("Asia/Kolkata")
AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # 10:30 in India


@pytest.mark.parametrize(
    ("language", "day", "short_day", "time", "short_time"),
    [
        ("en", "Tue 24 Nov 2026", "Tue 24 Nov", "10:30 in the morning", "10:30 am"),
        ("hi", "मंगल 24 नवंबर 2026", "मंगल 24 नवं", "सुबह 10:30", "सुबह 10:30"),
        ("bn", "মঙ্গল 24 নভেম্বর 2026", "মঙ্গল 24 নভে", "সকাল 10:30", "সকাল 10:30"),
    ],
)
def test_days_and_times_are_said_as_people_say_them(
    language: str, day: str, short_day: str, time: str, short_time: str
) -> None:
    assert wording.day(AT, INDIA, language) == day
    assert wording.short_day(AT, INDIA, language) == short_day
    assert wording.time(AT, INDIA, language) == time
    assert wording.short_time(AT, INDIA, language) == short_time


def test_the_day_is_the_prisons_day_not_the_servers() -> None:
    late = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    assert wording.day(late, INDIA, "en") == "Fri 1 Jan 2027"
    assert wording.time(late, INDIA, "en") == "1:30 at night"


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (0, "12:00 at night"),
        (4, "4:00 in the morning"),
        (12, "12:00 in the afternoon"),
        (16, "4:00 in the evening"),
        (20, "8:00 at night"),
    ],
)
def test_noon_and_midnight_cannot_be_mixed_up(hour: int, words: str) -> None:
    assert wording.time(datetime(2026, 1, 1, hour, tzinfo=INDIA), INDIA, "en") == words


def test_the_language_of_the_page_is_taken_if_none_is_named() -> None:
    with translation.override("bn"):
        assert wording.time(AT, INDIA) == "সকাল 10:30"
    assert wording.time(AT, INDIA, "ur") == "10:30 in the morning"


def test_every_language_names_seven_days_and_twelve_months() -> None:
    for words in wording.LANGUAGES.values():
        assert len(words.weekdays.split()) == 7
        assert len(words.months.split()) == len(words.short_months.split()) == 12
