"""The site's settings with two more pages, for tests that write to a running site."""

from __future__ import annotations

from majlis.site.settings import *

ROOT_URLCONF = "tests.site.writer_urls"
