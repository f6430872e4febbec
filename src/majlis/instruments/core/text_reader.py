"""Reads texts by the text engine in a limited process: plain Python without Django (see ``limited_text``)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from majlis.textkit.errors import TextError
from majlis.textkit.language import detect
from majlis.textkit.mandates import mandates
from majlis.textkit.model import JSON, LANGUAGES
from majlis.textkit.read import read_bytes
from majlis.textkit.views import view
from majlis.textkit.write.akn import write_akn

SAMPLE = "1. Requests the Secretary-General to report on it;\n\n(a) By 2031, in accordance with resolution 56/183;"
"""A text of ours that makes the engine load its word lists and compile its patterns."""
WITHOUT_SMALL_WORDS = "Tidal quartz lighthouse"
"""Words whose language only the model of languages tells, which is loaded for them."""


def warm_up() -> None:
    """Load what the engine loads when it first reads a text of each language, so that each process has it."""
    detect(WITHOUT_SMALL_WORDS)
    for language in LANGUAGES:
        text = view(read_bytes(SAMPLE.encode(), language=language, name="sample.txt"), "accept")
        mandates(text)
        read_bytes(write_akn(text), name="sample.xml")


def as_result[**P](function: Callable[P, JSON]) -> Callable[P, JSON]:
    """Wrap a function for ``limited_text.run_reader``: a TextError becomes part of its result."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> JSON:
        try:
            return {"result": function(*args, **kwargs)}
        except TextError as error:
            return {"problem": error.problem, "mend": error.mend}

    return call
