"""Log lines without secrets: no token of a personal link, no row of a failed statement.

Django names the path in its lines about 403, 404, 405 and 500, and a path may be a link that
still works; PostgreSQL adds the row to the words of a fault.
"""

import logging
import re

LINK = re.compile(r"(/j/)[^\s\"'?,)\]]+", re.IGNORECASE)
ROW = re.compile(r"^(DETAIL|CONTEXT):.*(?:\n(?!\S+:).*\S.*)*$", re.MULTILINE)


class Discreet(logging.Formatter):
    """One line as usual, the telling parts left out."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return LINK.sub(r"\1…", ROW.sub(r"\1: …", text))
