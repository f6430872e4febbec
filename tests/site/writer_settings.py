"""The site's settings with one more page, for tests that write to a running site."""

from __future__ import annotations

from majlis.site.settings import *

ROOT_URLCONF = "tests.site.writer"
