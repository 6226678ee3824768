"""The room: one page, from the permission question to the last word."""

from django.urls import path

from mulakat.portals.visitor.room import views

urlpatterns = [path("join/room/", views.room, name="room")]
