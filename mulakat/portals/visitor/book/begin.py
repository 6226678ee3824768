"""The door of the booking: a new form, or the one that was left open."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mulakat import clock
from mulakat.portals.visitor.book import drafts
from mulakat.visits.models import Status, Visit


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    kept = drafts.find(request, now)
    if kept is None or drafts.is_sent(kept.draft):
        return HttpResponseRedirect("/book/jail/")
    if request.method != "POST":
        is_sending = kept.draft.visit_id is not None  # the OTP is on its way
        next_page = "otp" if is_sending else drafts.first_open(kept.draft.answers)
        going_on = f"/book/{next_page}/"
        return render(request, "book/begin.html", {"going_on": going_on})
    with transaction.atomic():
        if kept.draft.visit_id:
            Visit.objects.filter(pk=kept.draft.visit_id, status=Status.UNCONFIRMED).delete()
        kept.draft.delete()
    response = HttpResponseRedirect("/book/jail/")
    response.delete_cookie(drafts.COOKIE, samesite="Lax")
    return response
