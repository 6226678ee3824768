"""The lists a visitor chooses from, as stored codes and as words.

Staff read the same words. A code never changes its meaning; a new one goes to the end.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

Words = Mapping[str, Any]  # code -> lazy text

GENDERS: Words = {
    "woman": _("Female"),
    "man": _("Male"),
    "transgender": _("Transgender"),
}
GENDERS_OR_UNKNOWN: Words = {**GENDERS, "unknown": _("I do not know")}

KINDS: Words = {  # the words printed in both procedures
    "physical": _("Physical"),
    "video": _("Video conferencing"),
}

RELATIONS: Words = {
    "spouse": _("Wife or husband"),
    "parent": _("Mother or father"),
    "child": _("Son or daughter"),
    "sibling": _("Brother or sister"),
    "relative": _("Other relative"),
    "friend": _("Friend"),
    "lawyer": _("Lawyer"),
    "embassy": _("Embassy or consulate"),
    "official": _("NGO or official"),
}

ID_TYPES: Words = {
    "aadhaar": _("Aadhaar"),
    "voter": _("Voter ID"),
    "pan": _("PAN"),
    "driving": _("Driving licence"),
    "passport": _("Indian passport"),
    "foreign_passport": _("Passport of another country"),
    "other": _("Ration card or other photo ID"),
    "none": _("I have no ID"),
}

PHONE_OWNERS: Words = {
    "mine": _("Mine"),
    "family": _("Someone in my family"),
    "neighbour": _("A neighbour"),
    "shop": _("A shop"),
}

HELP: Words = {
    "voice": _("Voice only, no camera"),
    "sign": _("Sign language"),
    "hearing": _("I hear badly"),
    "wheelchair": _("Wheelchair"),
    "language": _("I speak only another language"),
    "phone": _("Someone will help me with the phone"),
    "none": _("No help needed"),
}

# A passport may come from anywhere; these are the ones seen most. ISO 3166 codes.
COUNTRIES: Words = {
    "IN": _("India"),
    "AF": _("Afghanistan"),
    "AU": _("Australia"),
    "BD": _("Bangladesh"),
    "BT": _("Bhutan"),
    "CA": _("Canada"),
    "CN": _("China"),
    "FR": _("France"),
    "DE": _("Germany"),
    "GH": _("Ghana"),
    "ID": _("Indonesia"),
    "IR": _("Iran"),
    "KE": _("Kenya"),
    "KW": _("Kuwait"),
    "MY": _("Malaysia"),
    "MM": _("Myanmar"),
    "NP": _("Nepal"),
    "NG": _("Nigeria"),
    "OM": _("Oman"),
    "PK": _("Pakistan"),
    "QA": _("Qatar"),
    "RU": _("Russia"),
    "SA": _("Saudi Arabia"),
    "SG": _("Singapore"),
    "ZA": _("South Africa"),
    "LK": _("Sri Lanka"),
    "TH": _("Thailand"),
    "AE": _("United Arab Emirates"),
    "GB": _("United Kingdom"),
    "US": _("United States of America"),
    "ZZ": _("Another country"),
}
