"""Codes in Akoma Ntoso addresses: languages and bodies, from ``akn_names.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _names() -> dict[str, Any]:
    source = files("majlis.textkit").joinpath("akn_names.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def language_code(language: str) -> str:
    """ISO 639-2 code of a two-letter language, ``und`` where we know none."""
    return str(_names()["languages"].get(language, "und"))


@cache
def language_of(code: str) -> str:
    """Two-letter language of a code as files have it (``eng``, ``en``, ``en-GB``), or empty."""
    code = re.split(r"[-_@]", code.strip().lower())[0]
    names = _names()
    if code in names["languages"]:
        return code
    found: dict[str, str] = {long: short for short, long in names["languages"].items()}
    found |= names["language_aliases"]
    return found.get(code, "")


def body_code(body: str) -> str:
    """The code of a body in an address, or empty."""
    codes: list[str] = _names()["bodies"].get(body, [""])
    return codes[0]


@cache
def body_of(code: str) -> str:
    """The English name of a body by its code, or empty."""
    wanted = code.strip().lstrip("#").lower()
    for body, codes in _names()["bodies"].items():
        if wanted in codes:
            return str(body)
    return ""


@cache
def _symbols() -> list[tuple[re.Pattern[str], str]]:
    table: dict[str, list[str]] = _names()["symbols"]
    return [(re.compile(f"(?:{'|'.join(forms)})"), body) for body, forms in table.items()]


def body_of_symbol(symbol: str) -> str:
    """The English name of the body whose symbols are formed so, or empty."""
    return next((body for pattern, body in _symbols() if pattern.search(symbol)), "")


def is_statement(kind: str) -> bool:
    """Whether Akoma Ntoso has a text of this kind as ``statement``."""
    return kind in _names()["kinds"]["statement"]
