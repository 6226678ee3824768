"""The gate pass: for the visitor of an approved visit at the prison, after the OTP."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from mulakat import clock
from mulakat.gate import checking
from mulakat.portals.visitor.join.tests.walk import Browser, delivered
from mulakat.visits.models import Status, Visit
from mulakat.visits.proofs import passes
from tests.world import a_gate_visit, a_prison, a_state, an_approved_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit() -> Visit:
    soon = clock.now() + timedelta(hours=2)
    return a_gate_visit(a_prison(a_state("open")), starts_at=soon)


def proven(visit: Visit) -> Browser:
    """A browser that gave number, mobile and OTP."""
    browser = Browser().send("/visits/", reference=visit.reference, mobile="9830012345")
    return browser.send("/visits/otp/", otp=delivered()[-1]["otp"])


def test_the_pass_says_when_and_what_to_bring_and_hides_the_code(visit: Visit) -> None:
    page = proven(visit).open("/visits/pass/").page
    assert visit.reference.replace("/", "/<wbr>") in page and passes.short_code(visit) in page
    assert "Be there by" in page and "Voter ID" in page and 'class="qr"' in page
    details = page[page.index("<details") : page.index("</details>")]
    assert passes.gate_code(visit) in details and "<details open" not in page


def test_nobody_sees_a_pass_before_the_otp(visit: Visit) -> None:
    for address in ("/visits/pass/", "/visits/pass/picture.png"):
        assert Browser().open(address).path == "/visits/"
    unproven = Browser().send("/visits/", reference=visit.reference, mobile="9830012345")
    assert unproven.open("/visits/pass/").path == "/visits/"


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.REQUESTED, Status.ENDED])
def test_only_an_approved_visit_has_a_pass(visit: Visit, status: str) -> None:
    browser = proven(visit)
    Visit.objects.filter(pk=visit.pk).update(status=status)
    assert browser.open("/visits/pass/").path != "/visits/pass/"


def test_an_approval_that_is_not_told_yet_has_no_pass(visit: Visit) -> None:
    browser = proven(visit)
    Visit.objects.filter(pk=visit.pk).update(answer_shown_at=clock.now() + timedelta(minutes=1))
    assert browser.open("/visits/pass/").path != "/visits/pass/"


def test_a_video_visit_has_no_pass() -> None:
    video = an_approved_visit(a_prison(a_state("open")))
    assert proven(video).open("/visits/pass/").path != "/visits/pass/"


def test_the_picture_is_a_png_to_keep(visit: Visit) -> None:
    answer = proven(visit).client.get("/visits/pass/picture.png")
    assert answer.headers["Content-Type"] == "image/png"
    picture = Image.open(BytesIO(answer.content))
    assert picture.format == "PNG" and picture.width >= 600


def test_the_pass_that_is_shown_lets_them_in(visit: Visit) -> None:
    from mulakat.gate import keys

    text = keys.pass_text(visit, clock.now())
    verdict = checking.check(typed=text, prison=visit.prison, now=clock.now())
    assert verdict.mark in ("let_in", "stop")  # near midnight it may be tomorrow's
    assert verdict.key in ("good", "early", "other_day")
