"""From the visitor's answers to a request the prison sees: asked, confirmed by OTP, or forgotten.

An unconfirmed visit holds nothing and tells nobody anything; only a right OTP, typed in
the browser that asked, gives it a reference and puts it into the prison's queue. The SMS's OTP
proves the phone as well; the e-mail's leaves its visitor a stranger (proofs/proving.py).
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from mulakat.audit.models import record
from mulakat.people import visitor_codes
from mulakat.prisons.models import Prison
from mulakat.schedule import holding, places
from mulakat.schedule.models import Hold
from mulakat.schedule.obstacles import CannotPlan
from mulakat.schedule.turns import take_turn
from mulakat.sealed import blind_index
from mulakat.visits import deciding, lapsing, making_up, reference, telling
from mulakat.visits.models import Mode, Purpose, Status, Tries, Visit, VisitPerson
from mulakat.visits.proofs import codes, proving
from mulakat.visits.proofs.codes import CannotSend, Outcome, Verdict

UNCONFIRMED_FOR = timedelta(hours=2)
ASSISTED_FOR = timedelta(hours=24)  # until a caller has said yes
WAITING = (Status.REQUESTED, Status.QUESTION, Status.OFFERED, Status.WAITLISTED)


@dataclass(frozen=True)
class PersonAnswers:
    """One person who wants to come, as written; the fields are those of `VisitPerson`."""

    name: str
    age: int
    relation: str
    guardian: str = ""
    gender: str = ""
    relation_other: str = ""
    id_type: str = ""
    id_number: dict[str, Any] | None = None


@dataclass(frozen=True)
class RequestAnswers:
    """A whole request, read and checked by the pages. `persons[0]` is the one who asks."""

    prison: Prison
    kind: str
    language: str
    asked: dict[str, Any]
    wishes: list[str]  # ISO times in UTC, first choice first
    contact: dict[str, Any]  # "phone" as E.164
    persons: list[PersonAnswers]
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def phone_index(self) -> str:
        return blind_index(self.contact["phone"], "phone")


@dataclass(frozen=True)
class Confirmation(Verdict):
    """A verdict; a right OTP may also show why nothing was sent."""

    earlier: Visit | None = None  # the same request of the same visitor still waits
    open_requests: int = 0  # so many of this visitor wait already: no more until an answer

    @property
    def is_sent(self) -> bool:
        return self.is_right and not self.earlier and not self.open_requests


class TooManyOtps(Exception):
    """This phone was sent its OTPs of the hour; `until` is when it may have another."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@transaction.atomic
def ask(*, answers: RequestAnswers, now: datetime) -> Visit:
    """Keep an unconfirmed visit and send its OTP. Raises `TooManyOtps`, and keeps nothing."""
    spare_the_phone(answers.phone_index, now)
    visit = Visit.objects.create(**columns(answers), created_at=now)
    write_persons(visit, answers.persons)
    record("request.asked", actor="visitor", subject=visit.subject, kind=visit.kind)
    resend_otp(visit=visit, now=now)
    return visit


@transaction.atomic
def ask_again(*, visit: Visit, answers: RequestAnswers, now: datetime) -> Visit:
    """The same unconfirmed visit with changed answers; a new phone or e-mail gets a new OTP.

    Codes sent to the old address die. Raises `TooManyOtps`, and changes nothing.
    """
    visit = _locked(visit)
    if visit.status != Status.UNCONFIRMED:
        return visit
    moved = any(visit.contact.get(k) != answers.contact.get(k) for k in ("phone", "email"))
    if moved:
        spare_the_phone(answers.phone_index, now, apart_from=visit)
        visit.codes.filter(purpose=Purpose.REQUEST).delete()
    for name, value in columns(answers).items():
        setattr(visit, name, value)
    visit.created_at = now
    visit.save()
    visit.persons.all().delete()
    write_persons(visit, answers.persons)
    record("request.changed", actor="visitor", subject=visit.subject, moved=moved)
    sent = resend_otp(visit=visit, now=now) if moved else None
    if sent and sent.why == "exhausted":
        raise TooManyOtps(sent.until)
    return visit


