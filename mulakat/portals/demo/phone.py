"""The demo's telephone: the gateway that takes SMS, the page that shows SMS and mail."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from mulakat.portals.demo.access import demo_only
from mulakat.portals.demo.keeping import keep_sms
from mulakat.portals.demo.models import PhoneMessage

SHOWN = 40
# A mail is a stranger's page: no script, nothing loaded, no origin of ours.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox allow-top-navigation allow-popups"
)


@csrf_exempt
@demo_only
@require_POST
def gateway(request: HttpRequest) -> HttpResponse:
    """Takes an SMS as a real gateway would: form fields to, text, sender; answers "OK <id>"."""
    to, text = request.POST.get("to", ""), request.POST.get("text", "")
    if not to or not text:
        return HttpResponse("ERR to and text are needed\n", status=400, content_type="text/plain")
    kept = keep_sms(to, request.POST.get("sender", ""), text)
    return HttpResponse(f"OK {kept.pk}\n", content_type="text/plain")


@demo_only
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    messages = PhoneMessage.objects.order_by("-pk")[:SHOWN]
    return render(request, "demo/phone.html", {"messages": messages})


@demo_only
@require_safe
def phone_json(request: HttpRequest) -> JsonResponse:
    """{"messages": [{"id", "channel", "to", "sender", "subject", "text", "html", "at"}, …]},
    newest first. `?after=<id>`: only later ones; `?to=`: only this address.
    """
    messages = PhoneMessage.objects.order_by("-pk")
    if request.GET.get("after", "").isdecimal():
        messages = messages.filter(pk__gt=int(request.GET["after"]))
    if to := request.GET.get("to"):
        messages = messages.filter(to=to)
    return JsonResponse({"messages": [_as_json(message) for message in messages[:SHOWN]]})


@demo_only
@require_safe
def mail(request: HttpRequest, message_id: int) -> HttpResponse:
    """The HTML of one mail, in a sandbox of its own."""
    message = get_object_or_404(PhoneMessage, pk=message_id, channel="email")
    page = HttpResponse(mark_safe(message.html))  # noqa: S308 the sandbox below holds it
    page.headers["Content-Security-Policy"] = MAIL_POLICY
    return page


def _as_json(message: PhoneMessage) -> dict[str, object]:
    return {
        "id": message.pk,
        "channel": message.channel,
        "to": message.to,
        "sender": message.sender,
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "at": message.at.isoformat(),
    }
