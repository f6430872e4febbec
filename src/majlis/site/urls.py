"""All addresses: each room brings its own; pages stand under their language."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(
        path("", include("majlis.commons.notices.urls")),
        path("", include("majlis.commons.drafts.urls")),
        path("", include("majlis.commons.moderation.urls")),
        path("", include("majlis.commons.comments.urls")),
    ),
]
