"""URLs of remarks."""

from __future__ import annotations

from django.urls import path

from majlis.commons.remarks import views

app_name = "remarks"
urlpatterns = [
    path("remarks/", views.log, name="log"),
    path("remarks/feed.atom", views.feed, name="feed"),
    path("remarks/new/", views.new, name="new"),
    path("remarks/<int:number>/", views.detail, name="detail"),
    path("remarks/<int:number>/answer/", views.answer, name="answer"),
    path("remarks/<int:number>/withhold/", views.withhold, name="withhold"),
    path("remarks/<int:number>/publish/", views.publish, name="publish"),
]
