"""The terminal from morning to evening, in a real browser: what each screen says, shows and
leaves behind. Visitor and officer are sockets without pictures: test_call_* has those.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from mulakat import clock
from mulakat.accounts import enrolling
from mulakat.accounts.models import Device
from mulakat.calls.models import Call
from mulakat.visits.models import Basis, Visit
from tests import world
from tests.axe import assert_accessible, assert_fits
from tests.journeys.trio import RULES, Trio, trio
from tests.live import OfficerPage, a_visitor_page, an_officer_page, live, until

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(420),
]
SIZES = {"hi": (1366, 768), "bn": (1024, 768)}
SPY = """
window.spoken = [];
document.addEventListener("playing", ({target}) => {
  if (!("voice" in target.dataset)) return;
  target.playbackRate = 8;
  window.spoken.push(target.src.split("/").pop().split(".")[0]);
}, true);
"""
TOO_SMALL = """() => [...document.querySelectorAll("button")]
  .filter((button) => button.checkVisibility({visibilityProperty: true}))
  .filter((button) => {
    const {width, height} = button.getBoundingClientRect();
    return width < 80 || height < 80;
  }).map((button) => button.outerHTML)"""
HIDDEN = """() => {
  const page = document.documentElement;
  const foot = document.querySelector(".kfoot").getBoundingClientRect();
  const main = document.querySelector("main");
  return [page.scrollHeight - page.clientHeight, main.scrollHeight - main.clientHeight,
          Math.round(foot.bottom) - page.clientHeight].filter((pixels) => pixels > 0);
}"""


class Walk:
    """One terminal on its way through the screens, looked at and listened to on each."""

    def __init__(self, group: Trio, language: str) -> None:
        self.group, self.page, self.language = group, group.terminal, language

    def stands_at(self, screen: str, *lines: str) -> None:
        """The screen is there, says its lines, says them again, and is open to everybody."""
        expect(self.page.locator(f'[data-screen="{screen}"]')).to_be_visible()
        self.says(*lines)
        self.is_sound()

    def says(self, *lines: str) -> None:
        """By itself, and once more by a press on "Hear again"."""
        self.heard(*lines)
        self.page.evaluate("window.spoken = []")
        self.page.evaluate(
            "document.querySelector('[data-do=hear-again]').click()"
        )  # under the hand
        self.heard(*lines)

    def heard(self, *lines: str) -> None:
        until(lambda: set(lines) <= set(self._spoken()), f"says {lines}, not {self._spoken()}", 20)

    def _spoken(self) -> list[str]:
        try:
            return list(self.page.evaluate("window.spoken"))
        except Error:  # a new page is coming
            return []

    def is_sound(self) -> None:
        assert_accessible(self.page)
        assert_fits(self.page)
        assert not self.page.evaluate(TOO_SMALL)
        assert not self.page.evaluate(HIDDEN), self.page.locator("h1").inner_text()

    def press(self, selector: str) -> None:
        self.page.locator(f"{selector}:visible").click()


@pytest.fixture
def visit() -> Visit:
    """Of a lawyer, whom the inmate has not been asked about; in three days."""
    later = clock.now() + timedelta(days=3)
    return world.an_approved_visit(world.a_prison(), basis=Basis.LEGAL, starts_at=later)


@pytest.fixture(params=SIZES)
def walk(tmp_path: Path, visit: Visit, request: pytest.FixtureRequest) -> Iterator[Walk]:
    with live() as server, trio(tmp_path, server, visit) as group:
        page = group.open_terminal()
        width, height = SIZES[request.param]
        page.set_viewport_size({"width": width, "height": height})
        page.context.add_init_script(SPY)
        page.evaluate(SPY)
        yield Walk(group, request.param)


def test_a_terminals_day(walk: Walk, visit: Visit) -> None:
    by = world.an_officer(visit.prison)
    officer = an_officer_page(walk.group.server, by).open().ready()
    _tests_itself(walk, visit, officer)
    Visit.objects.filter(pk=visit.pk).update(starts_at=clock.now())
    _goes_away_and_comes_back(walk, visit)
    _passes_the_steps(walk, visit, officer)
    _talks(walk, visit, officer)
    _finishes(walk, visit, officer)
    enrolling.revoke(device=Device.objects.get(), by=by.actor, now=clock.now())
    expect(walk.page.locator('[data-screen="enrol"]')).to_be_visible(timeout=5000)


def _tests_itself(walk: Walk, visit: Visit, officer: OfficerPage) -> None:
    expect(walk.page.locator('[data-screen="idle"]')).to_be_visible()
    walk.is_sound()
    assert visit.visitor.name not in walk.page.content()
    assert visit.terminal
    officer.say("test", terminal=visit.terminal.number)
    found = until(
        lambda: [each["test"] for each in officer.state["terminals"] if each["test"]], "tested"
    )
    assert found[0]["camera"] and found[0]["microphone"] and found[0]["sound"]


def _goes_away_and_comes_back(walk: Walk, visit: Visit) -> None:
    """A minute without a touch: the clock again, and nothing of the person."""
    page = walk.page
    walk.stands_at("language", "language", "language", "language")
    walk.press(f'[data-do="language"][lang="{walk.language}"]')
    assert visit.inmate
    expect(page.locator('[data-screen="you"]')).to_contain_text(visit.inmate.called("en", "en"))
    page.evaluate(
        "const now = performance.now.bind(performance); performance.now = () => now() + 61e3"
    )
    expect(page.locator('[data-do="begin"]')).to_be_visible()
    walk.is_sound()
    _left_nothing(page, visit)
    walk.press('[data-do="begin"]')


def _left_nothing(page: Page, visit: Visit) -> None:
    assert visit.inmate
    names = [visit.inmate.called("en", "en"), visit.visitor.name]
    kept = page.evaluate("[sessionStorage.length, localStorage.length]")
    assert kept == [0, 0]
    assert not [name for name in names if name in page.content()]


def _passes_the_steps(walk: Walk, visit: Visit, officer: OfficerPage) -> None:
    walk.press(f'[data-do="language"][lang="{walk.language}"]')
    walk.stands_at("you", "you")
    walk.press('[data-do="not-me"]')
    walk.stands_at("not_you", "not_you")
    _is_told(visit, "not_me")
    walk.press('[data-to="language"]')
    walk.press(f'[data-do="language"][lang="{walk.language}"]')
    walk.press('[data-do="yes"]')
    walk.stands_at("consent", "relation_spouse", "consent")
    walk.press('[data-do="declined"]')
    walk.stands_at("declined", "declined", "not_you")
    _is_told(visit, "declined")
    walk.press('[data-to="consent"]')
    walk.press('[data-to="rule_watched"]')
    walk.stands_at("rule_watched", "rule_watched_legal")
    for step in RULES[:-1]:
        walk.press(f'[data-to="{step}"]')
        walk.stands_at(step, step)
    walk.press('[data-to="sound"]')
    walk.stands_at("sound", "sound")
    walk.heard("sound_heard")
    walk.press('[data-do="no-sound"]')
    walk.stands_at("no_sound", "not_you", "no_sound")
    walk.press('[data-to="sound"]')
    walk.press('[data-to="wait"]')
    walk.stands_at("wait", "wait")
    _is_told(visit, "ready")


def _is_told(visit: Visit, what: str) -> None:
    until(lambda: Call.objects.get(visit=visit).inmate_said == what, f"the officer is told {what}")


def _talks(walk: Walk, visit: Visit, officer: OfficerPage) -> None:
    page, this = walk.page, {"visit": str(visit.uid)}
    a_visitor_page(walk.group.server, visit).open().ready()
    walk.says("there")
    match = page.locator('[data-screen="wait"] .match')
    expect(match).to_have_text(Call.objects.get(visit=visit).match_number)
    officer.say("choose", **this)
    until(lambda: officer.state.get("may_admit"), "the officer may admit")
    officer.say("admit", **this)
    expect(page.locator('[data-screen="call"]')).to_be_visible()
    walk.heard("away")  # the officer of this test receives no picture
    _comes_back_after_a_power_cut(walk, visit, officer)
    officer.say("warn", **this, reason="dress")
    walk.says("warned", "why_dress")
    expect(page.locator("[data-warned]")).to_be_visible()
    for side in ("inmate", "visitor"):
        officer.say("mute", **this, side=side, on=True)
        walk.says(f"muted_{side}")
    officer.say("voice_only", **this, on=True)
    walk.says("voice_only")
    officer.say("pause", **this, reason="distress")
    walk.says("paused", "why_distress")
    walk.is_sound()
    officer.say("resume", **this)
    expect(page.locator('[data-veil="stopped"]')).to_be_hidden()
    for left, line in ((119, "two_minutes"), (59, "one_minute")):
        Call.objects.filter(visit=visit).update(used_ms=(15 * 60 - left) * 1000)
        walk.says(line)
    walk.press('[data-do="officer"]')
    walk.says("hand")
    _is_told(visit, "officer")
    walk.is_sound()
    walk.press('[data-do="officer-done"]')


def _comes_back_after_a_power_cut(walk: Walk, visit: Visit, officer: OfficerPage) -> None:
    """Whoever sits there now, the officer looks first, and resumes with one tap."""
    walk.page.evaluate("sessionStorage.clear()")
    walk.page.reload()
    walk.press(f'[data-do="language"][lang="{walk.language}"]')
    walk.press('[data-do="yes"]')
    walk.heard("paused", "why_technical")
    assert officer.state["pause"] == {"reason": "technical"}
    officer.say("resume", visit=str(visit.uid))
    expect(walk.page.locator('[data-veil="stopped"]')).to_be_hidden()


def _finishes(walk: Walk, visit: Visit, officer: OfficerPage) -> None:
    officer.say("end", visit=str(visit.uid), reason="recording")
    walk.stands_at("finished", "finished")
    walk.press('[data-felt="so_so"]')
    walk.stands_at("thanks", "thanks")
    _is_told(visit, "so_so")
    expect(walk.page.locator('[data-screen="idle"]')).to_be_visible()
    _left_nothing(walk.page, visit)
