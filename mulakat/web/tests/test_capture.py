"""Camera and microphone are open to the few pages that need them, and shut to all others."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/check/", "/kiosk/", "/gate/app/"])
def test_a_page_of_the_camera_may_ask_for_it(client: Client, path: str) -> None:
    policy = client.get(path).headers["Permissions-Policy"]
    assert "camera=(self), microphone=(self)" in policy


@pytest.mark.parametrize("path", ["/", "/join/", "/visits/", "/staff/sign-in/", "/demo/"])
def test_every_other_page_cannot(client: Client, path: str) -> None:
    policy = client.get(path).headers["Permissions-Policy"]
    assert "camera=(), microphone=()" in policy
