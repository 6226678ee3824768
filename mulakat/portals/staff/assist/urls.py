"""The pages of whoever writes requests down for others."""

from django.urls import path

from mulakat.portals.staff.assist import booking, mine, walking_in, watch

urlpatterns = [
    path("assist/", mine.mine, name="assist"),
    path("assist/book/", booking.book, name="assist_book"),
    path("assist/walk-in/", walking_in.walk_in, name="assist_walk_in"),
    path("assist/watch/", watch.watch, name="assist_watch"),
    path("assist/<int:visit_id>/", mine.assisted, name="assisted"),
]
