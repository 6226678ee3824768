"""What all tests share. Worlds to test in are built by tests/world.py."""

import os
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.utils import translation

from mulakat.cli.catalogues import compile_all

pytest_plugins = ["tests.doubles.fixtures"]
JOURNEY_SECONDS = 600  # no promise: the time after which a hanging journey is ended
STEPS_BACK = 5  # niceness
NICENESS = os.getpriority(os.PRIO_PROCESS, 0)
CALLS = ("test_call_", "test_printed_", "test_visitor_room", "test_terminal")


def pytest_configure(config: pytest.Config) -> None:
    """Tests read the words as they stand; xdist's workers find them compiled."""
    if not hasattr(config, "workerinput"):
        compile_all()


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Calls need three browsers each and run one after another; .ci/test runs the rest beside.

    A journey has time: what must be quick in it is measured in it.
    """
    for item in items:
        if not _touches_database(item):
            item.add_marker(pytest.mark.apart)
        if not item.get_closest_marker("journey"):
            continue
        item.add_marker(pytest.mark.timeout(JOURNEY_SECONDS))
        if _is_call(item):
            item.add_marker(pytest.mark.call)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Pages step back behind calls, whose promises count seconds."""
    if not item.get_closest_marker("journey"):
        return
    with suppress(PermissionError):  # only root may step forward again
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS + (0 if _is_call(item) else STEPS_BACK))


def _touches_database(item: pytest.Item) -> bool:
    """pytest-django lets no other test ask the database anything."""
    asked = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or item.get_closest_marker("django_db"))


def _is_call(item: pytest.Item) -> bool:
    """Three browsers with camera and microphone: two such journeys at once starve each other."""
    return item.path.name.startswith(CALLS)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Every test begins in English, whatever the one before has read."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _forgotten_states() -> None:
    """The states of the test before are not those of this one."""
    from mulakat.portals.visitor import here

    here.forget()
