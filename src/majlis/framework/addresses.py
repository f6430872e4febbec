"""The public address of the site, as linked data and pages of concepts name it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site_address(request: HttpRequest) -> str:
    """The public address of the site, without a slash at the end."""
    return (settings.MAJLIS_PUBLIC_ADDRESS or request.build_absolute_uri("/")).rstrip("/")
