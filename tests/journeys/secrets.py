"""What a journey must not leave behind in clear: codes, addresses, numbers, links, cookies.

The dump is every cell of every table, as any backup would hold it; the logs are all that server
and worker have printed at their most talkative.
"""

import re
from collections.abc import Iterator

from django.db import connection

from tests import walks
from tests.journeys.company import Company
from tests.journeys.site import Post

CODE = re.compile(r"(?<![\d/.:+])\d{4}(?:\d\d)?(?![\d/]|:\d)")
TOKEN = re.compile(r"/j/([\w-]+)")


def assert_nothing_in_clear(people: Company, post: Post) -> None:
    """Fails with the kind of each secret, and the column or the line it stands in."""
    codes, words = _codes(post), _words(people, post)
    assert len(codes) >= 2 and any(kind == "cookie" for kind in words.values()), "nothing to find"
    places = [*dump(), *(("log", line) for line in people.site.logs().splitlines())]
    assert len(places) > 100
    found = [fault for place, text in places for fault in _faults(place, text, codes, words)]
    assert not found, "\n".join(sorted(set(found)))


def dump() -> Iterator[tuple[str, str]]:
    """Each text of the database with the name of its table and column."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, bytes | memoryview):
                        yield f"{table}.{name}", bytes(value).decode("latin-1")
                    elif value is not None and not isinstance(value, int | float):
                        yield f"{table}.{name}", str(value)


def _codes(post: Post) -> set[str]:
    """Every OTP and PIN that was delivered; numbers that stand in addresses and years are not."""
    texts = [*post.texts(), *(letter.subject for letter in post.letters())]
    texts += [letter.text for letter in post.letters()]
    found = {code for text in texts for code in CODE.findall(TOKEN.sub("", text))}
    return {code for code in found if len(code) == 6 or not code.startswith("20")}


def _words(people: Company, post: Post) -> dict[str, str]:
    """Each secret that is no code, and its kind."""
    words = {
        post.phone: "phone",
        post.address: "e-mail",
        walks.ANSWERS["id"]["number"]: "ID number",
        walks.ANSWERS["id"]["line"]: "address",
    }
    texts = [*post.texts(), *(letter.text for letter in post.letters())]
    words |= {token: "link" for text in texts for token in TOKEN.findall(text)}
    for page in (people.visitor, people.desk, people.terminal):
        cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
        cookies.pop("mulakat_language", None)
        words |= {value: "cookie" for value in cookies.values() if len(value) > 8}
    return words


def _faults(place: str, text: str, codes: set[str], words: dict[str, str]) -> Iterator[str]:
    joined = re.sub(r"[\s-]", "", text).lower()
    for word, kind in words.items():
        if re.sub(r"[\s-]", "", word).lower() in joined:
            yield f"{kind} in {place}"
    for code in codes:
        if re.search(rf"(?<![\w.+/:-]){code}(?![\w:/-])", text):
            yield f"code in {place}: {text[:200]}"
