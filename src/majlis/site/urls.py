"""All addresses: each room brings its own; pages stand under their language."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from majlis.parties.accounts import urls as accounts

urlpatterns: list[URLPattern | URLResolver] = [
    *accounts.without_language,
    *i18n_patterns(
        path("", include(accounts)),
    ),
]
