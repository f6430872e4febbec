"""URLs of drafts."""

from __future__ import annotations

from django.urls import path

from majlis.commons.drafts import views

app_name = "drafts"
urlpatterns = [
    path("drafts/", views.mine, name="mine"),
    path("drafts/save/", views.save, name="save"),
    path("drafts/<int:key>/discard/", views.discard, name="discard"),
]
