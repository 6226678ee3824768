"""The gate, as a guard lives it: no network, two hundred families, and nothing is lost."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mulakat import clock
from mulakat.accounts.models import User
from mulakat.audit.models import Event
from mulakat.gate import devices, keys, lists, pictures
from mulakat.gate.models import GateDevice, GateEvent
from mulakat.visits.models import Status, Visit
from mulakat.visits.proofs import passes
from tests import gate_cases, world
from tests.axe import assert_accessible, assert_fits
from tests.chromium import chromium, screen, without_scripts
from tests.journeys import gatehouse
from tests.journeys.gatehouse import Guard, a_guards_phone
from tests.journeys.site import Server
from tests.live import until
from tests.tree import ROOT

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DECODER = ROOT / "mulakat" / "static" / "vendor" / "jsqr.js"
CHECK_ALL = """async ([texts, now]) => {
  const { check } = await import('/static/js/gate/check.js');
  const { open } = await import('/static/js/gate/keep.js');
  const { kept } = await import('/static/js/gate/key.js');
  const list = await open(await kept());
  const said = await Promise.all(texts.map((text) => check(text, list, [], now)));
  return said.map(({ mark, key }) => [mark, key]);
}"""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright's loop is not ours
    running = Server(tmp_path / "server.log", MULAKAT_MODE="test").wait()
    try:
        yield running
    finally:
        running.stop()


def test_two_gates_without_a_network_lose_nothing_and_enter_nobody_twice(
    server: Server,
) -> None:
    prison = gatehouse.at_noon()
    visits = gatehouse.visits_of_today(prison, 200)
    texts = [keys.pass_text(visit, clock.now()) for visit in visits]
    with chromium() as browser:
        one = a_guards_phone(browser, server.origin, prison, 1)
        two = a_guards_phone(browser, server.origin, prison, 2)
        server.kill()
        for guard in (one, two):
            guard.page.reload()
            guard.view("today").wait_for()
            assert guard.page.locator(".g-list li").count() == 200
            guard.page.locator("[data-net=off]").wait_for()
            _look(guard)

        said = one.page.evaluate(CHECK_ALL, [texts, gatehouse.ms(clock.now())])
        assert [mark for mark, _key in said] == ["let_in"] * 200

        _two_are_let_in(one, visits)
        assert one.waiting() == 2
        assert two.present(visits[0].reference) == "LET IN"  # it cannot know
        two.let_in(visits[0])
        _one_is_turned_back(two, visits[2])
        two.page.reload()  # what was done outlives the page
        two.view("result").wait_for()
        assert two.waiting() == 2
        assert not GateEvent.objects.exists()

        server.start_again()
        acts = one.page.evaluate(
            "async () => (await import('/static/js/gate/store.js')).all('acts')"
        )
        one.hand_over()
        two.hand_over()
        _told_again(one, acts)

        assert one.waiting() == two.waiting() == 0
        _nothing_is_lost_or_doubled(*visits[:3])
        for guard in (one, two):
            _sees_the_double_use(guard, visits[0])


def _nothing_is_lost_or_doubled(twice: Visit, once: Visit, turned_back: Visit) -> None:
    found = sorted(GateEvent.objects.values_list("visit_id", "kind", "device__gate"))
    assert found == sorted(
        [
            (twice.pk, "arrived", 1),
            (twice.pk, "arrived", 2),
            (once.pk, "arrived", 1),
            (turned_back.pk, "refused", 2),
        ]
    )
    assert Event.objects.filter(name="visit.gate_arrived").count() == 3
    turned_back.refresh_from_db()
    assert (turned_back.status, turned_back.outcome) == (Status.ENDED, "not_admitted")


def _two_are_let_in(guard: Guard, visits: list[Visit]) -> None:
    assert guard.present(visits[0].reference) == "LET IN"
    _look(guard)
    guard.page.locator("[data-let-in] button").click()  # nothing ticked, no code
    guard.page.locator(".errors:not([hidden])").wait_for()
    assert guard.page.locator(".errors li").count() == 2
    _look(guard)
    guard.let_in(visits[0])
    _look(guard)
    assert guard.present(passes.short_code(visits[0])) == "STOP"  # replayed
    assert "gate 1" in guard.page.locator(".g-band p").inner_text()
    assert guard.present(passes.short_code(visits[1]).lower()) == "LET IN"
    guard.let_in(visits[1])
    guard.go("#today")
    guard.view("today").wait_for()
    assert guard.page.locator(".g-list .g-arrived").count() == 2


def _one_is_turned_back(guard: Guard, visit: Visit) -> None:
    guard.present(visit.reference)
    guard.page.locator("[data-refuse]").click()
    guard.view("refuse").wait_for()
    _look(guard)
    guard.page.locator('[name=refusal][value="no_id"]').check()
    guard.page.locator("[data-turn-back] button").click()
    guard.view("result").wait_for()
    assert guard.page.locator(".g-facts .g-refused").count() == 1


def _told_again(guard: Guard, acts: list[object]) -> None:
    """As when the server's answer was lost: the whole queue is handed over once more."""
    assert len(acts) == 2
    guard.page.evaluate(
        """async (acts) => {
          const store = await import('/static/js/gate/store.js');
          for (const act of acts) await store.put('acts', act.uid, act);
        }""",
        acts,
    )
    guard.page.reload()
    until(lambda: guard.waiting() == 0, "the repeated acts are taken")


def _sees_the_double_use(guard: Guard, visit: Visit) -> None:
    guard.page.goto(f"{guard.origin}/gate/app/")
    guard.page.locator(gatehouse.HANDED_OVER).wait_for()
    shown = guard.page.locator("[data-doubles]:not([hidden])")
    shown.wait_for()
    text = shown.inner_text()
    assert visit.reference in text and "twice" in text
    zone = visit.prison.zone
    for event in GateEvent.objects.filter(visit=visit).select_related("device"):
        assert f"gate {event.device.gate} {event.at.astimezone(zone):%H:%M}" in text
    _look(guard)


