"""The SMS texts as a table, as docs/messages.md prints them and DLT portals want them.

python -m mulakat.notifications.table
"""

import os
from collections.abc import Iterator
from typing import Any

LANGUAGES = ("en", "hi", "bn")


class _Braces(dict[str, Any]):
    """Shows each placeholder as its name in braces."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def lines() -> Iterator[str]:
    """The table in Markdown, one line a time: message, language, text with its variables."""
    from mulakat.notifications import rendering
    from mulakat.notifications.catalogue import SMS

    yield "| message | language | text |"
    yield "|---|---|---|"
    for message in SMS:
        for language in LANGUAGES:
            text = rendering.sms_template(message, language, _Braces())
            yield f"| {message} | {language} | `{text.replace(chr(10), '⏎')}` |"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mulakat.settings")
    import django

    django.setup()
    print("\n".join(lines()))
