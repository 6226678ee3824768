"""The gate that works without a network: its page, its worker, the list, and what comes back.

The page is the same for everyone and holds nothing of anybody; the list is sealed to the gate's
key, and what a gate hands over is signed by it.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from mulakat import clock
from mulakat.gate import devices, events, lists, reasons, sync, working
from mulakat.gate.models import GateDevice
from mulakat.portals.gate import access, words
from mulakat.web.headers import captures

SCRIPTS = "js/gate"
DECODER = "vendor/jsqr.js"  # fetched by .ci/decoder; without it a pass is typed
STYLES = ("css/base.css", "css/parts.css", "css/form.css", "css/frame.css", "css/gate.css")
BODY_MAX = 1_000_000


@require_safe
@captures
def app(request: HttpRequest) -> HttpResponse:
    context = {
        "words": words.for_script(),
        "refusals": [(key, one.guard) for key, one in reasons.REFUSALS.items()],
        "why_no_id": list(reasons.WITHOUT_ID.items()),
        "why_no_code": list(reasons.WITHOUT_CODE.items()),
        "decoder": static(DECODER) if _has_decoder() else "",
        "tries": events.TRIES,
    }
    return render(request, "gate/app.html", context)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the files it keeps; another list of files is another version."""
    files = _files()
    version = hashlib.sha256("".join(f"{url}{mark}" for url, mark in files).encode()).hexdigest()
    context = {"version": version[:16], "files": json.dumps([url for url, _mark in files])}
    answer = render(request, "gate/worker.js", context, content_type="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    icon = {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": "e-Mulakat",
            "short_name": "e-Mulakat",
            "start_url": "/gate/app/",
            "scope": "/gate/",
            "display": "standalone",
            "background_color": "#FBF8F1",
            "theme_color": "#161B45",
            "icons": [icon],
        },
        content_type="application/manifest+json",
    )


@require_safe
def day_list(request: HttpRequest) -> HttpResponse:
    """Today's list for the guard at work, sealed; 401 says whether to sign in or to wipe."""
    device = devices.of_cookie(request.COOKIES.get(access.DEVICE, ""))
    if device is None or device.box_key is None:
        return JsonResponse({"error": "no_gate"}, status=401)
    now = clock.now()
    session = working.session_of(request.COOKIES.get(access.SESSION, ""), device, now)
    if session is None:
        return JsonResponse({"error": "no_guard"}, status=401)
    session.device = device
    _seen(device)
    return JsonResponse(lists.seal(device, lists.contents(session, now)))


@csrf_exempt  # the signature of the gate's key stands for it
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """What happened meanwhile. 401: not a gate of ours any more; 400: not to be read."""
    body = request.read(BODY_MAX + 1)
    device = _signer(request, body)
    if device is None:
        return JsonResponse({"error": "no_gate"}, status=401)
    try:
        told = json.loads(body)["acts"]
        if not isinstance(told, list):
            raise ValueError("acts")
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"error": "unreadable"}, status=400)
    _seen(device)
    results = sync.take(device=device, told=told, now=clock.now())
    return JsonResponse({"results": [_as_json(result) for result in results]})


def _signer(request: HttpRequest, body: bytes) -> GateDevice | None:
    """The live gate whose key signed this very body."""
    number = request.headers.get("X-Gate", "")
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        return None
    live = GateDevice.objects.live().select_related("prison__state")
    device: GateDevice | None = live.filter(pk=int(number)).first()
    said, proof = hashlib.sha256(body).hexdigest(), request.headers.get("X-Gate-Proof", "")[:100]
    origin = access.origin_of(request)
    proven = device and devices.proves(
        device=device, purpose="sync", said=said, origin=origin, signature=proof
    )
    return device if proven else None


def _seen(device: GateDevice) -> None:
    GateDevice.objects.filter(pk=device.pk).update(seen_at=clock.now())


def _as_json(result: sync.Told) -> dict[str, Any]:
    return {
        "uid": result.uid,
        "state": result.state,
        "conflict": result.conflict,
        "uses": result.uses,
    }


@cache
def _files() -> list[tuple[str, str]]:
    """(address, mark of its content) of every file the page needs.

    Where files are named by their content, the page asks for that name and a script for the plain
    name of the script beside it: both are kept.
    """
    root = Path(settings.STATICFILES_DIRS[0])
    names = [*STYLES, "icon.svg", "js/call/words.js", "js/ui/focus.js"]
    names += sorted(path.relative_to(root).as_posix() for path in (root / SCRIPTS).glob("*.js"))
    names += [DECODER] if _has_decoder() else []
    return [
        (address, hashlib.sha256((root / name).read_bytes()).hexdigest())
        for name in names
        for address in dict.fromkeys((static(name), settings.STATIC_URL + name))
    ]


def _has_decoder() -> bool:
    return (Path(settings.STATICFILES_DIRS[0]) / DECODER).is_file()
