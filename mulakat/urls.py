"""The doors: each portal under its own path, with its own lock (its access.py)."""

from django.urls import include, path

from mulakat.web import errors, health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("staff/", include("mulakat.portals.staff.urls")),
    path("kiosk/", include("mulakat.portals.kiosk.urls")),
    path("gate/", include("mulakat.portals.gate.urls")),
    path("", include("mulakat.portals.jitsi.urls")),
    path("demo/", include("mulakat.portals.demo.urls")),
    path("", include("mulakat.portals.visitor.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
