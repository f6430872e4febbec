"""Addresses of meetings, sittings, rules of bodies for meetings, and non-working days."""

from __future__ import annotations

from django.urls import path

from majlis.events.meetings import action_views, views

MEETING = "meetings/<slug:slug>/"
SITTING = f"{MEETING}sittings/<int:key>/"
BODY = "bodies/<slug:slug>/"

urlpatterns = [
    path("meetings/", views.MeetingList.as_view(), name="meetings"),
    path("meetings/calendar.ics", views.calendar, name="calendar"),
    path("meetings/feed.atom", views.meetings_feed, name="meetings_feed"),
    path("non-working-days/", views.ClosedDayList.as_view(), name="closed_days"),
    path("non-working-days/add/", action_views.AddClosedDay.as_view(), name="add_closed_day"),
    path(
        "non-working-days/<int:key>/remove/",
        action_views.RemoveClosedDay.as_view(),
        name="remove_closed_day",
    ),
    path(f"{BODY}meetings/add/", action_views.CreateMeeting.as_view(), name="create_meeting"),
    path(f"{BODY}meeting-rules/", views.MeetingRulesDetail.as_view(), name="meeting_rules"),
    path(
        f"{BODY}meeting-rules/change/",
        action_views.SetMeetingRules.as_view(),
        name="set_meeting_rules",
    ),
    path(MEETING, views.MeetingDetail.as_view(), name="meeting"),
    path(f"{MEETING}meeting.ics", views.meeting_calendar, name="meeting_calendar"),
    path(f"{MEETING}letter.<str:extension>", views.letter, name="letter"),
    path(f"{MEETING}notice/", views.NoticePage.as_view(), name="meeting_notice"),
    path(f"{MEETING}change/", action_views.ChangeMeeting.as_view(), name="change_meeting"),
    path(f"{MEETING}convene/", action_views.ConveneMeeting.as_view(), name="convene_meeting"),
    path(f"{MEETING}open/", action_views.OpenMeeting.as_view(), name="open_meeting"),
    path(f"{MEETING}close/", action_views.CloseMeeting.as_view(), name="close_meeting"),
    path(f"{MEETING}reopen/", action_views.ReopenMeeting.as_view(), name="reopen_meeting"),
    path(f"{MEETING}report/", action_views.ReportMeeting.as_view(), name="report_meeting"),
    path(f"{MEETING}cancel/", action_views.CancelMeeting.as_view(), name="cancel_meeting"),
    path(f"{MEETING}sittings/add/", action_views.AddSitting.as_view(), name="add_sitting"),
    path(f"{SITTING}change/", action_views.ChangeSitting.as_view(), name="change_sitting"),
    path(f"{SITTING}remove/", action_views.RemoveSitting.as_view(), name="remove_sitting"),
]
