"""The pages about inmates. No name and no number stands in an address."""

from django.urls import path

from mulakat.portals.staff.people import away, bars, entering, inmate, looks, search

urlpatterns = [
    path("people/", search.search, name="people"),
    path("people/enter/", entering.enter, name="inmate_enter"),
    path("people/bars/", bars.bars, name="bars"),
    path("people/<int:inmate_id>/", inmate.inmate, name="inmate"),
    path("people/<int:inmate_id>/away/", away.away, name="inmate_away"),
    path("people/<int:inmate_id>/looks/", looks.looks, name="inmate_looks"),
]
