"""How it was: said once by a browser that was in the visit, and by no other."""

from datetime import timedelta

import pytest
from django.test import Client

from mulakat import clock, ids
from mulakat.sealed import digest
from mulakat.visits.models import Feedback, JoinSession, Outcome, Status, Visit
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit() -> Visit:
    return world.an_approved_visit(world.a_prison())


def _joined(client: Client, visit: Visit, *, is_proven: bool = True) -> None:
    secret, now = ids.secret(), clock.now()
    JoinSession.objects.create(
        digest=digest(secret, "join"), visit=visit, prison=visit.prison, came_by="email",
        created_at=now, expires_at=now + timedelta(hours=1),
        otp_ok_at=now if is_proven else None,
    )  # fmt: skip
    client.cookies["mulakat_join"] = secret


def _end(visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).update(status=Status.ENDED, outcome=Outcome.DONE)


def test_a_face_and_what_broke_are_kept_without_scripts(client: Client, visit: Visit) -> None:
    _joined(client, visit)
    _end(visit)
    assert "How was the visit?" in client.get("/join/feedback/").content.decode()
    answer = client.post("/join/feedback/", {"face": "so_so", "broke": ["late", "sound"]})
    assert "Thank you" in client.get(answer.headers["Location"]).content.decode()
    said = Feedback.objects.get(visit=visit)
    assert (said.face, said.broke) == ("so_so", ["sound", "late"])


def test_without_a_face_it_asks_for_one(client: Client, visit: Visit) -> None:
    _joined(client, visit)
    _end(visit)
    page = client.post("/join/feedback/", {"broke": "late"}).content.decode()
    assert "Choose a face" in page
    assert not Feedback.objects.exists()


def test_nobody_speaks_before_the_end_or_with_a_link_alone(client: Client, visit: Visit) -> None:
    _joined(client, visit)
    assert client.post("/join/feedback/", {"face": "bad"}).headers["Location"] == "/join/"
    _end(visit)
    stranger = Client()
    assert stranger.post("/join/feedback/", {"face": "bad"}).headers["Location"] == "/join/"
    _joined(stranger, visit, is_proven=False)
    assert stranger.post("/join/feedback/", {"face": "bad"}).headers["Location"] == "/join/"
    assert not Feedback.objects.exists()
