"""The name of the process that the site follows, from its profile. Needs no database."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.translation import get_language

from majlis.framework.profile_reader import PROFILES_FOLDER


@cache
def _head(name: str) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((PROFILES_FOLDER / name / "profile.toml").read_text(encoding="utf-8"))


def process_name(key: str = "title") -> str:
    """The name of the process in the reader's language."""
    words = _head(settings.MAJLIS_PROFILE).get(key, {})
    return str(words.get(get_language() or "en", words.get("en", "")))


def process_brief() -> str:
    """The short name of the process, for narrow screens."""
    return process_name("brief")