def _look(guard: Guard) -> None:
    assert_accessible(guard.page)
    assert_fits(guard.page)


def test_a_pass_is_scanned_without_a_network(server: Server, tmp_path: Path) -> None:
    assert DECODER.exists(), "this browser has none of its own: run .ci/decoder"
    prison = gatehouse.at_noon()
    visit = gatehouse.visits_of_today(prison, 1)[0]
    text = keys.pass_text(visit, clock.now())
    picture = pictures.png(text, (visit.reference, "Come by 10:00"))
    film = gatehouse.film_of(picture, tmp_path / "pass.y4m")
    flags = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    with chromium(*flags) as browser:
        guard = a_guards_phone(browser, server.origin, prison, 1)
        server.kill()
        guard.page.reload()
        guard.view("today").wait_for()
        guard.page.goto(f"{server.origin}/gate/find/")  # whatever page is asked for
        guard.view("today").wait_for()
        guard.go("#scan")
        _look(guard)
        guard.page.locator('[data-do="camera"]').click()
        guard.view("result").wait_for()
        assert guard.page.locator(".g-band h1").inner_text() == "LET IN"
        assert visit.reference in guard.page.locator(".g-facts").inner_text()


def test_the_script_says_of_every_pass_what_the_server_says(server: Server) -> None:
    day = gate_cases.a_day()
    contents = json.loads(json.dumps(lists.contents(day.session, gate_cases.NOON)))
    with chromium() as browser:
        page = screen(browser).new_page()
        page.goto(f"{server.origin}/gate/app/")
        said = page.evaluate(
            """async ([texts, list, now]) => {
              const { check } = await import('/static/js/gate/check.js');
              const all = texts.map((text) => check(text, list, [], now));
              return (await Promise.all(all)).map(({ mark, key }) => [mark, key]);
            }""",
            [[case.typed for case in day.cases], contents, gatehouse.ms(gate_cases.NOON)],
        )
    found = {case.name: tuple(one) for case, one in zip(day.cases, said, strict=True)}
    assert found == {case.name: (case.mark, case.key) for case in day.cases}


def test_the_list_is_gone_at_midnight_and_when_the_gate_is_revoked(server: Server) -> None:
    prison = gatehouse.at_noon()
    gatehouse.visits_of_today(prison, 3)
    held = (
        "async () => (await import('/static/js/gate/store.js')).all('list').then((l) => l.length)"
    )
    with chromium() as browser:
        one = a_guards_phone(browser, server.origin, prison, 1)
        two = a_guards_phone(browser, server.origin, prison, 2)
        assert one.page.evaluate(held) == two.page.evaluate(held) == 1
        one.go("#scan")
        one.page.locator('[data-do="camera"]').click()
        one.page.get_by_text("The camera cannot be used here").wait_for()
        devices.revoke(
            device=GateDevice.objects.get(gate=1, revoked_at=None),
            by=User.objects.first().actor,  # type: ignore[union-attr]
            now=clock.now(),
        )
        one.page.reload()
        one.view("no_gate").wait_for()
        assert one.page.evaluate(held) == 0
        _look(one)
        server.kill()
        two.page.evaluate(
            """async () => {
              const store = await import('/static/js/gate/store.js');
              const kept = await store.get('list', 'today');
              const now = Date.now() + kept.ahead;  // the server's clock, as the page reckons it
              await store.put('list', 'today', { ...kept, wipe_at: now - 1 });
            }"""
        )
        two.page.reload()
        two.view("no_list").wait_for()
        assert two.page.evaluate(held) == 0
        _look(two)


def test_the_list_goes_when_the_guard_signs_out(server: Server) -> None:
    prison = gatehouse.at_noon()
    gatehouse.visits_of_today(prison, 1)
    with chromium() as browser:
        guard = a_guards_phone(browser, server.origin, prison, 1)
        guard.page.goto(f"{server.origin}/gate/")
        guard.page.locator('form[action="/gate/sign-out/"] button').click()
        guard.page.wait_for_url("**/gate/sign-in/")
        guard.page.goto(f"{server.origin}/gate/app/")
        guard.view("no_list").wait_for()
        server.kill()
        guard.page.reload()
        guard.view("no_list").wait_for()


def test_a_guard_without_script_lets_in_by_plain_forms(server: Server) -> None:
    prison = gatehouse.at_noon()
    visit = gatehouse.visits_of_today(prison, 1)[0]
    made = devices.make_code(prison=prison, gate=1, by="staff:1", now=clock.now())
    with chromium() as browser:
        page = without_scripts(browser, width=320).new_page()
        page.goto(f"{server.origin}/gate/enrol/")
        page.locator("#code").fill(made)
        page.get_by_role("button", name="Make it a gate").click()
        page.locator("#staff_id").fill(gatehouse.a_guard(prison).staff_id)
        page.locator("#password").fill(world.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Check a pass").click()
        page.locator("#typed").fill(passes.short_code(visit))
        page.get_by_role("button", name="Check").click()
        assert page.locator("h1").inner_text() == "LET IN"
        page.locator("#id-0").check()
        page.locator("#code").fill(passes.gate_code(visit))
        page.get_by_role("button", name="Arrived").click()
        page.get_by_role("button", name="Goes inside now").click()
        page.get_by_role("button", name="Has left").click()
        page.wait_for_load_state()
    visit.refresh_from_db()
    assert (visit.status, visit.outcome) == (Status.ENDED, "done")
