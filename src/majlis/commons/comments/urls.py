"""URLs of comments."""

from __future__ import annotations

from django.urls import path

from majlis.commons.comments import views

app_name = "comments"
urlpatterns = [
    path("comments/<int:key>/", views.detail, name="detail"),
    path("comments/<int:key>/edit/", views.edit, name="edit"),
    path("comments/<int:key>/withdraw/", views.withdraw, name="withdraw"),
    path("comments/<int:key>/versions/", views.versions, name="versions"),
    path("comments/<int:key>/answer/", views.answer, name="answer"),
    path("comments/on/<path:address>.atom", views.feed, name="feed"),
    path("comments/on/<path:address>/write/", views.write, name="write"),
    path("comments/on/<path:address>/", views.comment_list, name="list"),
]
