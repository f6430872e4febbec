"""URLs of the portal, with and without the language prefix."""

from __future__ import annotations

from django.urls import path

from majlis.portal import discovery, open_data, redaction_views, views
from majlis.portal.calendar import views as calendar_views
from majlis.portal.follow_up import views as follow_up_views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggestions, name="search_suggestions"),
    path("help/", views.help_page, name="help"),
    path("about/", views.static_page("about"), name="about"),
    path("accessibility/", views.static_page("accessibility"), name="accessibility"),
    path("open-data/", open_data.OpenData.as_view(), name="open_data"),
    path("privacy/", views.static_page("privacy"), name="privacy"),
    path("calendar/", calendar_views.Calendar.as_view(), name="calendar"),
    path("calendar/calendar.ics", calendar_views.calendar_file, name="calendar_file"),
    path(
        "meetings/<slug:slug>/follow-up/",
        follow_up_views.MeetingFollowUp.as_view(),
        name="meeting_follow_up",
    ),
    path("redactions/", redaction_views.RedactionList.as_view(), name="redactions"),
    path("redactions/<int:key>/", redaction_views.RedactionDetail.as_view(), name="redaction"),
    path(
        "redactions/<int:key>/decide/",
        redaction_views.DecideRedaction.as_view(),
        name="decide_redaction",
    ),
    path(
        "redactions/<int:key>/withdraw/",
        redaction_views.WithdrawRedaction.as_view(),
        name="withdraw_redaction",
    ),
    path(
        "<path:address>/history/redact/",
        redaction_views.ProposeRedaction.as_view(),
        name="propose_redaction",
    ),
    path("<path:address>/history/", views.RecordHistory.as_view(), name="history"),
]
urlpatterns_without_language = [
    path("robots.txt", discovery.robots, name="robots"),
    path("sitemap.xml", discovery.sitemap, name="sitemap"),
    path("sitemap-<str:section>.xml", discovery.sitemap_section, name="sitemap_section"),
    path(".well-known/security.txt", discovery.security, name="security"),
    path("files/<str:sha256>/", views.file, name="file"),
    path("files/<str:sha256>/<str:name>", views.file, name="file_named"),
]
