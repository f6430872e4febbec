"""Addresses of participants: below that of their meeting."""

from __future__ import annotations

from django.urls import URLPattern, path

from majlis.events.people import views

MEETING = "meetings/<slug:slug>/"
PEOPLE = f"{MEETING}participants/"
ONE = f"{PEOPLE}<int:key>/"

urlpatterns: list[URLPattern] = [
    path(f"{MEETING}register/", views.RegisterParticipant.as_view(), name="register_participant"),
    path(f"{MEETING}my-registration/", views.OwnRegistration.as_view(), name="own_registration"),
    path(PEOPLE, views.ParticipantList.as_view(), name="participants"),
    path(f"{PEOPLE}add/", views.AddParticipant.as_view(), name="add_participant"),
    path(f"{PEOPLE}decide/", views.DecideParticipants.as_view(), name="decide_participants"),
    path(f"{PEOPLE}figures/", views.ParticipantFigures.as_view(), name="participant_figures"),
    path(f"{PEOPLE}registrations/", views.RegistrationList.as_view(), name="registrations"),
    path(
        f"{PEOPLE}organisations/<int:number>/",
        views.OrganisationParticipants.as_view(),
        name="organisation_participants",
    ),
    path(ONE, views.ParticipantDetail.as_view(), name="participant"),
    path(f"{ONE}change/", views.ChangeParticipant.as_view(), name="change_participant"),
    path(f"{ONE}confirm/", views.ConfirmParticipant.as_view(), name="confirm_participant"),
    path(f"{ONE}decline/", views.DeclineParticipant.as_view(), name="decline_participant"),
    path(f"{ONE}withdraw/", views.WithdrawParticipant.as_view(), name="withdraw_participant"),
    path(
        f"{MEETING}sittings/<int:key>/attendance/",
        views.RecordAttendance.as_view(),
        name="attendance",
    ),
]
