"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from majlis.mandates.views import brief, clauses, review

app_name = "mandates"
urlpatterns = [
    # briefs
    path("actors/<slug:slug>/brief/", brief.of_actor, name="brief"),
    path("actors/<slug:slug>/first-day/", brief.first_day, name="first_day"),
    path("actors/<slug:slug>/checklist/", brief.checklist, name="checklist"),
    path("organisations/<int:number>/brief/", brief.of_organisation, name="delegation_brief"),
    # clauses
    path("mandates/clauses/", clauses.clauses, name="clauses"),
    # review sets
    path("mandates/sets/", review.sets, name="sets"),
    path("mandates/sets/<slug:slug>/", review.review, name="set"),
    path("mandates/sets/<slug:slug>/document.<slug:form>", review.document, name="set_document"),
    path("mandates/sets/<slug:slug>/<slug:mandate>/", review.item, name="set_item"),
]
