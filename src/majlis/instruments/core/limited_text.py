"""Runs a reader of texts in a process with limits; whatever goes wrong with the file is a TextError."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import override

from majlis.kernel.json_types import JSON
from majlis.kernel.limited_process import Limits, UnreadableFile, run_limited
from majlis.textkit.errors import TextError


def run_reader[**P](
    function: Callable[P, JSON], limits: Limits, *args: P.args, **kwargs: P.kwargs
) -> JSON:
    """The result of a function that ``text_reader.as_result`` wraps. Raises TextError, ReadersBusy.

    Its module has ``warm_up`` of ``text_reader``. The messages are in English, as those of the engine: see
    ``engine_messages``.
    """
    try:
        answer = run_limited(function, limits, *args, **kwargs)
    except UnreadableFile as fault:
        with override("en"):
            raise TextError(str(fault.what), str(fault.mend)) from fault
    match answer:
        case {"result": result}:
            value: JSON = result
            return value
        case {"problem": str(problem), "mend": str(mend)}:
            raise TextError(problem, mend)
    raise TypeError("The function is not wrapped by as_result, or its process was taken over.")
