"""Addresses of the room, from its subjects."""

from __future__ import annotations

from majlis.events.agenda import urls as agenda
from majlis.events.conclusions import urls as conclusions
from majlis.events.floor import urls as floor
from majlis.events.meetings import urls as meetings
from majlis.events.people import urls as people

app_name = "events"
urlpatterns = [
    *meetings.urlpatterns,
    *agenda.urlpatterns,
    *people.urlpatterns,
    *conclusions.urlpatterns,
    *floor.urlpatterns,
]
