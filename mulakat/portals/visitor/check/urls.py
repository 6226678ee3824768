"""Check my phone: one page under three addresses, since each knows its own cookie."""

from django.urls import path

from mulakat.portals.visitor.check import views

urlpatterns = [
    path("check/", views.check, name="check"),
    path("check/load/", views.load, name="check_load"),
    path("join/check/", views.check, name="join_check"),
    path("visits/check/", views.check, name="visits_check"),
]
