"""The room opens to a browser that has proved every code, and to no other."""

from datetime import timedelta

import pytest
from django.test import Client

from mulakat import clock, ids
from mulakat.prisons.models import State
from mulakat.sealed import digest
from mulakat.visits.models import JoinSession, Status, Visit
from tests import world

pytestmark = pytest.mark.django_db


def _session(client: Client, visit: Visit, **proved: bool) -> None:
    secret, now = ids.secret(), clock.now()
    JoinSession.objects.create(
        digest=digest(secret, "join"),
        visit=visit,
        prison=visit.prison,
        came_by="typed",
        created_at=now,
        expires_at=now + timedelta(hours=1),
        vrn_ok_at=now,
        pin_ok_at=now,
        otp_ok_at=now if proved.get("otp", True) else None,
    )
    client.cookies["mulakat_join"] = secret


def test_it_sends_a_stranger_to_the_way_in(client: Client) -> None:
    assert client.get("/join/room/").headers["Location"] == "/join/"


def test_link_number_and_pin_without_otp_do_not_open_it(client: Client) -> None:
    _session(client, world.an_approved_visit(world.a_prison()), otp=False)
    assert client.get("/join/room/").headers["Location"] == "/join/"


def test_after_the_end_it_asks_for_no_camera(client: Client) -> None:
    visit = world.an_approved_visit(world.a_prison())
    _session(client, visit)
    Visit.objects.filter(pk=visit.pk).update(status=Status.ENDED)
    assert client.get("/join/room/").headers["Location"] == "/join/"
    assert "The visit has finished" in client.get("/join/").content.decode()


def test_it_offers_the_media_of_the_policy(client: Client) -> None:
    prison = world.a_prison(world.a_state("wb-2021"))
    _session(client, world.an_approved_visit(prison))
    page = client.get("/join/room/").content.decode()
    assert 'data-choice="video"' in page
    assert 'data-choice="voice"' not in page
    assert prison.state.helpline in page


def test_it_names_the_inmate_in_the_reader_s_script(client: Client) -> None:
    state: State = world.a_state(language="bn")
    _session(client, world.an_approved_visit(world.a_prison(state)))
    assert "<bdi>রহিম</bdi>" in client.get("/join/room/?lang=bn").content.decode()
    assert "<bdi>Rahim</bdi>" in client.get("/join/room/?lang=en").content.decode()
