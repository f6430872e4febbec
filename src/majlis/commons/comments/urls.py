"""URLs of comments."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path

from majlis.commons.comments import views

app_name = "comments"
urlpatterns = [
    path("comments/<int:key>/", views.CommentDetail.as_view(), name="detail"),
    path("comments/<int:key>/edit/", login_required(views.EditComment.as_view()), name="edit"),
    path(
        "comments/<int:key>/withdraw/",
        login_required(views.WithdrawComment.as_view()),
        name="withdraw",
    ),
    path("comments/<int:key>/versions/", views.CommentVersions.as_view(), name="versions"),
    path(
        "comments/<int:key>/answer/", login_required(views.AnswerComment.as_view()), name="answer"
    ),
    path("comments/on/<path:address>.atom", views.feed, name="feed"),
    path(
        "comments/on/<path:address>/write/",
        login_required(views.WriteComment.as_view()),
        name="write",
    ),
    path("comments/on/<path:address>/", views.CommentList.as_view(), name="list"),
]
