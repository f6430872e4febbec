"""URLs of the notices."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from majlis.commons.notices import feeds, views

app_name = "notices"
urlpatterns = [
    path("notices/", login_required(views.NoticeList.as_view()), name="mine"),
    path("notices/todo/", login_required(views.TodoList.as_view()), name="todo"),
    path("notices/settings/", login_required(views.Settings.as_view()), name="settings"),
    path("notices/settings/feed/", login_required(views.RenewFeed.as_view()), name="renew_feed"),
    path("notices/follow/", views.Follow.as_view(), name="follow"),
    path("notices/unfollow/<int:key>/", login_required(views.Unfollow.as_view()), name="unfollow"),
    # A mail program sends the POST without a cookie; the signed link is enough (RFC 8058).
    path("notices/stop/<str:token>/", csrf_exempt(views.StopMail.as_view()), name="stop_mail"),
    path("feeds/all.atom", feeds.public_feed, name="feed_all"),
    path("feeds/mine/<str:token>.atom", feeds.personal_feed, name="feed_mine"),
    path("feeds/of/<path:address>.atom", feeds.record_feed, name="feed_record"),
]
