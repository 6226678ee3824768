"""Days and times as people say them, in the language of the reader and the prison's zone.

Every page and message takes its dates from here:

    day(at, zone)          Mon 24 Nov 2026          सोम 24 नवंबर 2026
    time(at, zone)         10:30 in the morning     सुबह 10:30
    short_day(at, zone)    Mon 24 Nov               for SMS, where letters are counted
    short_time(at, zone)   10:30 am
    deadline(at, zone)     24 Nov, 10:30 am

`language` ("en", "hi", "bn") is the reader's; left out, the language of the page. Digits
are Western in every language (journeys.md 1.0).
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language


@dataclass(frozen=True)
class Words:
    """The names one language uses. `parts`: (from this hour on, the part of the day)."""

    weekdays: str  # seven words
    months: str  # twelve words
    short_months: str
    parts: tuple[tuple[int, str], ...]
    time: str
    short_time: str


EN = Words(
    weekdays="Mon Tue Wed Thu Fri Sat Sun",
    months="Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    short_months="Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    parts=((0, "at night"), (4, "in the morning"), (12, "in the afternoon"),
           (16, "in the evening"), (20, "at night")),
    time="{clock} {part}",
    short_time="{clock} {half}",
)  # fmt: skip
HI = Words(
    weekdays="सोम मंगल बुध गुरु शुक्र शनि रवि",
    months="जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    short_months="जन फ़र मार्च अप्रै मई जून जुल अग सितं अक्टू नवं दिसं",
    parts=((0, "रात"), (4, "सुबह"), (12, "दोपहर"), (16, "शाम"), (20, "रात")),
    time="{part} {clock}",
    short_time="{part} {clock}",
)
BN = Words(
    weekdays="সোম মঙ্গল বুধ বৃহঃ শুক্র শনি রবি",
    months="জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    short_months="জানু ফেব্রু মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টে অক্টো নভে ডিসে",
    parts=((0, "রাত"), (4, "ভোর"), (6, "সকাল"), (12, "দুপুর"), (16, "বিকেল"), (18, "সন্ধ্যা"),
           (20, "রাত")),
    time="{part} {clock}",
    short_time="{part} {clock}",
)  # fmt: skip
LANGUAGES = {"en": EN, "hi": HI, "bn": BN}


def day(at: datetime, zone: ZoneInfo, language: str | None = None) -> str:
    """The day with its weekday and year: "Mon 24 Nov 2026"."""
    here, words = at.astimezone(zone), _words(language)
    weekday, month = words.weekdays.split()[here.weekday()], words.months.split()[here.month - 1]
    return f"{weekday} {here.day} {month} {here.year}"


def short_day(at: datetime, zone: ZoneInfo, language: str | None = None) -> str:
    """The day for an SMS, without the year: "Mon 24 Nov"."""
    here, words = at.astimezone(zone), _words(language)
    weekday = words.weekdays.split()[here.weekday()]
    return f"{weekday} {here.day} {words.short_months.split()[here.month - 1]}"


def time(at: datetime, zone: ZoneInfo, language: str | None = None) -> str:
    """The time of day on a 12-hour clock, with the part of the day as a word."""
    return _time(at.astimezone(zone), _words(language), is_short=False)


def short_time(at: datetime, zone: ZoneInfo, language: str | None = None) -> str:
    """The time of day for an SMS: "10:30 am"."""
    return _time(at.astimezone(zone), _words(language), is_short=True)


def deadline(at: datetime, zone: ZoneInfo, language: str | None = None) -> str:
    """By when, for an SMS: "24 Nov, 10:30 am"."""
    weekday_less = short_day(at, zone, language).partition(" ")[2]
    return f"{weekday_less}, {short_time(at, zone, language)}"


def _time(here: datetime, words: Words, *, is_short: bool) -> str:
    part = next(word for since, word in reversed(words.parts) if here.hour >= since)
    clock = f"{here.hour % 12 or 12}:{here.minute:02}"
    half = "am" if here.hour < 12 else "pm"
    shape = words.short_time if is_short else words.time
    return shape.format(clock=clock, part=part, half=half)


def _words(language: str | None) -> Words:
    return LANGUAGES.get((language or get_language() or "en").split("-")[0], EN)
