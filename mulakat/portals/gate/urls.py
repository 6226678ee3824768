"""The pages of the gate."""

from django.urls import URLPattern, URLResolver, path

from mulakat.portals.gate import app, sign_in, today, visit

app_name = "gate"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("enrol/", sign_in.enrol, name="enrol"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("find/", visit.find, name="find"),
    path("visit/<int:visit_id>/", visit.show, name="visit"),
    path("visit/<int:visit_id>/act/", visit.act, name="act"),
    path("visit/<int:visit_id>/refuse/", visit.refuse, name="refuse"),
    path("board/", today.board, name="board"),
    path("app/", app.app, name="app"),
    path("worker.js", app.worker, name="worker"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("list/", app.day_list, name="list"),
    path("sync/", app.take, name="sync"),
]
