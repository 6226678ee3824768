"""The pages of the staff portal."""

from django.urls import URLPattern, URLResolver, include, path

from mulakat.portals.staff.complaints import views as complaints
from mulakat.portals.staff.desk import views as desk
from mulakat.portals.staff.gates import views as gates
from mulakat.portals.staff.requests import (
    approve,
    ask,
    clear,
    phone,
    queue,
    refuse,
    request,
    search,
    second,
    undo,
    visitor,
    who,
    withdraw,
)
from mulakat.portals.staff.review import cancel, move
from mulakat.portals.staff.review import views as review
from mulakat.portals.staff.sheets import views as sheets
from mulakat.portals.staff.sign_in import views as sign_in
from mulakat.portals.staff.terminals import views as terminals
from mulakat.portals.staff.today import views as today

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("prison/", sign_in.prison, name="prison"),
    path("requests/", queue.queue, name="requests"),
    path("requests/<int:visit_id>/", request.show, name="request"),
    path("requests/<int:visit_id>/phone/", phone.show, name="phone"),
    path("requests/<int:visit_id>/who/", who.who, name="who"),
    path("requests/<int:visit_id>/approve/", approve.approve, name="approve"),
    path("requests/<int:visit_id>/refuse/", refuse.refuse, name="refuse"),
    path("requests/<int:visit_id>/move/", move.move, name="move"),
    path("requests/<int:visit_id>/cancel/", cancel.cancel, name="cancel"),
    path("review/", review.review, name="review"),
    path("review/<int:visit_id>/keep/", review.keep_visit, name="keep"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/<int:complaint_id>/", complaints.complaint, name="complaint"),
    path("sheets/", sheets.sheet, name="sheets"),
    path("sheets/slips/", sheets.slips, name="slips"),
    path("sheets/worker.js", sheets.worker, name="sheets_worker"),
    path("", include("mulakat.portals.staff.people.urls")),
    path("", include("mulakat.portals.staff.assist.urls")),
    path("requests/clear/", clear.clear, name="clear"),
    path("requests/search/", search.search, name="search"),
    path("requests/<int:visit_id>/visitor/", visitor.visitor, name="visitor"),
    path("requests/<int:visit_id>/ask/", ask.ask, name="ask"),
    path("requests/<int:visit_id>/undo/", undo.undo, name="undo"),
    path("requests/<int:visit_id>/second/", second.second, name="second"),
    path("requests/<int:visit_id>/withdraw/", withdraw.withdraw, name="withdraw"),
    path("desk/", desk.desk, name="desk"),
    path("times/", include("mulakat.portals.staff.times.urls")),
    path("rules/", include("mulakat.portals.staff.rules.urls")),
    path("gates/", gates.gates, name="gates"),
    path("gates/code/", gates.code, name="gate_code"),
    path("gates/<int:pk>/revoke/", gates.revoke, name="gate_revoke"),
    path("terminals/", terminals.terminals, name="terminals"),
    path("terminals/<int:terminal_id>/code/", terminals.code, name="terminal_code"),
    path("terminals/<int:terminal_id>/revoke/", terminals.revoke, name="terminal_revoke"),
]
