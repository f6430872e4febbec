"""Django's settings with the role that owns the tables, for migrations and restore."""

from __future__ import annotations

import dj_database_url

from majlis.site.configuration import load_configuration
from majlis.site.settings import *
from majlis.site.settings import DATABASES

DATABASES = {
    **DATABASES,
    "default": {**DATABASES["default"], **dj_database_url.parse(load_configuration().owner_url)},
}
