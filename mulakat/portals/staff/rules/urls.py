"""Pages of the rules; `name` says whose they are."""

from django.urls import path

from mulakat.portals.staff.rules import log, views

urlpatterns = [
    path("", views.show, name="rules"),
    path("state/", views.show, {"name": views.STATE}, name="rules_of_state"),
    path("state/preset/", views.preset, name="rules_preset"),
    path("state/<slug:group>/", views.edit, {"name": views.STATE}, name="rules_of_state_edit"),
    path("log/", log.log, name="rules_log"),
    path("log/<int:change_id>/undo/", log.undo, name="rules_undo"),
    path("<slug:group>/", views.edit, name="rules_edit"),
]
