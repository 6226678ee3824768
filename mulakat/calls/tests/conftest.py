"""One live server per module; every test leaves it without pages."""

from collections.abc import Iterator

import pytest

from tests.live import LiveServer, live


@pytest.fixture(scope="module")
def running(django_db_setup: None) -> Iterator[LiveServer]:
    with live() as server:
        yield server


@pytest.fixture
def server(running: LiveServer, transactional_db: None) -> Iterator[LiveServer]:
    yield running
    running.close_pages()
