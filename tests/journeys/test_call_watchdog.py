"""What a page does by itself when a picture freezes or a word is lost; the modules alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.journeys import modules

pytestmark = pytest.mark.journey

# Twenty looks at a picture: is it taken for frozen? Half a second lies between two of them.
LOOKS = """async ([decoded, shown, isHidden, maySee]) => {
  const { Flow } = await import("/kiosk/flow.js");
  Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
  const meter = { take: () => shown, takeDecoded: async () => decoded };
  const flow = new Flow(meter);
  const found = [];
  for (let look = 0; look < 20; look++) {
    await flow.look(true, true, maySee);
    found.push(flow.isFrozen);
  }
  return found.indexOf(true);
}"""
OFFER = """async () => {
  const { OfferingLeg, AnsweringLeg } = await import("/call/leg.js");
  const sent = [];
  const plan = { kinds: ["audio", "video"], direction: "sendrecv", streams: [] };
  const near = new OfferingLeg("visitor", 3, {}, (body) => sent.push(body), plan);
  const far = new AnsweringLeg("visitor", 3, {}, (body) => sent.push(body));
  const take = () => sent.splice(0).filter((body) => body.kind !== "candidate");
  near.resend();
  const before = take().length;
  await near.offer();
  const first = take();
  near.resend();
  const again = take();
  await far.answer(again[0]);
  const answer = take();
  far.resend();
  const answerAgain = take();
  await near.take(answerAgain[0]);
  near.resend();
  const after = take().length;
  const kinds = [first, again, answer, answerAgain].map((some) => some.map((body) => body.kind));
  const hasAnswer = near.pc.signalingState === "stable";
  near.close();
  far.close();
  return { before, after, kinds, hasAnswer };
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with modules.a_page() as made:
        yield made


@pytest.mark.parametrize(
    ("seen", "look"),
    [
        ([10, 0, False, True], 7),  # pictures come, none is shown: frozen after four seconds
        ([10, 10, False, True], -1),
        ([0, 0, False, True], -1),  # nothing comes: another leg would not help
        ([10, 0, True, True], -1),  # a page in the background shows nothing, and may
        ([10, 0, False, False], -1),  # voice only: not to be shown
    ],
)
def test_only_a_visible_picture_is_frozen(page: Page, seen: list[int | bool], look: int) -> None:
    """Decoded and shown at each look, a hidden page, a picture that may be seen."""
    assert page.evaluate(LOOKS, seen) == look


def test_an_offer_that_nobody_answered_is_sent_again(page: Page) -> None:
    found = page.evaluate(OFFER)
    assert found["kinds"] == [["offer"], ["offer"], ["answer"], ["answer"]]
    assert (found["before"], found["after"], found["hasAnswer"]) == (0, 0, True)
