"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from majlis.mandates.views import answers, answers_said, answers_sessions, answers_sourced

app_name = "mandates"
urlpatterns: list[URLPattern] = [
    # answers
    path("mandates/occasions/", answers_sessions.occasions, name="occasions"),
    path("mandates/conflicts/", answers_sessions.conflicts, name="conflicts"),
    path("mandates/evaluations/<slug:actor>/<int:year>/", answers_sessions.yearly, name="yearly"),
    path("mandates/<slug:slug>/deliverables/", answers.deliverables, name="deliverables"),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/", answers.deliverable, name="deliverable"
    ),
    path("mandates/<slug:slug>/say/", answers_said.say, name="say"),
    path("mandates/<slug:slug>/statements/<int:number>/", answers_said.statement, name="statement"),
    path("mandates/<slug:slug>/resources/", answers_sourced.resources, name="resources"),
    path("mandates/<slug:slug>/evaluations/", answers_sourced.evaluations, name="evaluations"),
]
