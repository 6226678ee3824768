"""Page 6: the answers, two boxes, Submit."""

import pytest

from mulakat.notifications.models import Notification
from mulakat.portals.visitor.book import where
from mulakat.portals.visitor.book.tests.walking import CONSENT, Walk, assert_complains, text
from mulakat.prisons.models import Prison, State
from mulakat.visits.form import times
from mulakat.visits.models import Status, Visit
from mulakat.visits.words.consent import PRIVACY_VERSION

pytestmark = pytest.mark.django_db


def test_it_shows_every_answer_with_a_way_to_change_it(walk: Walk) -> None:
    shown = text(walk.to("check").get("check"))
    for words in (
        "Rahim Sheikh", "Nadipur Central", "Video conferencing", "Sabina Khatun", "29 years",
        "Wife or husband", "Voter ID, ••••4567", "12 Station Road", "9830012345, Mine",
        "sabina@example.com", "Nobody else", "No help needed",
    ):  # fmt: skip
        assert words in shown, words
    assert "ABC1234567" not in shown
    assert shown.count("Change<span") >= 9


def test_the_boxes_are_not_ticked_for_anybody(walk: Walk) -> None:
    shown = text(walk.to("check").get("check"))
    assert "checked" not in shown and "/info/privacy/" in shown and "Submit" in shown


def test_it_asks_for_both_ticks_and_keeps_the_one_given(walk: Walk) -> None:
    answer = walk.to("check").submit(watch="", agree="1")
    assert_complains(answer, "watch", "Tick to show you know that officers watch the visit")
    assert text(answer).count(" checked") == 1
    answer = walk.submit(agree="")
    assert_complains(
        answer,
        "agree",
        "Tick to show you agree that Correctional Services uses your details for this visit",
    )
    assert not Visit.objects.exists()


def test_submit_keeps_an_unconfirmed_visit_and_sends_the_otp(walk: Walk) -> None:
    assert walk.to("check").submit()["Location"] == "/book/otp/"
    visit = Visit.objects.get()
    assert visit.status == Status.UNCONFIRMED and visit.reference == ""
    assert visit.contact["phone"] == "+919830012345"
    assert visit.details["privacy_version"] == PRIVACY_VERSION
    assert visit.details["officers_watch"] is True and visit.details["consented_at"]
    channels = Notification.objects.filter(subject=visit.subject).values_list("channel", flat=True)
    assert set(channels) == {"sms", "email"}


def test_submit_twice_is_one_visit_and_one_otp(walk: Walk) -> None:
    walk.to("otp")
    sent = Notification.objects.count()
    assert walk.submit()["Location"] == "/book/otp/"
    assert Visit.objects.count() == 1 and Notification.objects.count() == sent


def test_a_changed_answer_changes_the_same_visit(walk: Walk) -> None:
    walk.to("otp")
    walk.post("you", name="Sabina Bibi")
    assert walk.submit()["Location"] == "/book/otp/"
    assert Visit.objects.get().visitor.name == "Sabina Bibi"


def test_a_changed_number_gets_an_otp_of_its_own_and_the_old_one_dies(walk: Walk) -> None:
    walk.to("otp")
    old, visit = walk.otp(), Visit.objects.get()
    visit.codes.update(created_at=visit.codes.latest("pk").created_at.replace(year=2020))
    walk.post("id", phone="9830054321")
    walk.submit()
    note = Notification.objects.filter(channel="sms").latest("pk")
    assert note.payload["to"] == "+919830054321"
    assert walk.confirm(old).status_code == 200
    assert walk.confirm().status_code == 302


def test_a_jump_ahead_goes_to_the_first_page_without_an_answer(walk: Walk) -> None:
    assert walk.get("check")["Location"] == "/book/jail/"
    walk.to("you")
    for page in ("id", "others", "check"):
        assert walk.get(page)["Location"] == "/book/you/"
    assert walk.get("otp")["Location"] == "/book/check/"


def test_a_time_that_went_by_is_asked_again_and_the_rest_is_kept(walk: Walk) -> None:
    walk.to("check")
    Prison.objects.update(overrides={"notice_hours": 24 * 20})
    where.forget()
    times.forget()
    assert walk.get("check")["Location"] == "/book/kind/"
    assert "has just been taken" in text(walk.get("kind"))
    assert walk.client.post("/book/check/", CONSENT)["Location"] == "/book/kind/"
    assert not Visit.objects.exists()


def test_the_rules_are_those_of_the_kind(walk: Walk) -> None:
    assert "You have 15 minutes" in text(walk.to("check").get("check"))
    walk.post("kind", kind="physical", wish=[walk.wish("physical")])
    assert "Phones stay outside." in text(walk.get("check"))


def test_the_state_that_leads_asks_its_own_consent(walk: Walk) -> None:
    State.objects.update(department={"en": "Prisons & Correctional Services"})
    where.forget()
    answer = walk.to("check").submit(agree="")
    assert "Prisons &amp; Correctional Services uses your details" in text(answer)
