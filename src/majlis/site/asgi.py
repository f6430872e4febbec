"""The ASGI application."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from majlis.site.request_size import limit_request_size, max_request_size

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majlis.site.settings")

application = limit_request_size(
    get_asgi_application(), max_request_size(settings.MAJLIS_UPLOAD_LIMIT)
)
