"""Addresses of the live page, of the acts on it, and of the speaking time."""

from __future__ import annotations

from django.urls import URLPattern, path

from majlis.events.floor import views
from majlis.kit.page import Page

SITTING = "meetings/<slug:slug>/live/<int:sitting>/"
TURN = "meetings/<slug:slug>/live/turns/<int:turn>/"


def _act(start: str, word: str, view: type[Page], name: str) -> URLPattern:
    return path(f"{start}{word}/", view.as_view(), name=name)


urlpatterns: list[URLPattern] = [
    path("meetings/<slug:slug>/live/", views.LivePage.as_view(), name="live"),
    path("meetings/<slug:slug>/live/time/", views.SpeakingTime.as_view(), name="speaking_time"),
    _act(SITTING, "open", views.OpenSitting, "open_sitting"),
    _act(SITTING, "suspend", views.SuspendSitting, "suspend_sitting"),
    _act(SITTING, "close", views.CloseSitting, "close_sitting"),
    _act(SITTING, "reopen", views.ReopenSitting, "reopen_sitting"),
    _act(SITTING, "item", views.SetItemInHand, "set_item_in_hand"),
    _act(SITTING, "document", views.SetDocumentInHand, "set_document_in_hand"),
    _act(SITTING, "list/open", views.OpenSpeakersList, "open_speakers_list"),
    _act(SITTING, "list/close", views.CloseSpeakersList, "close_speakers_list"),
    _act(SITTING, "ask", views.AskForFloor, "ask_for_floor"),
    _act(SITTING, "enter", views.EnterFloorRequest, "enter_floor_request"),
    _act(TURN, "withdraw", views.WithdrawFloorRequest, "withdraw_floor_request"),
    _act(TURN, "give", views.GiveFloor, "give_floor"),
    _act(TURN, "pause", views.PauseSpeech, "pause_speech"),
    _act(TURN, "resume", views.ResumeSpeech, "resume_speech"),
    _act(TURN, "end", views.EndSpeech, "end_speech"),
    _act(TURN, "return", views.ReturnToList, "return_to_list"),
]
