"""Which ID is shown, where the visitor lives, how the visitor is reached."""

import re

from django.utils.translation import gettext as _

from mulakat.visits import reading
from mulakat.visits.form import id_numbers
from mulakat.visits.form.fields import Raw, Reader, Reading
from mulakat.visits.form.place import Place
from mulakat.visits.reading import Unreadable, western_digits
from mulakat.visits.words.choices import COUNTRIES, ID_TYPES, PHONE_OWNERS

PIN = re.compile(r"[1-9][0-9]{5}")
HOME = "IN"


def read(raw: Raw, place: Place) -> Reading:
    reader = Reader(raw)
    _read_id(reader, place)
    _read_address(reader)
    read_phone(reader)
    reader.choice("phone_owner", PHONE_OWNERS, _("Choose whose phone this is"))
    _read_email(reader, place)
    return reader.reading


def _read_id(reader: Reader, place: Place) -> None:
    raw, values = reader.raw, reader.reading.values
    kind = reader.choice("id_type", ID_TYPES, _("Choose the ID you will show"))
    number = id_numbers.plain(str(raw.get("number", "")))
    values["id_number"] = None
    if "id_type" in reader.errors or kind == "none":
        return
    if raw.get("was_full"):
        reader.wrong(
            "number",
            _(
                "Enter only the last 4 digits of your Aadhaar number. "
                "We did not keep the number you typed"
            ),
        )
        return
    is_needed = bool(number) or place.policy.id_number_required
    if is_needed and (fault := id_numbers.fault(kind, number)):
        reader.wrong("number", fault)
    values["id_number"] = {"number": number, "unusual": id_numbers.is_unusual(kind, number)}
    if kind == "other":
        document = reader.long("document", _("Enter what document it is"), most=60)
        values["id_number"]["document"] = document
    if kind == "foreign_passport":
        country = reader.choice(
            "passport_country", COUNTRIES, _("Choose the country of your passport")
        )
        values["id_number"]["country"] = country


def _read_address(reader: Reader) -> None:
    line = reader.long("line", _("Enter your house, village or street"), most=120, least=3)
    district = reader.long("district", _("Enter the district"), most=60)
    country = reader.choice("country", COUNTRIES, _("Choose the country"))
    pin = re.sub(r"[\s\-]+", "", western_digits(reader.text("pin")))
    if country == HOME and not pin:
        reader.wrong("pin", _("Enter your postal PIN code"))
    elif country == HOME and not PIN.fullmatch(pin):
        reader.wrong("pin", _("The postal PIN code must be 6 digits"))
    reader.reading.values["address"] = {
        "line": line,
        "district": district,
        "pin": pin[:12],
        "country": country,
    }


def read_phone(reader: Reader) -> None:
    faults = {
        "empty": _("Enter your mobile number"),
        "length": _("The mobile number must be 10 digits"),
        "start": _("Indian mobile numbers start with 6, 7, 8 or 9"),
    }
    try:
        reader.reading.values["phone"] = reading.mobile(reader.text("phone"))
    except Unreadable as wrong:
        reader.wrong("phone", faults[wrong.key])


def _read_email(reader: Reader, place: Place) -> None:
    text = reader.text("email")
    is_required = place.policy.booking_email == "required"
    if not text and not is_required:
        return
    try:
        reader.reading.values["email"] = reading.email(text)
    except Unreadable as wrong:
        if wrong.key == "empty":
            message = _email_missing(place)
        else:
            message = _("Enter an email address, like name@example.com")
        reader.wrong("email", message)


def _email_missing(place: Place) -> str:
    """What comes by e-mail alone: the codes of joining, or the approval with its link."""
    if "sms" in place.policy.join_otp_channels:
        text = _("Enter an email address. %(jail)s sends the link of the visit only by email")
    else:
        text = _("Enter an email address. %(jail)s sends the joining codes only by email")
    return text % {"jail": place.chosen.name()}


def tidy(raw: Raw) -> None:
    """Take a full Aadhaar number out before anything keeps or shows it."""
    raw["number"], raw["was_full"] = id_numbers.without_aadhaar(raw["id_type"], raw["number"])
