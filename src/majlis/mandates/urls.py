"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from majlis.mandates.views import clauses, review

app_name = "mandates"
urlpatterns = [
    # clauses
    path("mandates/clauses/", clauses.clauses, name="clauses"),
    # review sets
    path("mandates/sets/", review.sets, name="sets"),
    path("mandates/sets/<slug:slug>/", review.review, name="set"),
    path("mandates/sets/<slug:slug>/document.<slug:form>", review.document, name="set_document"),
    path("mandates/sets/<slug:slug>/<slug:mandate>/", review.item, name="set_item"),
]
