"""Four digits as a picture or as speech: for one draft, once, for ten minutes."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from captcha.image import ImageCaptcha
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mulakat import clock, ids
from mulakat.portals.visitor.book import drafts, voice
from mulakat.portals.visitor.models import Captcha, Draft
from mulakat.sealed import digest
from mulakat.visits import reading

LIFETIME = timedelta(minutes=10)
ENOUGH = timedelta(minutes=3)  # left on a picture that is shown again
DIGITS = 4
WIDTH, HEIGHT = 260, 88
COLOURS = 8  # a third of the bytes
# Light on dark: the library paints dark digits all but transparent
GROUND, CHALK = (22, 27, 69), (251, 248, 241, 255)

_painter = ImageCaptcha(width=WIDTH, height=HEIGHT, font_sizes=(52, 58, 62))


def current(draft: Draft, now: datetime) -> Captcha:
    """The draft's unused picture, or a new one."""
    found = draft.captchas.filter(used_at=None, expires_at__gt=now + ENOUGH).last()
    return found or _new(draft, now)


def replace(draft: Draft, now: datetime) -> Captcha:
    """ "New numbers": the old picture is worth nothing from now on."""
    draft.captchas.filter(used_at=None).update(used_at=now)
    return _new(draft, now)


def is_right(draft: Draft, uid: str, typed: str, now: datetime) -> bool:
    """Use the picture up, and say whether these are its digits.

    The update decides: of many answers to one picture, one is looked at.
    """
    try:
        own = draft.captchas.filter(uid=UUID(uid), expires_at__gt=now)
    except ValueError:
        return False
    if not own.filter(used_at=None).update(used_at=now):
        return False
    wanted = own.get().answer["digits"]
    return bool(reading.code(typed) == wanted)


@require_safe
def picture(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The PNG, for the browser that holds the draft."""
    digits = _shown(request, uid).answer["digits"]
    out = BytesIO()
    painted = _painter.generate_image(digits, bg_color=GROUND, fg_color=CHALK)
    painted.quantize(COLOURS).save(out, "png")
    return _drawn(out.getvalue(), "image/png")


@require_safe
def sound(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The digits spoken in the language of the page, as WAV."""
    digits = _shown(request, uid).answer["digits"]
    return _drawn(voice.spoken(digits, get_language() or "en"), "audio/wav")


def _shown(request: HttpRequest, uid: UUID) -> Captcha:
    secret = request.COOKIES.get(drafts.COOKIE, "")
    found = Captcha.objects.filter(
        uid=uid,
        draft__digest=digest(secret, "draft"),
        used_at=None,
        expires_at__gt=clock.now(),
    ).first()
    if found is None:
        raise Http404
    return found


def _new(draft: Draft, now: datetime) -> Captcha:
    return Captcha.objects.create(
        uid=ids.uid(),
        answer={"digits": ids.digits(DIGITS)},
        draft=draft,
        created_at=now,
        expires_at=now + LIFETIME,
    )


def _drawn(content: bytes, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Length": str(len(content))})
