"""The pages of the demo portal; each is 404 outside demo mode (access.py)."""

from django.urls import URLPattern, URLResolver, path

from mulakat.portals.demo import phone, views

app_name = "demo"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.doors, name="doors"),
    path("terminal/<int:terminal_id>/", views.terminal_code, name="terminal_code"),
    path("gateway", phone.gateway, name="gateway"),
    path("phone", phone.phone, name="phone"),
    path("phone.json", phone.phone_json, name="phone_json"),
    path("phone/<int:message_id>/", phone.mail, name="mail"),
]
