"""Page 3: who the visitor is, and what they are to the person."""

from typing import Any

from mulakat.portals.visitor.book.pages import Page, Place
from mulakat.visits.form.fields import Errors, Raw
from mulakat.visits.form.visitor import read, relations
from mulakat.visits.words.choices import GENDERS


def shows(raw: Raw, place: Place, errors: Errors) -> dict[str, Any]:
    inmate = place.answers.get("jail", {}).get("name", "")
    policy = place.policy
    return {
        "genders": GENDERS,
        "relations": relations(policy),
        "is_limited": bool(policy.relations_allowed),
        "adult_age": policy.adult_age,
        "inmate": inmate,
    }


PAGE = Page(
    name="you",
    texts=("name", "guardian", "age", "gender", "relation", "relation_other"),
    read=read,
    shows=shows,
)
