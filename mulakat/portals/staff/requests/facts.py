"""What was asked, as lines of words: the left half of the page of a request."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mulakat.accounts.models import User
from mulakat.people.finding import Candidate
from mulakat.portals.staff import words
from mulakat.visits.models import Visit, VisitPerson
from mulakat.visits.proofs.proving import is_proven
from mulakat.visits.words.choices import HELP, PHONE_OWNERS

NOTHING = SafeString("")


@dataclass(frozen=True)
class Fact:
    """A term and its lines; each line is one run of words."""

    term: str
    lines: list[SafeString]


def facts(visit: Visit, person: Candidate | None) -> list[Fact]:
    """Person inside, visitor with address, companions and help, in this order."""
    lead, *others = visit.persons.all()
    found = [
        Fact(_("Person inside"), _inside(visit, person)),
        Fact(_("Visitor"), [*_visitor(lead), _address(visit)]),
    ]
    if others:
        found.append(Fact(_("With them"), [_companion(other) for other in others]))
    if needs := _needs(visit):
        found.append(Fact(_("Help needed"), [needs]))
    if visit.assisted_by:
        found.append(Fact(_("Written down by"), [_writer(visit.assisted_by, visit.assisted_at)]))
    return found


def _writer(user: User, at: str) -> SafeString:
    """Who wrote the request down for the visitor, and where."""
    desks = {"helpline": _("the helpline"), "counter": _("the counter"), "gate": _("the gate")}
    return _words(words.named(user.name), desks.get(at))


def phone_owner(visit: Visit) -> str:
    """Whose phone it is, as staff say it; the visitor's own word is "mine". One that nothing has
    proven may be anybody's (visits/proofs/proving.py)."""
    owner = visit.contact.get("phone_owner", "mine")
    whose = _("own phone") if owner == "mine" else str(PHONE_OWNERS.get(owner, ""))
    return whose if is_proven(visit) else f"{whose}, {_('not confirmed by SMS')}"


def _inside(visit: Visit, person: Candidate | None) -> list[SafeString]:
    asked = visit.asked
    written = _words(
        format_html("<b>{}</b>", words.named(asked["name"])),
        asked.get("number"),
        _age(asked.get("age")),
        words.gender(asked.get("gender", "")),
        _child_of(asked.get("guardian", "")),
    )
    if person is None:
        return [written]
    inmate = person.inmate
    register = _words(
        *words.spellings(inmate),
        inmate.number,
        _("ward %(ward)s") % {"ward": inmate.ward} if inmate.ward else "",
    )
    return [written, format_html('<span class="s-quiet">{}</span> {}', _("Register:"), register)]


def _visitor(lead: VisitPerson) -> list[SafeString]:
    first = _words(
        format_html("<b>{}</b>", words.named(lead.name)),
        words.relation(lead),
        _age(lead.age),
        words.gender(lead.gender),
    )
    return [first, _words(_child_of(lead.guardian), words.identity(lead))]


def _companion(person: VisitPerson) -> SafeString:
    return _words(
        words.named(person.name), words.relation(person), _age(person.age), words.identity(person)
    )


def _address(visit: Visit) -> SafeString:
    address = visit.contact.get("address") or {}
    parts = address.values() if isinstance(address, dict) else [address]
    return _words(*(words.named(str(part)) for part in parts if part))


def _needs(visit: Visit) -> SafeString:
    wanted = [need for need in visit.details.get("help", []) if need != "none"]
    return _words(*(str(HELP.get(need, need)) for need in wanted))


def _age(age: object) -> str:
    if not isinstance(age, int):
        return ""
    return ngettext("%(n)s year", "%(n)s years", age) % {"n": age}


def _child_of(guardian: str) -> SafeString:
    if not guardian:
        return NOTHING
    return format_html("{} {}", _("father or husband"), words.named(guardian))


def _words(*parts: object) -> SafeString:
    return format_html_join(", ", "{}", ((part,) for part in parts if part))
