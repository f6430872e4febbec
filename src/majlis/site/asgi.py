"""The application that the server runs."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application

from majlis.site.bodies import bounded, longest_body

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majlis.site.settings")

_application: Any = get_asgi_application()
application = bounded(_application, longest_body(settings.MAJLIS_UPLOAD_LIMIT))
