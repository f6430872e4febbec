"""URLs of drafts."""

from __future__ import annotations

from django.urls import path

from majlis.commons.drafts import views

app_name = "drafts"
urlpatterns = [
    path("drafts/", views.DraftList.as_view(), name="mine"),
    path("drafts/save/", views.save, name="save"),
    path("drafts/<int:key>/discard/", views.DiscardDraft.as_view(), name="discard"),
]
