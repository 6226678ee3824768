"""The pages of the visitor portal: a journey is a folder."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "visitor"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("mulakat.portals.visitor.start.urls")),
    path("", include("mulakat.portals.visitor.book.urls")),
    path("", include("mulakat.portals.visitor.check.urls")),
    path("", include("mulakat.portals.visitor.join.urls")),
    path("", include("mulakat.portals.visitor.room.urls")),
    path("", include("mulakat.portals.visitor.visits.urls")),
    path("", include("mulakat.portals.visitor.assisted.urls")),
    path("", include("mulakat.portals.visitor.pass_.urls")),
]
