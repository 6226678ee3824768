"""The addresses of the booking; no answer ever stands in one."""

from django.urls import path

from mulakat.portals.visitor.book import (
    begin,
    captcha,
    check,
    identity,
    jail,
    kind,
    others,
    otp,
    pages,
    sent,
    you,
)

urlpatterns = [
    path("book/", begin.begin, name="book"),
    path("book/jail/", pages.view(jail.PAGE), name="book-jail"),
    path("book/kind/", pages.view(kind.PAGE), name="book-kind"),
    path("book/you/", pages.view(you.PAGE), name="book-you"),
    path("book/id/", pages.view(identity.PAGE), name="book-id"),
    path("book/others/", pages.view(others.PAGE), name="book-others"),
    path("book/check/", check.check, name="book-check"),
    path("book/otp/", otp.otp, name="book-otp"),
    path("book/sent/", sent.sent, name="book-sent"),
    path("book/captcha/<uuid:uid>.png", captcha.picture, name="book-picture"),
    path("book/captcha/<uuid:uid>.wav", captcha.sound, name="book-sound"),
]
