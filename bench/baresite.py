"""Settings and the one page of a bare Django site on the same tables: the number of mandates, and nothing else."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from majlis.site.settings import *

# The sign-in library does not start without it.
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
ROOT_URLCONF = "baresite"


def count_mandates(request: HttpRequest, language: str) -> HttpResponse:
    """The number of mandates, as a page; the same for each language."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mandates_mandate")
        return HttpResponse(f"<!DOCTYPE html><title>Mandates</title><p>{cursor.fetchone()[0]}")


urlpatterns = [path("<str:language>/", count_mandates)]
