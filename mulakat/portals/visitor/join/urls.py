"""The way into a video visit. The room itself, /join/room/, stands with the call."""

from django.urls import path

from mulakat.portals.visitor.join import code_views, feedback, views

urlpatterns = [
    path("j/<str:token>", views.open_link, name="open_link"),
    path("join/", views.way_in, name="join"),
    path("join/other/", views.other, name="join_other"),
    path("join/no-link/", views.no_link, name="join_no_link"),
    path("join/number/", code_views.number, name="join_number"),
    path("join/send/", code_views.send, name="join_send"),
    path("join/again/", code_views.again, name="join_again"),
    path("join/pin/", code_views.pin, name="join_pin"),
    path("join/codes/", code_views.both, name="join_codes"),
    path("join/otp/", code_views.otp, name="join_otp"),
    path("join/feedback/", feedback.feedback, name="join_feedback"),
    path("join/meeting/", code_views.meeting, name="join_meeting"),
]