@transaction.atomic(savepoint=False)
def resend_otp(*, visit: Visit, now: datetime) -> CannotSend | None:
    """One more OTP by each channel; earlier ones stay good. Else why not, and from when again."""
    policy = visit.prison.policy
    otps = codes.issue_each(
        visit=visit,
        purpose=Purpose.REQUEST,
        now=now,
        digits=policy.otp_digits,
        lifetime=timedelta(minutes=policy.otp_minutes),
        channels=telling.request_channels(visit),
    )
    if otps is None:
        return codes.cannot_send(visit=visit, purpose=Purpose.REQUEST, now=now)
    telling.request_otp(visit=visit, otps=otps, now=now)
    return None


@transaction.atomic(savepoint=False)
def confirm(
    *, visit: Visit, typed: str, hold: Hold | None = None, code: str = "", now: datetime
) -> Confirmation:
    """Check the OTP (digits only); the right one sends the request to the prison, once.

    `hold` is the time that was kept meanwhile: it goes over to the visit. Where times are held
    and this one was not, it is taken now, if it is free. `code` is a visitor
    code as typed: looked up only now, and nothing tells whether it was right.

    Whoever presses twice is told "right" twice and has one request. Duplicates and the
    limit of open requests are looked for only now, among the requests of whoever has proven
    phone or e-mail, so nobody learns of another's requests.
    """
    visit = _locked(visit)
    if visit.status != Status.UNCONFIRMED:
        return Confirmation(Outcome.RIGHT, 0)
    verdict = codes.check(visit=visit, purpose=Purpose.REQUEST, typed=typed, now=now)
    if not verdict.is_right:
        return Confirmation(verdict.outcome, verdict.tries_left)
    proving.note(visit, verdict.channel, now)
    if _is_held(visit, hold):
        take_turn(visit.prison)  # before number and cells, as whoever takes a hold anew does
    found = send_proven(visit=visit, tries_left=verdict.tries_left, now=now)
    if found.is_sent:
        _take_code(visit, code)
        _take_time(visit, hold, now)
    return found


def _take_code(visit: Visit, code: str) -> None:
    """Whoever gives a code of the inmate, from the phone it is bound to, is known to him. While
    the phone is not proven the code binds nothing and opens nothing; it is kept until then."""
    if not code:
        return
    binds = proving.is_proven(visit)
    found = visitor_codes.find(code, phone_index=visit.phone_index, binds=binds)
    if found and found.inmate.prison_id == visit.prison_id:
        visit.visitor_code = found
        visit.save(update_fields=["visitor_code"])


def _take_time(visit: Visit, hold: Hold | None, now: datetime) -> None:
    """The time that was held is the visit's; a known visitor may be confirmed at once."""
    if not _is_held(visit, hold):
        return
    try:
        hold = hold or _hold_now(visit, now)
        places.hand_over(old=hold.subject, new=visit.subject)
    except (places.PlaceGone, CannotPlan):  # gone at this moment: the request keeps its wish
        return
    visit.mode, visit.wishes = Mode.HOLD, [hold.starts_at.isoformat()]
    visit.save(update_fields=["mode", "wishes"])
    deciding.confirm_known(visit=visit, now=now)


def _is_held(visit: Visit, hold: Hold | None) -> bool:
    return hold is not None or visit.prison.policy.asking_mode == "hold"


def _hold_now(visit: Visit, now: datetime) -> Hold:
    """The one time that was chosen; an OTP was right, so no share of holds limits it."""
    starts_at = datetime.fromisoformat(visit.wishes[0])
    return holding.hold(
        prison=visit.prison, kind=visit.kind, starts_at=starts_at, now=now, is_proven=True
    )


def send_proven(*, visit: Visit, tries_left: int = 0, now: datetime) -> Confirmation:
    """Send a request whose OTP or yes was given, unless the same one or too many wait."""
    waiting = [other for other in _waiting(visit, now) if proving.is_of_one(visit, other)]
    earlier = next((other for other in waiting if _is_same(other, visit)), None)
    most = visit.prison.policy.open_requests_per_phone
    if earlier or len(waiting) >= most:
        record("request.held_back", actor="visitor", subject=visit.subject, open=len(waiting))
        count = 0 if earlier else len(waiting)
        return Confirmation(Outcome.RIGHT, tries_left, earlier, count)
    send(visit, now)
    return Confirmation(Outcome.RIGHT, tries_left)


