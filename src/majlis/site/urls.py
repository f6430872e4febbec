"""All addresses: each room brings its own; pages stand under their language."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from majlis.parties.accounts import urls as accounts
from majlis.portal import urls as portal
from majlis.site import moved_addresses, views
from majlis.site.background_work import BackgroundWork, RetryWork
from majlis.site.operation_page import Operation

urlpatterns: list[URLPattern | URLResolver] = [
    *portal.urlpatterns_without_language,
    *accounts.urlpatterns_without_language,
    path("", include("majlis.framework.linked_data_urls")),
    *i18n_patterns(
        *moved_addresses.urls(),
        path("", include("majlis.look.urls")),
        path("", include("majlis.parties.accounts.urls")),
        path("", include("majlis.framework.urls")),
        path("translation/", include("majlis.commons.translation.urls")),
        path("imports/", include("majlis.commons.imports.urls")),
        path("operation/", Operation.as_view(), name="operation"),
        path("background-work/", BackgroundWork.as_view(), name="background_work"),
        path("background-work/<uuid:key>/retry/", RetryWork.as_view(), name="retry_work"),
        path("outbox/", views.LetterList.as_view(), name="outbox"),
        path("outbox/<int:key>/", views.LetterDetail.as_view(), name="letter"),
        path("", include("majlis.parties.urls")),
        path("", include("majlis.instruments.urls")),
        path("", include("majlis.events.urls")),
        path("", include("majlis.documents.urls")),
        path("", include("majlis.mandates.urls")),
        path("", include("majlis.commons.notices.urls")),
        path("", include("majlis.commons.drafts.urls")),
        path("", include("majlis.commons.moderation.urls")),
        path("", include("majlis.commons.comments.urls")),
        path("", include("majlis.commons.remarks.urls")),
        # The portal comes last: its history stands behind every address.
        path("", include("majlis.portal.urls")),
    ),
]
handler400 = "majlis.portal.error_pages.bad_request"
handler403 = "majlis.portal.error_pages.permission_denied"
handler404 = "majlis.portal.error_pages.not_found"
handler500 = "majlis.portal.error_pages.server_error"
