"""The pages of times, below /staff/times/."""

from django.urls import path

from mulakat.portals.staff.times import closures, hearings, places, rules, stop, week

urlpatterns = [
    path("", week.week, name="times"),
    path("rules/", rules.rules, name="times_rules"),
    path("rules/add/", rules.add, name="times_rule_add"),
    path("rules/extra/", rules.add_extra, name="times_extra_add"),
    path("rules/extra/<int:extra_id>/remove/", rules.remove_extra, name="times_extra_remove"),
    path("rules/picture/<str:what>/", rules.show, name="times_picture"),
    path("rules/<int:rule_id>/", rules.change, name="times_rule"),
    path("rules/<int:rule_id>/end/", rules.end, name="times_rule_end"),
    path("places/", places.places, name="times_places"),
    path("places/<str:what>/add/", places.add, name="times_place_add"),
    path("places/<str:what>/<int:place_id>/", places.change, name="times_place"),
    path("places/<str:what>/<int:place_id>/out/", places.out, name="times_place_out"),
    path("places/<str:what>/<int:place_id>/repaired/", places.repaired, name="times_repaired"),
    path("closures/", closures.closures, name="times_closures"),
    path("closures/add/", closures.add, name="times_closure_add"),
    path("closures/<int:closure_id>/lift/", closures.lift, name="times_closure_lift"),
    path("stop/", stop.stop, name="times_stop"),
    path("hearings/", hearings.hearings, name="times_hearings"),
    path("hearings/<int:hearing_id>/cancel/", hearings.cancel, name="times_hearing_cancel"),
]
