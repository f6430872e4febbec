"""URLs of remarks."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path

from majlis.commons.remarks import views

app_name = "remarks"
urlpatterns = [
    path("remarks/", views.RemarkLog.as_view(), name="log"),
    path("remarks/feed.atom", views.feed, name="feed"),
    path("remarks/new/", views.SubmitRemark.as_view(), name="new"),
    path("remarks/<int:number>/", views.RemarkDetail.as_view(), name="detail"),
    path(
        "remarks/<int:number>/answer/", login_required(views.AnswerRemark.as_view()), name="answer"
    ),
    path(
        "remarks/<int:number>/correct/",
        login_required(views.CorrectAnswer.as_view()),
        name="correct",
    ),
    path(
        "remarks/<int:number>/withhold/",
        login_required(views.WithholdRemark.as_view()),
        name="withhold",
    ),
    path(
        "remarks/<int:number>/publish/",
        login_required(views.PublishRemark.as_view()),
        name="publish",
    ),
]
