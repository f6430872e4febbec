"""The ASGI application."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application

from majlis.site.request_size import limit_request_size, max_request_size

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majlis.site.settings")

_application: Any = get_asgi_application()
application = limit_request_size(_application, max_request_size(settings.MAJLIS_UPLOAD_LIMIT))
