from datetime import timedelta
from typing import Any

import pytest

from mulakat import clock
from mulakat.notifications import rendering
from mulakat.notifications.models import Notification
from mulakat.prisons.models import Prison
from mulakat.schedule.models import Kind
from mulakat.visits import telling
from mulakat.visits.models import Decision, Link, Visit
from mulakat.visits.proofs import passes
from tests import world

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "hi", "bn")


def a_prison(preset: str, **overrides: Any) -> Prison:
    names = {"en": "West Bengal", "hi": "पश्चिम बंगाल", "bn": "পশ্চিমবঙ্গ"}
    state = world.a_state(preset=preset, names=names, overrides=overrides)
    return world.a_prison(state)


def messages() -> dict[str, Notification]:
    return {row.message: row for row in Notification.objects.all()}


def words(row: Notification) -> str:
    """Everything a reader of the message could see."""
    context = row.payload["context"]
    if row.channel == "sms":
        return rendering.sms(row.message, row.language, context)
    mail = rendering.mail(row.message, row.language, context)
    return "\n".join([mail.subject, mail.text, mail.html])


def a_refusal(visit: Visit, told: str) -> None:
    Decision.objects.create(
        visit=visit, at=clock.now(), by=world.an_officer(visit.prison), approved=False,
        reason="R-60", told=told, note="secret of the staff",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("preset", "expected"),
    [("wb-2021", {"S01", "E01"}), ("bihar-2021", {"S01"}), ("open", {"S01", "E01"})],
)
def test_the_otp_of_the_request_goes_where_the_procedure_says(
    preset: str, expected: set[str]
) -> None:
    visit = world.a_visit(a_prison(preset))
    otps = {"sms": "482913", "email": "731046"}
    otps = {channel: otps[channel] for channel in telling.request_channels(visit)}
    telling.request_otp(visit=visit, otps=otps, now=clock.now())
    assert set(messages()) == expected
    for row in messages().values():
        own, other = (otps["sms"], "731046") if row.channel == "sms" else ("731046", otps["sms"])
        assert own in words(row) and other not in words(row) and row.expires_at


@pytest.mark.parametrize(
    ("preset", "expected"),
    [("wb-2021", {"E03"}), ("bihar-2021", {"E03"}), ("open", {"S03", "E03"})],
)
def test_the_approval_goes_where_the_procedure_says(preset: str, expected: set[str]) -> None:
    visit = world.an_approved_visit(a_prison(preset))
    telling.approved(visit=visit, now=clock.now(), pin="4821")
    assert set(messages()) == expected
    assert Link.objects.filter(visit=visit).count() == len(expected)


@pytest.mark.parametrize("preset", ["wb-2021", "bihar-2021", "open"])
def test_an_approval_is_told_once(preset: str) -> None:
    visit = world.an_approved_visit(a_prison(preset))
    telling.approved(visit=visit, now=clock.now(), pin=None)
    count = Notification.objects.count()
    telling.approved(visit=visit, now=clock.now(), pin=None)
    assert Notification.objects.count() == count


def test_nobody_is_told_of_an_approval_after_the_visit() -> None:
    visit = world.an_approved_visit(a_prison("open"))
    telling.approved(visit=visit, now=clock.now(), pin=None)
    assert {row.expires_at for row in messages().values()} == {visit.ends_at}


def test_the_leaflets_steps_stand_in_the_mail_in_its_own_order() -> None:
    visit = world.an_approved_visit(a_prison("wb-2021"))
    telling.approved(visit=visit, now=clock.now(), pin=None)
    text = words(messages()["E03"])
    order = ["Google Chrome", "Type the Visit Reference Number", "A new OTP and the Room PIN come"]
    places = [text.index(part) for part in [*order, "Type both and press “Next”"]]
    assert places == sorted(places)
    assert visit.reference in text and "/j/" in text and "VC PIN" not in text


def test_the_articles_steps_stand_in_the_mail_in_its_own_order() -> None:
    visit = world.an_approved_visit(a_prison("bihar-2021"))
    telling.approved(visit=visit, now=clock.now(), pin="4821")
    text = words(messages()["E03"])
    assert "VC PIN: 4821" in text
    order = ["Type the Visit Reference Number", "Type the VC PIN", "An OTP comes to your mobile"]
    places = [text.index(part) for part in [*order, "Press “Join the meeting”"]]
    assert places == sorted(places)


def test_a_visit_at_the_prison_has_a_gate_code_and_no_pin() -> None:
    prison = a_prison("open")
    visit = world.an_approved_visit(
        prison, kind=Kind.PHYSICAL, terminal=None, window=world.a_window(prison)
    )
    telling.approved(visit=visit, now=clock.now(), pin=None)
    assert set(messages()) == {"S04", "E04"}
    code = passes.gate_code(visit)
    for row in messages().values():
        assert code in words(row) and "PIN" not in words(row)
    assert "Come by" in words(messages()["S04"]) and "/j/" not in words(messages()["S04"])
    assert "Bring the ID" in words(messages()["E04"]) and "/j/" in words(messages()["E04"])


@pytest.mark.parametrize(
    ("preset", "expected"), [("wb-2021", "E12"), ("bihar-2021", "S11"), ("open", "S11")]
)
def test_the_codes_to_join_go_where_the_procedure_says(preset: str, expected: str) -> None:
    prison = a_prison(preset)
    pin = "4821" if prison.policy.pin_delivery == "join" else None
    visit = world.an_approved_visit(prison)
    telling.join_codes(visit=visit, otp="482913", pin=pin, now=clock.now())
    (row,) = Notification.objects.all()
    assert row.message == expected and "482913" in words(row)
    assert ("4821\n" in words(row)) == (pin is not None)


