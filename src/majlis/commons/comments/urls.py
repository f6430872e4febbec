"""Addresses of the comments."""

from __future__ import annotations

from django.urls import path

from majlis.commons.comments import views

app_name = "comments"
urlpatterns = [
    path("comments/<int:key>/", views.one, name="one"),
    path("comments/<int:key>/edit/", views.edit, name="edit"),
    path("comments/<int:key>/withdraw/", views.withdraw, name="withdraw"),
    path("comments/<int:key>/earlier/", views.earlier, name="earlier"),
    path("comments/<int:key>/answer/", views.answer, name="answer"),
    path("comments/on/<path:address>.atom", views.feed, name="feed"),
    path("comments/on/<path:address>/write/", views.write, name="write"),
    path("comments/on/<path:address>/", views.on_record, name="on"),
]
