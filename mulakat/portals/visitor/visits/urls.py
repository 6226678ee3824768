"""How a request stands, and what a family does about it; no number stands in an address."""

from django.urls import path

from mulakat.portals.visitor.visits import (
    appeal,
    calendar,
    change,
    complain,
    contact,
    leave,
    offer,
    phone,
    question,
    rebook,
    views,
)

urlpatterns = [
    path("visits/", views.way_in, name="visits"),
    path("visits/other/", views.other, name="visits_other"),
    path("visits/otp/", views.otp, name="visits_otp"),
    path("visits/again/", views.again, name="visits_again"),
    path("visits/phone/", phone.otp, name="visits_phone"),
    path("visits/phone/again/", phone.again, name="visits_phone_again"),
    path("visits/list/", phone.visits, name="visits_list"),
    path("visits/open/", phone.open_one, name="visits_open"),
    path("visits/mine/", views.mine, name="visits_mine"),
    path("visits/visit/", views.visit, name="visits_visit"),
    path("visits/prove/", views.prove, name="visits_prove"),
    path("visits/calendar.ics", calendar.file, name="visits_calendar"),
    path("visits/answer/", question.answer, name="visits_answer"),
    path("visits/offer/", offer.offer, name="visits_offer"),
    path("visits/change/", change.change, name="visits_change"),
    path("visits/cancel/", leave.cancel, name="visits_cancel"),
    path("visits/waiting/", leave.leave_waiting, name="visits_waiting"),
    path("visits/waiting/join/", leave.join_waiting, name="visits_join_waiting"),
    path("visits/look-again/", appeal.look_again, name="visits_look_again"),
    path("visits/contact/", contact.contact, name="visits_contact"),
    path("visits/contact/otp/", contact.otp, name="visits_contact_otp"),
    path("visits/contact/again/", contact.again, name="visits_contact_again"),
    path("visits/complain/", complain.complain, name="visits_complain"),
    path("visits/book-again/", rebook.book_again, name="visits_book_again"),
]
