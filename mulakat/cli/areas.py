"""Which catalogue a file's strings go to: one per part of the product, so each stays small."""

from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
LOCALE = HERE / "locale"
LANGUAGES = ("hi", "bn")

# A string used in two areas stands in the first of them.
AREAS = (
    "frame", "book", "join", "visits", "staff", "times", "rules", "people", "gate", "call",
    "room", "messages", "demo",
)  # fmt: skip

# The longest prefix that fits decides; paths are below mulakat/.
PREFIXES = {
    "": "frame",
    "portals/visitor/book": "book",
    "templates/book": "book",
    "visits/requesting": "book",
    "visits/words/choices": "book",
    "visits/form": "book",
    "visits/reading": "book",
    "visits/reference": "book",
    "portals/visitor/join": "join",
    "portals/visitor/visits": "visits",
    "templates/join": "join",
    "templates/visits": "visits",
    "visits/complaining": "visits",
    "visits/words/timeline": "visits",
    "visits/joining": "join",
    "visits/proofs/codes": "join",
    "visits/proofs/links": "join",
    "portals/staff": "staff",
    "templates/staff": "staff",
    "people": "people",
    "schedule": "times",
    "visits/closures": "times",
    "portals/staff/times": "times",
    "templates/staff/times": "times",
    "visits/deciding": "staff",
    "visits/words/reasons": "staff",
    "prisons": "rules",
    "prisons/terms": "staff",
    "visits/rulebook": "rules",
    "visits/rules": "rules",
    "visits/judging/allowance": "rules",
    "portals/staff/rules": "rules",
    "templates/staff/rules": "rules",
    "templates/info/rules": "rules",
    "portals/visitor/start/rules": "rules",
    "visits/judging/standing": "rules",
    "portals/staff/people": "people",
    "templates/staff/people": "people",
    "portals/staff/assist": "people",
    "templates/staff/assist": "people",
    "portals/visitor/assisted": "people",
    "templates/assisted": "people",
    "visits/assisting": "people",
    "gate": "gate",
    "portals/gate": "gate",
    "templates/gate": "gate",
    "portals/visitor/pass_": "gate",
    "portals/staff/gates": "gate",
    "templates/staff/gates": "gate",
    "visits/proofs/passes": "gate",
    "accounts": "staff",
    "calls": "call",
    "portals/kiosk": "call",
    "portals/staff/desk": "call",
    "templates/kiosk": "call",
    "templates/desk": "call",
    "templates/meeting": "room",
    "portals/jitsi": "room",
    "templates/room": "room",
    "templates/staff/desk": "call",
    "templates/join/room": "room",
    "portals/visitor/room": "room",
    "portals/visitor/join/room": "room",
    "portals/visitor/check": "room",
    "templates/check": "room",
    "templates/join/feedback": "room",
    "visits/experience": "room",
    "portals/staff/requests/own_words": "room",
    "notifications": "messages",
    "visits/telling": "messages",
    "visits/told": "messages",
    "visits/words/questions": "messages",
    "visits/words/causes": "messages",
    "visits/waiting": "messages",
    "templates/messages": "messages",
    "portals/demo": "demo",
    "templates/demo": "demo",
}


def area_of(path: Path) -> str:
    """The area of a file of the package."""
    place = path.relative_to(HERE).as_posix()
    return PREFIXES[max((p for p in PREFIXES if place.startswith(p)), key=len)]


def catalogue(area: str, language: str) -> Path:
    """Where the translations of an area stand."""
    return LOCALE / area / language / "LC_MESSAGES" / "django.po"
