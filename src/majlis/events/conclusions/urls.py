"""Addresses of conclusions and of correspondence."""

from __future__ import annotations

from django.urls import path

from majlis.events.conclusions import action_views, correspondence_views, views

MEETING = "meetings/<slug:slug>/conclusions/"
CONCLUSION = f"{MEETING}<int:number>/"
CORRESPONDENCE = f"{CONCLUSION}correspondence/"

urlpatterns = [
    path("conclusions/", views.ConclusionList.as_view(), name="conclusions"),
    path(
        "meetings/<slug:slug>/items/<int:number>/conclusions/begin/",
        action_views.BeginConclusion.as_view(),
        name="begin_conclusion",
    ),
    path(MEETING, views.MeetingConclusionList.as_view(), name="meeting_conclusions"),
    path(
        f"{MEETING}publish/",
        action_views.PublishConclusions.as_view(),
        name="publish_conclusions",
    ),
    path(CONCLUSION, views.ConclusionDetail.as_view(), name="conclusion"),
    path(f"{CONCLUSION}revisions/", views.RevisionList.as_view(), name="conclusion_revisions"),
    path(f"{CONCLUSION}write/", action_views.WriteConclusion.as_view(), name="write_conclusion"),
    path(f"{CONCLUSION}pen/take/", action_views.TakePen.as_view(), name="take_pen"),
    path(f"{CONCLUSION}pen/release/", action_views.ReleasePen.as_view(), name="release_pen"),
    path(
        f"{CONCLUSION}settle/<int:revision>/",
        action_views.SettleConclusion.as_view(),
        name="settle_conclusion",
    ),
    path(f"{CONCLUSION}agree/", action_views.AgreeConclusion.as_view(), name="agree_conclusion"),
    path(
        f"{CONCLUSION}agree-with-statements/",
        action_views.AgreeConclusionWithStatements.as_view(),
        name="agree_conclusion_with_statements",
    ),
    path(
        f"{CONCLUSION}decline/",
        action_views.DeclineConclusion.as_view(),
        name="decline_conclusion",
    ),
    path(f"{CONCLUSION}reopen/", action_views.ReopenConclusion.as_view(), name="reopen_conclusion"),
    path(
        f"{CONCLUSION}submit/",
        correspondence_views.SubmitConclusion.as_view(),
        name="submit_conclusion",
    ),
    path(
        CORRESPONDENCE, correspondence_views.CorrespondenceDetail.as_view(), name="correspondence"
    ),
    path(
        f"{CORRESPONDENCE}reply/<int:organisation>/",
        correspondence_views.ReplyByCorrespondence.as_view(),
        name="reply_by_correspondence",
    ),
    path(
        f"{CORRESPONDENCE}close/",
        correspondence_views.CloseCorrespondence.as_view(),
        name="close_correspondence",
    ),
    path(
        f"{CORRESPONDENCE}withdraw/",
        correspondence_views.WithdrawCorrespondence.as_view(),
        name="withdraw_correspondence",
    ),
]
