"""Pages of the room, under their language."""

from __future__ import annotations

from django.urls import path

from majlis.instruments import views

app_name = "instruments"

urlpatterns = [
    path("texts/<slug:slug>/", views.instrument, name="instrument"),
    path("texts/<slug:slug>/<slug:version>/", views.version, name="version"),
    path("texts/<slug:slug>/<slug:version>/p/<str:eid>/", views.provision, name="provision"),
    path(
        "texts/<slug:slug>/<slug:version>/text.<slug:language>.<slug:form>",
        views.text_file,
        name="file",
    ),
]
