"""What the officer does to a call at the desk, as both sides see and hear it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mulakat.audit.models import Event
from mulakat.calls.models import Call
from mulakat.schedule import places
from mulakat.visits.models import Outcome, Visit
from tests import world
from tests.axe import assert_accessible, assert_fits
from tests.journeys import media
from tests.journeys.trio import INMATE, INMATE_HZ, VISITOR, VISITOR_HZ, Trio, trio, until
from tests.live import live

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WARNING = "[data-warned]:visible, [data-warning]:visible"
SMALL = {"inmate": '[data-small="inmate"]', "visitor": '[data-small="visitor"]'}
SOUNDS = {"[data-inmate-sound]": INMATE_HZ, "[data-visitor-sound]": VISITOR_HZ}


@pytest.fixture
def visit() -> Visit:
    """At its place: so more minutes can be given."""
    visit = world.an_approved_visit(world.a_prison())
    assert visit.starts_at and visit.minutes
    places.claim(
        holder=visit.subject,
        starts_at=visit.starts_at,
        minutes=visit.minutes,
        inmate=visit.inmate,
        terminal=visit.terminal,
        counts=False,
    )
    return visit


@pytest.fixture
def group(tmp_path: Path, visit: Visit) -> Iterator[Trio]:
    with live() as server, trio(tmp_path, server, visit) as made:
        yield made


def test_a_warning_a_mute_and_a_pause_reach_both_sides(group: Trio, visit: Visit) -> None:
    group.meet()
    _warn(group, "dress")
    for page in (group.visitor, group.terminal):
        until(page.locator(WARNING).count, "the warning is shown")
    desk = group.desk
    desk.click('[data-do="mute"][data-side="visitor"]')
    until(lambda: _silent(group.terminal), "nothing of the visitor is heard inside")
    until(group.visitor.locator('[data-steered="visitor"]:visible').count, "the visitor is told")
    assert group.hears(group.visitor, "[data-sound]", INMATE_HZ)
    desk.click('[data-do="mute"][data-side="visitor"]')
    until(lambda: group.hears(group.terminal, "[data-sound]", VISITOR_HZ), "heard again")
    desk.click('[data-do="panel"][data-panel="pause"]')
    desk.click('section[data-panel="pause"] [data-why="technical"]')
    until(group.is_still, "no picture on either side")
    assert _silent(group.visitor) and _silent(group.terminal)
    used = _used(visit)
    desk.click('[data-do="resume"]')
    until(group.is_live, "picture and sound are back")
    until(lambda: _used(visit) > used, "the minutes run again")
    paused = Event.objects.get(name="call.resumed").data["seconds"]
    assert _used(visit) - used < 60_000 and paused >= 1


def test_more_minutes_an_end_that_says_what_it_means_and_the_outcome(
    group: Trio, visit: Visit
) -> None:
    group.meet()
    desk = group.desk
    desk.click('[data-do="extend"]')
    until(lambda: desk.is_visible("text=+5 minutes given"), "five more minutes")
    left = desk.locator('[data-slot="left-number"]')
    until(lambda: int(left.inner_text()) > visit.minutes, "they can be talked")  # type: ignore[operator]
    _write(group, "short")
    assert desk.is_visible("text=at least 10 letters")
    _write(group, "He showed a knife to the camera.")
    until(lambda: Event.objects.filter(name="call.incident").exists(), "it is kept")
    said = desk.locator('[data-slot="consequence"]')
    desk.select_option("[data-reason]", "technical")
    until(lambda: "does not count" in said.inner_text(), "no fault of the visitor")
    desk.select_option("[data-reason]", "threat")
    until(lambda: "counts as one visit" in said.inner_text(), "it counts")
    desk.click('[data-do="end"]')
    desk.click('[data-do="end"]')
    until(lambda: desk.is_visible("text=Stopped by an officer"), "what the facts propose")
    desk.click('[data-do="settle"]')
    until(lambda: desk.is_visible("[data-settled]"), "confirmed")
    visit.refresh_from_db()
    assert visit.outcome == Outcome.STOPPED
    assert Event.objects.get(name="call.settled").actor.startswith("staff:")


def test_a_grid_of_eight_keeps_every_call_watched_and_one_heard(group: Trio, visit: Visit) -> None:
    """One real call and a visit nobody has come to: two real calls are for the night."""
    other = world.an_approved_visit(visit.prison)
    group.meet()
    desk = group.desk
    desk.select_option("[data-size]", "8")
    until(lambda: desk.locator("[data-free]").count() == 7, "seven places are free")
    desk.click('[data-do="sound"]')
    for selector, hz in SOUNDS.items():
        until(lambda s=selector, h=hz: group.hears(desk, s, h), "the large one is heard")  # type: ignore[misc]
    desk.keyboard.press("Escape")
    desk.click(f'.s-tl[data-visit="{other.uid}"]')
    until(lambda: group.sees(desk, SMALL["visitor"], VISITOR), "the first is small now")
    assert group.sees(desk, SMALL["inmate"], INMATE)
    for selector in SOUNDS:
        assert media.page_tone(desk, selector).energy == 0
    assert all(count > 0 for count in group.moving(5)), "longer than one may look away"
    assert not Event.objects.filter(name="call.watch_stopped").exists()
    assert desk.locator("[data-free]").count() == 6
    desk.click(f'.desk-cell-go[data-visit="{visit.uid}"]')
    until(lambda: group.sees(desk, "[data-visitor]", VISITOR), "large again")
    desk.click(f'[data-do="unwatch"][data-visit="{other.uid}"]')
    until(lambda: desk.locator("[data-free]").count() == 7, "its place is free")
    until(group.is_moving, "the call goes on")
    assert_accessible(desk)
    assert_fits(desk)


def _warn(group: Trio, reason: str) -> None:
    group.desk.click('[data-do="panel"][data-panel="warn"]')
    group.desk.click(f'section[data-panel="warn"] [data-why="{reason}"]')


def _write(group: Trio, text: str) -> None:
    panel = group.desk.locator('section[data-panel="incident"]')
    if not panel.is_visible():
        group.desk.click('[data-do="panel"][data-panel="incident"]')
    panel.locator("textarea").fill(text)
    panel.locator('[data-do="write"]').click()


def _silent(page: object) -> bool:
    return media.page_tone(page, "[data-sound]").energy == 0  # type: ignore[arg-type]


def _used(visit: Visit) -> int:
    return Call.objects.get(visit=visit).used_ms
