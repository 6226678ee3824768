"""The terminal's page, and how a browser becomes one."""

from django.urls import URLPattern, URLResolver, path

from mulakat.portals.kiosk import views

app_name = "kiosk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.terminal, name="terminal"),
    path("enrol/", views.enrol, name="enrol"),
]
