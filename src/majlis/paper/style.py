"""The look on paper, from ``style.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

_SCRIPTS = {"zh": "chinese", "ja": "chinese", "ko": "chinese"}


@lru_cache(maxsize=1)
def style() -> dict[str, Any]:
    """Everything that ``style.toml`` says."""
    return tomllib.loads(files("majlis.paper").joinpath("style.toml").read_text(encoding="utf-8"))


def colour(name: str) -> str:
    """A colour of the look, as ``#rrggbb``."""
    found: str = style()["colours"][name]
    return found


def script_of(tag: str) -> str:
    """latin, arabic or chinese: what a language needs of typefaces. Cyrillic goes with latin."""
    from majlis.paper.languages import direction_of

    if direction_of(tag) == "rtl":
        return "arabic"
    return _SCRIPTS.get(tag.split("-")[0].lower(), "latin")
