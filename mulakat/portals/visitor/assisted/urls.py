"""The link of the SMS is exchanged for a cookie; the address then holds no token."""

from django.urls import path

from mulakat.portals.visitor.assisted import views

urlpatterns = [
    path("a/", views.right, name="assisted"),
    path("a/erased/", views.erased, name="assisted_erased"),
    path("a/<str:token>/", views.open_link, name="assisted_link"),
    path("a/<str:token>", views.open_link),
]
