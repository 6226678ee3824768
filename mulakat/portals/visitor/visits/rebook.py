"""Book again: the answers of a visit become a new draft; only the times are asked anew."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from mulakat.portals.visitor.book import drafts
from mulakat.portals.visitor.visits import seen
from mulakat.visits.form import others
from mulakat.visits.models import Visit, VisitPerson

Raw = dict[str, Any]


@require_POST
@seen.proven
def book_again(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """To the page of the times, with all other pages answered as before."""
    with transaction.atomic():
        kept = drafts.new(now)
        kept.draft.answers = answers_of(visit)
        drafts.save(kept.draft, now)
    return drafts.keep(HttpResponseRedirect("/book/kind/"), kept)


def answers_of(visit: Visit) -> Raw:
    """The visit as the pages of the booking keep what was typed."""
    persons = sorted(visit.persons.all(), key=lambda person: person.position)
    return {
        "jail": _jail(visit),
        "kind": {"kind": visit.kind, "wish": [], "time": [], "day": ""},
        "you": _you(persons[0]),
        "id": _id(visit, persons[0]),
        "others": _others(visit, persons[1:]),
        "state": {"jail": "done", "kind": "started", "you": "done", "id": "done", "others": "done"},
    }


def _jail(visit: Visit) -> Raw:
    asked = visit.asked
    return {
        "state": str(visit.prison.state.number),
        "prison": str(visit.prison.number),
        "name": asked["name"],
        "guardian": asked["guardian"],
        "unknown": "" if asked["guardian"] else "1",
        "age": str(asked["age"]),
        "gender": asked["gender"],
        "number": asked.get("number", ""),
    }


def _you(lead: VisitPerson) -> Raw:
    return {
        "name": lead.name,
        "guardian": lead.guardian,
        "age": str(lead.age),
        "gender": lead.gender,
        "relation": lead.relation,
        "relation_other": lead.relation_other,
    }


def _id(visit: Visit, lead: VisitPerson) -> Raw:
    shown, address = lead.id_number or {}, visit.contact.get("address", {})
    return {
        "id_type": lead.id_type,
        "number": shown.get("number", ""),
        "was_full": "",
        "document": shown.get("document", ""),
        "passport_country": shown.get("country", ""),
        "line": address.get("line", ""),
        "district": address.get("district", ""),
        "pin": address.get("pin", ""),
        "country": address.get("country", "IN"),
        "phone": visit.contact["phone"].removeprefix("+91"),
        "phone_owner": visit.contact.get("phone_owner", ""),
        "email": visit.contact.get("email", ""),
    }


def _others(visit: Visit, persons: list[VisitPerson]) -> Raw:
    raw: Raw = {
        "help": visit.details.get("help") or ["none"],
        "help_text": visit.details.get("help_text", ""),
    }
    others.put(
        raw,
        [
            {
                "name": person.name,
                "age": str(person.age),
                "relation": person.relation,
                "id_type": person.id_type,
            }
            for person in persons
        ],
    )
    return raw
