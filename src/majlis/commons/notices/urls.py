"""URLs of the notices."""

from __future__ import annotations

from django.urls import path

from majlis.commons.notices import feeds, views

app_name = "notices"
urlpatterns = [
    path("notices/", views.mine, name="mine"),
    path("notices/todo/", views.todo_list, name="todo"),
    path("notices/settings/", views.settings, name="settings"),
    path("notices/settings/feed/", views.renew_feed, name="renew_feed"),
    path("notices/follow/", views.follow, name="follow"),
    path("notices/unfollow/<int:key>/", views.unfollow, name="unfollow"),
    path("notices/stop/<str:token>/", views.stop_mail, name="stop_mail"),
    path("feeds/all.atom", feeds.public_feed, name="feed_all"),
    path("feeds/mine/<str:token>.atom", feeds.personal_feed, name="feed_mine"),
    path("feeds/of/<path:address>.atom", feeds.record_feed, name="feed_record"),
]
