"""The addresses of the site, with two more by which tests write."""

from __future__ import annotations

from django.urls import path

from majlis.site import urls
from majlis.site.urls import handler400, handler403, handler404, handler500
from tests.site.writer import accept_view, write_view

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("write/", write_view), path("accept/", accept_view), *urls.urlpatterns]
