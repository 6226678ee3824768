"""The reader's language: `?lang=`, then the cookie, then the browser, then English."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

KNOWN = [code for code, _ in settings.LANGUAGES]
YEAR = 365 * 24 * 3600


class ChosenLanguage:
    """Activates the language for the request; `?lang=` is remembered in a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang")
        language = asked if asked in KNOWN else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if asked in KNOWN:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                max_age=YEAR,
                secure=settings.SECURE,
                samesite="Lax",
            )
        return response
