"""Page 5: who else comes along, and what help is needed.

The fields of the first further person are name-0, age-0, ...; `rows` says how many there
are. People call that one "person 2", for they themselves are the first.
"""

from typing import Any

from mulakat.portals.visitor.book.pages import Page, Place
from mulakat.visits.form.fields import Errors, Raw
from mulakat.visits.form.others import FIELDS, OF_A_PERSON, Row, put, read, rows, tidy
from mulakat.visits.words.choices import HELP, ID_TYPES, RELATIONS


def press(raw: Raw, post: Any, place: Place) -> Errors | None:
    """ "Add a person" and "Remove"."""
    people = rows(raw)
    if "add" in post:
        if len(people) < place.policy.persons_max - 1:
            people.append(dict.fromkeys(OF_A_PERSON, ""))
    elif "remove" in post:
        people = [row for at, row in enumerate(people) if str(at) != post["remove"]]
    else:
        return None
    put(raw, people)
    return {}


def shows(raw: Raw, place: Place, errors: Errors) -> dict[str, Any]:
    people = rows(raw)
    most = place.policy.persons_max - 1
    return {
        "people": [_shown(row, at, errors) for at, row in enumerate(people)],
        "rows": len(people),
        "most": most,
        "may_add": len(people) < most,
        "relations": RELATIONS,
        "id_types": ID_TYPES,
        "help_options": HELP,
    }


def _shown(row: Row, at: int, errors: Errors) -> dict[str, Any]:
    names = {key: f"{key}-{at}" for key in OF_A_PERSON}
    wrong = {key: errors.get(name, "") for key, name in names.items()}
    return {"at": at, "number": at + 2, "names": names, "typed": row, "errors": wrong}


PAGE = Page(
    name="others",
    texts=FIELDS,
    lists=("help",),
    read=read,
    tidy=tidy,
    shows=shows,
    press=press,
)
