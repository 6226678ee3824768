"""`/jitsi/`: for Jitsi's server. `/meeting/`: for the browser, under MEETING_ORIGIN alone."""

from django.urls import path

from mulakat.portals.jitsi import events, reservations, views

app_name = "jitsi"
EVENTS = {
    "room/created": events.CREATED,
    "room/destroyed": events.DESTROYED,
    "occupant/joined": events.JOINED,
    "occupant/left": events.LEFT,
}
urlpatterns = [
    path("jitsi/conference", reservations.conferences, name="conferences"),
    path("jitsi/conference/<int:number>", reservations.conference, name="conference"),
    *(
        path(f"jitsi/events/{place}", events.event, {"name": name}, name=name)
        for place, name in EVENTS.items()
    ),
    path("meeting/open", views.open_, name="meeting_open"),
    path("meeting/stands", views.stands, name="meeting_stands"),
    path("meeting/<int:state>/<int:prison>/", views.page, name="meeting"),
]
