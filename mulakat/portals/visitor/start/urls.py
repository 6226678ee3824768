"""The first page, what to read, and the printed leaflet's old addresses."""

from django.urls import path, re_path

from mulakat.portals.visitor.start import info, rules, views


# As printed in 2021: /public/myvisitRegistration.aspx, /NPIP/public/MyVisitRegistration.aspx and
# /NPIP/public/MyVisitRegister.aspx; people type them in any letter case. Django cannot reverse
# a pattern with the flag for that, so each letter stands in both.
def _any_case(word: str) -> str:
    return "".join(f"[{letter}{letter.upper()}]" for letter in word)


OLD_ADDRESSES = (
    f"^(?:{_any_case('npip')}/)?{_any_case('public')}/{_any_case('myvisitregist')}"
    rf"(?:{_any_case('ration')}|{_any_case('er')})\.{_any_case('aspx')}$"
)

urlpatterns = [
    path("", views.start, name="start"),
    path("leaflet/", views.leaflet, name="leaflet"),
    path("info/rules/", rules.rules, name="rules"),
    path("info/<slug:page>/", info.info, name="info"),
    re_path(OLD_ADDRESSES, views.old_address),
]
