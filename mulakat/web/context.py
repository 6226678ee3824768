"""What the frame of every page needs: languages to switch to, the way back to this page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


@dataclass(frozen=True)
class LanguageLink:
    """One language of the switch, named in its own script; `href` keeps page and query."""

    code: str
    name: str
    href: str
    is_current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"languages": _links(request), "page_path": request.path}


def _links(request: HttpRequest) -> list[LanguageLink]:
    current = get_language()
    query = request.GET.copy()
    links = []
    for code, name in settings.LANGUAGES:
        query["lang"] = code
        links.append(LanguageLink(code, name, f"?{query.urlencode()}", code == current))
    return links
