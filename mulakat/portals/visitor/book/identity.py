"""Page 4: which ID is shown, where the visitor lives, how the visitor is reached."""

from typing import Any

from mulakat.portals.visitor.book.pages import Page, Place
from mulakat.visits.form.fields import Errors, Raw
from mulakat.visits.form.reached import HOME, read, tidy
from mulakat.visits.words.choices import COUNTRIES, ID_TYPES, PHONE_OWNERS


def shows(raw: Raw, place: Place, errors: Errors) -> dict[str, Any]:
    return {
        "id_types": ID_TYPES,
        "countries": COUNTRIES,
        "country": raw.get("country") or HOME,
        "passport_countries": {k: v for k, v in COUNTRIES.items() if k != HOME},
        "phone_owners": PHONE_OWNERS,
        "needs_email": place.policy.booking_email == "required",
        "asks_document": raw.get("id_type") == "other",
        "asks_country": raw.get("id_type") == "foreign_passport",
    }


PAGE = Page(
    name="id",
    texts=(
        "id_type", "number", "document", "passport_country", "line", "district", "pin",
        "country", "phone", "phone_owner", "email",
    ),
    read=read,
    shows=shows,
    tidy=tidy,
)  # fmt: skip
