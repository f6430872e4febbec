"""Addresses of the notices."""

from __future__ import annotations

from django.urls import path

from majlis.commons.notices import feeds, views

app_name = "notices"
urlpatterns = [
    path("notices/", views.mine, name="mine"),
    path("notices/asked/", views.what_is_asked, name="asked"),
    path("notices/settings/", views.settings, name="settings"),
    path("notices/settings/feed/", views.renew_feed, name="renew_feed"),
    path("notices/follow/", views.follow, name="follow"),
    path("notices/unfollow/<int:key>/", views.unfollow, name="unfollow"),
    path("notices/stop/<str:token>/", views.stop, name="stop"),
    path("feeds/all.atom", feeds.everything, name="feed_all"),
    path("feeds/mine/<str:token>.atom", feeds.mine, name="feed_mine"),
    path("feeds/of/<path:address>.atom", feeds.of_record, name="feed_of"),
]
