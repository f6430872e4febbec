"""Addresses of this subject."""

from __future__ import annotations

from django.urls import URLPattern, path

from majlis.documents.contributions import action_views, views

MEETING = "meetings/<slug:slug>/contributions/"
DOCUMENT = "documents/<slug:slug>/"
SIGNATURE = f"{DOCUMENT}signatures/<int:key>/"
VERSION = f"{DOCUMENT}versions/<int:key>/"
urlpatterns: list[URLPattern] = [
    path("contributions/mine/", views.MyContributions.as_view(), name="my_contributions"),
    path(
        "contributions/submitted/", views.SubmittedDocuments.as_view(), name="submitted_documents"
    ),
    path("contributions/post/", action_views.PostDocuments.as_view(), name="post_documents"),
    path(f"{MEETING}add/", action_views.CreateDocument.as_view(), name="create_document"),
    path(f"{MEETING}upload/", action_views.UploadDocument.as_view(), name="upload_document"),
    path(
        f"{MEETING}template.<slug:language>.docx", views.document_template, name="document_template"
    ),
    path(f"{DOCUMENT}change/", action_views.ChangeDocument.as_view(), name="change_document"),
    path(f"{DOCUMENT}submit/", action_views.SubmitDocument.as_view(), name="submit_document"),
    path(f"{DOCUMENT}return/", action_views.ReturnDocument.as_view(), name="return_document"),
    path(f"{DOCUMENT}refuse/", action_views.RefuseDocument.as_view(), name="refuse_document"),
    path(f"{DOCUMENT}accept/", action_views.AcceptDocument.as_view(), name="accept_document"),
    path(f"{DOCUMENT}post/", action_views.PostDocument.as_view(), name="post_document"),
    path(f"{DOCUMENT}withdraw/", action_views.WithdrawDocument.as_view(), name="withdraw_document"),
    path(
        f"{DOCUMENT}signatures/ask/",
        action_views.AskForSignature.as_view(),
        name="ask_for_signature",
    ),
    path(f"{SIGNATURE}sign/", action_views.SignDocument.as_view(), name="sign_document"),
    path(f"{SIGNATURE}decline/", action_views.DeclineSignature.as_view(), name="decline_signature"),
    path(f"{DOCUMENT}versions/add/", action_views.CreateVersion.as_view(), name="create_version"),
    path(f"{VERSION}change/", action_views.ChangeVersion.as_view(), name="change_version"),
    path(f"{VERSION}submit/", action_views.SubmitVersion.as_view(), name="submit_version"),
    path(f"{VERSION}return/", action_views.ReturnVersion.as_view(), name="return_version"),
    path(f"{VERSION}refuse/", action_views.RefuseVersion.as_view(), name="refuse_version"),
    path(f"{VERSION}post/", action_views.PostVersion.as_view(), name="post_version"),
]
