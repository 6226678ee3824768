"""What a log must not tell: the token of a personal link, the row of a failed statement."""

import logging
import logging.config
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client

TOKEN = "Zb3kQ9vT2mXw7yLs0aHc4e"


@pytest.fixture
def written() -> Any:
    """All that the product's own handler writes, in the shape the settings give it."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter())
    logging.getLogger().addHandler(handler)
    yield out
    logging.getLogger().removeHandler(handler)


def formatter() -> logging.Formatter:
    formatters: Any = settings.LOGGING["formatters"]
    config = logging.config.DictConfigurator(settings.LOGGING)
    return config.configure_formatter(dict(formatters["line"]))


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/j/{TOKEN}/", f"/J/{TOKEN}"])
def test_the_token_of_a_link_that_is_not_found_stands_in_no_log(
    path: str, written: StringIO
) -> None:
    assert Client().get(path).status_code == 404
    assert "Not Found" in written.getvalue() and TOKEN not in written.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("checks", [True, False])
def test_the_token_of_a_link_that_is_posted_to_stands_in_no_log(
    checks: bool, written: StringIO
) -> None:
    assert Client(enforce_csrf_checks=checks).post(f"/j/{TOKEN}").status_code in {403, 405}
    assert "/j/" in written.getvalue() and TOKEN not in written.getvalue()


def test_an_exception_is_written_without_the_row_it_was_about(written: StringIO) -> None:
    words = "\n".join(
        ["new row violates x", "DETAIL:  Failing row contains (7, Asha Devi,", "62)."]
    )
    try:
        raise IntegrityError(words)
    except IntegrityError:
        logging.getLogger("mulakat").exception("a look failed")
    assert "new row violates x" in written.getvalue() and "test_logs.py" in written.getvalue()
    assert "Asha Devi" not in written.getvalue()