@transaction.atomic
def forget_unconfirmed(now: datetime) -> int:
    """Erase what nobody confirmed within two hours, or a caller within a day; how many visits."""
    own = Q(assisted_by=None, created_at__lt=now - UNCONFIRMED_FOR)
    old = Visit.objects.filter(
        own | Q(created_at__lt=now - ASSISTED_FOR), status=Status.UNCONFIRMED
    ).values_list("pk", flat=True)
    forgotten = list(old.order_by("pk").select_for_update(skip_locked=_can_skip())[:500])
    Visit.objects.filter(pk__in=forgotten, status=Status.UNCONFIRMED).delete()
    return len(forgotten)


def unconfirmed_of_phone(phone: str, now: datetime) -> int:
    """How many OTP-less requests name this phone (E.164) in the last hour."""
    count: int = Visit.objects.filter(
        phone_index=blind_index(phone, "phone"),
        status=Status.UNCONFIRMED,
        created_at__gt=now - codes.WINDOW,
    ).count()
    return count


def send(visit: Visit, now: datetime) -> None:
    """Into the prison's queue; an assisted request has its number already."""
    record("request.sent", actor="visitor", subject=visit.subject, kind=visit.kind)
    visit.requested_at = now
    wishes = [datetime.fromisoformat(wish) for wish in visit.wishes]
    visit.answer_by = lapsing.deadline(visit.prison.policy, wishes, now)
    visit.status = Status.REQUESTED
    if visit.serial is None:
        visit.serial, visit.year = reference.allot(visit.prison, now)
    visit.save(update_fields=["requested_at", "answer_by", "status", "serial", "year", "details"])
    making_up.pass_on(visit=visit, now=now)
    telling.request_sent(visit=visit, now=now)


def _locked(visit: Visit) -> Visit:
    """The visit as it stands now, locked where the database can."""
    found: Visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("prison__state")
        .get(pk=visit.pk)
    )
    return found


def columns(answers: RequestAnswers) -> dict[str, Any]:
    return {
        "prison": answers.prison,
        "kind": answers.kind,
        "language": answers.language,
        "asked": answers.asked,
        "wishes": answers.wishes,
        "contact": answers.contact,
        "phone_index": answers.phone_index,
        "details": answers.details,
    }


def write_persons(visit: Visit, persons: list[PersonAnswers]) -> None:
    VisitPerson.objects.bulk_create(
        VisitPerson(visit=visit, position=position, **asdict(person))
        for position, person in enumerate(persons)
    )


def spare_the_phone(phone_index: str, now: datetime, apart_from: Visit | None = None) -> None:
    """One phone gets so many OTPs an hour, over all requests that name it (security O-22)."""
    sent = Tries.objects.filter(
        purpose=Purpose.REQUEST,
        visit__phone_index=phone_index,
        since__gt=now - codes.WINDOW,
    )
    if apart_from:
        sent = sent.exclude(visit=apart_from)
    if (sent.aggregate(total=Sum("sent"))["total"] or 0) >= codes.SENT_AN_HOUR:
        first = sent.order_by("since").values_list("since", flat=True)[0]
        raise TooManyOtps(first + codes.WINDOW)


def _waiting(visit: Visit, now: datetime) -> QuerySet[Visit]:
    """Requests of this phone without an answer, as their visitor sees it: a refusal that is
    not yet released still waits, and so does an approval that can be undone."""
    waiting: QuerySet[Visit] = (
        Visit.objects.filter(
            Q(status__in=WAITING)
            | Q(status__in=(Status.REFUSED, Status.APPROVED), answer_shown_at__gt=now),
            phone_index=visit.phone_index,
        )
        .select_related("prison__state")
        .order_by("requested_at")
    )
    return waiting


def _is_same(other: Visit, visit: Visit) -> bool:
    """The same visitor asks for the same person in the same prison, by the words written."""
    return (
        other.prison_id == visit.prison_id
        and other.kind == visit.kind
        and _plain(other.asked["name"]) == _plain(visit.asked["name"])
        and _plain(other.visitor.name) == _plain(visit.visitor.name)
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _can_skip() -> bool:
    from django.db import connection

    return connection.features.has_select_for_update_skip_locked
