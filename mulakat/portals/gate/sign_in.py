"""A browser becomes a gate, and a guard begins and ends to work on it.

The PIN of a guard on a known device, and a second factor, come with a later issue: until then it is
staff ID and password, throttled as at the staff's door.
"""

import json
from datetime import timedelta

from django.contrib import auth
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mulakat import clock, ids
from mulakat.accounts import throttle
from mulakat.accounts.models import User
from mulakat.gate import devices, working
from mulakat.gate.models import GateDevice
from mulakat.portals.gate import access
from mulakat.portals.gate.access import GateRequest, for_guard
from mulakat.web.source import source_of

KEY_MAX = 1000  # characters; a public P-256 key has about 130
NONCE, NONCE_LASTS = "gate-nonce", timedelta(hours=1)


def enrol(request: HttpRequest) -> HttpResponse:
    """Code, and public keys if there is script, in; a gate out. 422 when it is not right."""
    if request.method != "POST":
        return render(request, "gate/enrol.html", {})
    typed = request.POST.get("code", "")[:40]
    keys = [request.POST.get(name, "")[:KEY_MAX] for name in ("public_key", "box_key")]
    has_script = any(keys)
    try:
        proof, box = (json.loads(key) if has_script else None for key in keys)
        enrolled = devices.enrol(typed=typed, public_key=proof, box_key=box, now=clock.now())
    except (ValueError, AttributeError, RecursionError, devices.CannotEnrol):
        error = _("That code is not right, was used or is too old. Ask the office for another")
        if has_script:
            return JsonResponse({"error": error}, status=422)
        return render(
            request, "gate/enrol.html", {"errors": {"code": error}, "code": typed}, status=422
        )
    device = enrolled.device
    answer: HttpResponse = redirect("gate:sign_in")
    if has_script:
        answer = JsonResponse({"device": device.pk, "gate": device.gate})
    return access.keep_device(answer, enrolled.secret)


def sign_in(request: HttpRequest) -> HttpResponse:
    """The same page for everyone; a password opens nothing on a browser that is no gate."""
    if request.method != "POST":
        return _form(request, {}, "")
    staff_id = request.POST.get("staff_id", "").replace("\0", "").strip()[:30]
    password = request.POST.get("password", "")[:200]
    errors = {}
    if not staff_id:
        errors["staff_id"] = _("Enter your staff ID")
    if not password:
        errors["password"] = _("Enter your password")
    if errors:
        return _form(request, errors, staff_id)
    device = _device(request)
    if device is None:
        return _form(request, {"staff_id": _("This browser is not a gate yet")}, staff_id)
    return _try(request, device, staff_id, password)


@require_POST
@for_guard
def sign_out(request: GateRequest) -> HttpResponse:
    working.end(session=request.work, now=request.now)
    answer = redirect("gate:sign_in")
    answer.delete_cookie(access.SESSION, path="/gate/")
    return answer


def _try(request: HttpRequest, device: GateDevice, staff_id: str, password: str) -> HttpResponse:
    now, source = clock.now(), source_of(request)
    if throttle.is_locked(staff_id, source, now):
        text = _("Too many wrong tries. Wait 15 minutes, then try again")
        return _form(request, {"staff_id": text}, staff_id, status=429)
    user = auth.authenticate(request, username=staff_id, password=password)
    if not isinstance(user, User):
        throttle.count_failure(staff_id, source)
        return _form(request, {"staff_id": _("The staff ID or password is not right")}, staff_id)
    if not working.may_work(user, device):
        text = _("You do not work at the gate of %(prison)s") % {"prison": device.prison.name()}
        return _form(request, {"staff_id": text}, staff_id)
    secret = working.begin(user=user, device=device, now=now)
    answer = redirect("gate:app" if device.box_key else "gate:today")
    # Browsers drop a cookie after 400 days; whoever works on the gate keeps it one
    access.keep_device(answer, request.COOKIES[access.DEVICE])
    return access.keep_session(answer, secret)


def _device(request: HttpRequest) -> GateDevice | None:
    """This browser's gate. One that has a key must prove it: cookies can be copied."""
    device = devices.of_cookie(request.COOKIES.get(access.DEVICE, ""))
    if device is None or device.public_key is None:
        return device
    nonce = request.POST.get("nonce", "")[:200]
    try:
        signing.loads(nonce, salt=NONCE, max_age=NONCE_LASTS)
    except signing.BadSignature:
        return None
    signature = request.POST.get("proof", "")[:100]
    origin = access.origin_of(request)
    proven = devices.proves(
        device=device, purpose="sign-in", said=nonce, origin=origin, signature=signature
    )
    return device if proven else None


def _form(
    request: HttpRequest, errors: dict[str, str], staff_id: str, *, status: int = 200
) -> HttpResponse:
    context = {
        "errors": errors,
        "staff_id": staff_id,
        "nonce": signing.dumps(ids.secret(), salt=NONCE),
        "device": devices.of_cookie(request.COOKIES.get(access.DEVICE, "")),
    }
    return render(request, "gate/sign_in.html", context, status=status)
