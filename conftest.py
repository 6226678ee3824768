"""What all tests share. Worlds to test in are built by tests/world.py."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from mulakat.cli.catalogues import compile_all

pytest_plugins = ["tests.doubles.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    """Tests read the words as they stand; xdist's workers find them compiled."""
    if not hasattr(config, "workerinput"):
        compile_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Calls need three browsers each and run one after another; other pages beside them."""
    for item in items:
        if item.path.name.startswith(("test_call_", "test_printed_")):
            item.add_marker(pytest.mark.xdist_group("calls"))


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