def test_a_neutral_refusal_waits_for_its_hour_and_keeps_the_officers_note() -> None:
    now = clock.now()
    visit = world.a_request(a_prison("open"), answer_shown_at=now + timedelta(minutes=40))
    a_refusal(visit, "R-90")
    telling.refused(visit=visit, now=now)
    assert {row.due_at for row in messages().values()} == {visit.answer_shown_at}
    for row in messages().values():
        assert "secret" not in words(row) and "does not accept" not in words(row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_holds_a_word_that_a_person_typed(language: str) -> None:
    canary = "Zz-canary-zZ"
    typed = {"name": canary, "guardian": canary, "relation_other": canary}
    asked = {"name": canary, "guardian": canary, "age": 30, "gender": "man", "number": canary}
    prison = a_prison("open")
    now = clock.now()
    for kind in Kind.values:
        visit = world.an_approved_visit(
            prison, kind=kind, visitor=typed, asked=asked, language=language
        )
        visit.contact["address"] = {"line": canary}
        telling.request_otp(visit=visit, otps={"sms": "1", "email": "3"}, now=now)
        telling.request_sent(visit=visit, now=now)
        telling.approved(visit=visit, now=now, pin=None)
        telling.join_codes(visit=visit, otp="1", pin="2", now=now)
        telling.status_otp(visit=visit, otp="1", now=now)
    told = [words(row) for row in Notification.objects.all()]
    assert len(told) >= 18 and not any(canary in text for text in told)


@pytest.mark.parametrize(
    ("language", "office"), [("en", "the office"), ("hi", "दफ़्तर"), ("bn", "অফিস")]
)
def test_an_sms_to_a_shared_phone_names_no_jail(language: str, office: str) -> None:
    visit = world.a_request(
        a_prison("open"), language=language, contact={"phone_owner": "neighbour"}
    )
    telling.request_sent(visit=visit, now=clock.now())
    text = words(messages()["S02"])
    assert office in text and visit.prison.short_name(language) not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_free_and_names_the_helpline(language: str) -> None:
    prison, now = a_prison("open"), clock.now()
    for kind in Kind.values:
        visit = world.an_approved_visit(prison, kind=kind, language=language)
        a_refusal(visit, "R-32")
        telling.request_otp(visit=visit, otps={"sms": "1", "email": "3"}, now=now)
        telling.request_sent(visit=visit, now=now)
        telling.approved(visit=visit, now=now, pin=None)
        telling.refused(visit=visit, now=now)
        telling.join_codes(visit=visit, otp="1", pin=None, now=now)
    free = {"en": ("Free", "free"), "hi": ("मुफ़्त",), "bn": ("বিনামূল্যে",)}[language]
    for row in Notification.objects.all():
        assert "9073945590" in words(row) and any(word in words(row) for word in free), row


def test_whoever_gave_no_mail_address_is_told_by_sms() -> None:
    visit = world.an_approved_visit(a_prison("wb-2021"), contact={"email": ""})
    telling.approved(visit=visit, now=clock.now(), pin=None)
    assert set(messages()) == {"S03"}


def test_a_preview_says_what_is_sent_and_saves_nothing() -> None:
    prison = a_prison("open")
    visit, now = world.a_request(prison, language="bn"), clock.now()
    told = telling.preview_approved(
        visit=visit, starts_at=now, minutes=15, place=world.a_terminal(prison), now=now
    )
    assert [one.channel for one in told] == ["sms", "email"]
    assert told[0].text.startswith("মঞ্জুর: ভিডিও সাক্ষাৎ") and visit.reference in told[1].subject
    refused = telling.preview_refused(visit=visit, reason="R-32", now=now)
    assert all(visit.reference in one.subject + one.text for one in refused)
    at_gate = world.a_request(prison, kind=Kind.PHYSICAL)
    told = telling.preview_approved(
        visit=at_gate, starts_at=now, minutes=20, place=world.a_window(prison), now=now
    )
    assert all("••••" in one.text for one in told)  # the code is the visitor's alone
    assert not Notification.objects.exists() and not Link.objects.exists()


def test_links_begin_with_the_configured_origin(settings: Any) -> None:
    settings.ORIGIN = "https://emulakat.example"
    visit = world.an_approved_visit(a_prison("open"))
    telling.approved(visit=visit, now=clock.now(), pin=None)
    for row in messages().values():
        assert "https://emulakat.example/j/" in words(row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_appointment_can_be_put_into_a_calendar(language: str) -> None:
    prison = a_prison("open")
    for kind in Kind.values:
        visit = world.an_approved_visit(prison, kind=kind, language=language)
        telling.approved(visit=visit, now=clock.now(), pin="4821")
        row = Notification.objects.get(subject=visit.subject, channel="email")
        mail = rendering.mail(row.message, language, row.payload["context"], clock.now())
        lines = mail.calendar.replace("\r\n ", "").split("\r\n")
        assert f"DTSTART:{visit.starts_at:%Y%m%dT%H%M%SZ}" in lines and "DURATION:PT15M" in lines
        assert all(len(line.encode()) <= 75 for line in mail.calendar.split("\r\n"))
        assert "/j/" not in mail.calendar and "4821" not in mail.calendar
        assert (prison.name(language) in mail.calendar) == (kind == Kind.PHYSICAL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_small_and_loads_nothing_from_elsewhere(language: str) -> None:
    visit = world.an_approved_visit(a_prison("bihar-2021"), language=language)
    telling.approved(visit=visit, now=clock.now(), pin="4821")
    row = messages()["E03"]
    html = rendering.mail(row.message, language, row.payload["context"]).html
    assert len(html.encode()) <= 15_000
    assert "<img" not in html and "<link" not in html and "url(" not in html
