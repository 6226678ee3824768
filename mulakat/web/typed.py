"""What people type, before any page reads it: nothing a database refuses, nothing we must not keep.

A NUL character goes (PostgreSQL stores none). Of an Aadhaar number in free text the last four
digits stay, whoever wrote it; nobody is sent back for it.
"""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from mulakat import aadhaar

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# Not free text: phones and codes, numbers of visits, what is searched for and not kept, and the
# number of a document, whose form says what is wrong with it. The last part of a name counts:
# id-number.
NOT_FREE = frozenset(
    ("phone", "mobile", "to", "otp", "pin", "code", "number", "captcha", "password", "uid", "once",
     "wanted", "q", "typed", "reference", "staff_id", "token", "nonce", "csrfmiddlewaretoken")
)  # fmt: skip
# What pages write themselves: a UUID, a moment. A tenth of all twelve digits would pass the check
WRITTEN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d(T[\d:.+Z-]+)?")


class Typed:
    """Cleans the query and the form of each request, after the guards have let it through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        request.GET = _cleaned(request.GET)
        if request.method == "POST" and request.content_type in FORMS:
            request.POST = _cleaned(request.POST)


def _cleaned(given: QueryDict) -> Any:
    kept = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        kept.setlist(name, [_text(name, value) for value in values])
    if kept == given:
        return given
    kept._mutable = False
    return kept


def _text(name: str, value: str) -> str:
    value = value.replace("\0", "")
    is_free = name.rpartition("-")[2] not in NOT_FREE and not WRITTEN.fullmatch(value)
    return aadhaar.hidden_in(value) if is_free else value
