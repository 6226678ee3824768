"""The gate pass of an approved visit at the prison, and its picture."""

from django.urls import path

from mulakat.portals.visitor.pass_ import views

urlpatterns = [
    path("visits/pass/", views.show, name="pass"),
    path("visits/pass/picture.png", views.picture, name="pass_picture"),
]
