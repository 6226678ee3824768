"""Page 2: kind and wished times."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from mulakat.portals.visitor.book import where
from mulakat.portals.visitor.book.tests.walking import Walk, assert_complains, text
from mulakat.prisons.models import Prison
from mulakat.visits.form import times
from mulakat.visits.models import Visit
from tests import world

pytestmark = pytest.mark.django_db


def test_it_shows_the_printed_words_and_goes_on(walk: Walk) -> None:
    walk.to("kind")
    shown = text(walk.get("kind"))
    assert "Physical" in shown and "Video conferencing" in shown
    assert walk.post("kind")["Location"] == "/book/you/"


def test_it_asks_for_the_kind(walk: Walk) -> None:
    answer = walk.to("kind").post("kind", kind="")
    assert_complains(answer, "kind", "Choose a video visit or a visit at the jail")


def test_it_asks_for_a_time(walk: Walk) -> None:
    assert_complains(walk.to("kind").post("kind", wish=[]), "wish", "Choose at least one time")


def test_a_time_counts_once(walk: Walk) -> None:
    wish = walk.wish()
    answer = walk.to("kind").post("kind", wish=[wish], time=[wish])
    assert_complains(answer, "wish", "You have already chosen this time")


def test_there_are_at_most_three(walk: Walk) -> None:
    answer = walk.to("kind").post("kind", wish=[walk.wish(index=n) for n in range(4)])
    assert_complains(answer, "wish", "You can choose 3 times. Remove one to add another")
    assert text(answer).count('name="remove"') == 4  # none is lost


def test_a_time_nobody_offers_is_taken(walk: Walk) -> None:
    answer = walk.to("kind").post("kind", wish=["20200106T0530Z"])
    message = answer.context["errors"]["wish"]
    assert message.startswith("Mon 6 Jan 2020, ")
    assert message.endswith(
        " has just been taken. Your other answers are saved. Choose another time"
    )


def test_without_script_a_day_is_chosen_then_its_times(walk: Walk) -> None:
    walk.to("kind")
    first = walk.client.post("/book/kind/", {"kind": "video", "show": "1"})
    day, choices = first.context["days"][1][0], first.context["times"]
    second = walk.client.post(
        "/book/kind/",
        {"kind": "video", "show": "1", "day": day, "time": [choices[2].value]},
    )
    assert [wish for wish, _words in second.context["wishes"]] == [choices[2].value]
    assert second.context["day"] == day
    last = second.context["times"][0].value
    answer = walk.client.post(
        "/book/kind/", {"kind": "video", "wish": [choices[2].value], "time": [last]}
    )
    assert answer["Location"] == "/book/you/"
    assert walk.draft.answers["kind"]["wish"] == [choices[2].value, last]


def test_wishes_move_up_and_go(walk: Walk) -> None:
    a, b = walk.wish(index=0), walk.wish(index=1)
    walk.to("kind").post("kind", wish=[a, b], up=b)
    assert walk.draft.answers["kind"]["wish"] == [b, a]
    walk.post("kind", wish=[b, a], remove=b)
    assert walk.draft.answers["kind"]["wish"] == [a]


def test_show_needs_the_kind(walk: Walk) -> None:
    answer = walk.to("kind").client.post("/book/kind/", {"show": "1"})
    assert_complains(answer, "kind", "Choose a video visit or a visit at the jail")


def test_only_what_the_prison_has_is_offered(prison: Prison) -> None:
    Prison.objects.filter(pk=prison.pk).update(has_video=False)
    where.forget()
    prison.refresh_from_db()
    walk = Walk(prison)
    walk.to("kind")
    shown = text(walk.get("kind"))
    assert "Video conferencing" not in shown
    assert "Nadipur Central does not do video visits. You can visit at the jail." in shown
    assert "Nadipur Central does not do video visits." in text(walk.post("kind", kind="video"))


def test_a_prison_without_times_says_so(walk: Walk) -> None:
    walk.prison.slot_rules.all().delete()
    times.forget()
    answer = walk.to("kind").post("kind", wish=[])
    assert "has no times for such a visit now" in text(answer)


def test_the_wishes_are_stored_in_utc_first_choice_first(walk: Walk) -> None:
    wishes = [walk.wish(index=2), walk.wish(index=0)]
    walk.answers["kind"] = {"kind": "video", "wish": wishes}
    walk.to("otp")
    stored = [datetime.fromisoformat(text) for text in Visit.objects.get().wishes]
    assert [at.strftime("%Y%m%dT%H%MZ") for at in stored] == wishes
    assert all(at.tzinfo == UTC for at in stored)


def test_times_depend_on_prison_kind_and_date_alone(walk: Walk) -> None:
    """Two visitors who ask for different people see the same bytes."""
    world.an_inmate(walk.prison, name="Rahim Sheikh")
    other = Walk(walk.prison, Client(), jail={**walk.answers["jail"], "name": "Nobody Here"})
    shown = []
    for one in (walk, other):
        one.to("kind")
        answer = one.client.post("/book/kind/", {"kind": "video", "show": "1"})
        shown.append((answer.context["days"], answer.context["times"]))
    assert shown[0] == shown[1]
