"""The lines of the log: what is kept of a record, and the two forms of a line.

Strangers decide what is in much of a log: addresses, names of hosts, texts of errors. So each value is cut, a
line break is written as ``\\n``, and the secret part of an address (a link that was mailed, a personal feed)
is left out.
"""

from __future__ import annotations

import logging
import re
import traceback
from contextvars import ContextVar
from copy import copy
from datetime import UTC, datetime
from typing import override

from pythonjsonlogger.json import JsonFormatter

MAX_VALUE = 300
"""Characters of a value: an address, the text of an error, a line of a traceback."""
MAX_MESSAGE = 1000
"""Characters of a message with all its values."""
MAX_TRACEBACK = 80
"""Lines of a traceback; of a longer one, the middle is left out."""
ACCESS_FIELDS = ("method", "path", "status", "duration_ms", "size", "reader", "page")
"""What the line of a request has beside its message."""
MONITOR_PATHS = ("/healthz", "/readyz", "/metrics")
"""The addresses that monitors ask for every few seconds; nothing is logged of them."""

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")
"""The id of the request that is being answered; empty outside of one."""

_SECRET_PATH = re.compile(
    r"(/+(?:account/+(?:administrator|first|data/+erase/+link|email/+confirm|password/+reset)"
    r"|registrations/+link|invitations/+[^/\s]+|notices/+stop|feeds/+mine)/+)[^/\s?#\"']+"
)
"""The addresses in which a part is a secret: tests/site/test_log_lines.py compares them with all addresses."""
_SECRET_PARAMETER = re.compile(
    r"([?&](?:code|state|token|key|password|id_token|access_token)=)[^&#\s\"']+"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({})))


def clean_text(text: str, most: int = MAX_VALUE) -> str:
    """A text for one line of the log: cut to ``most`` characters, without line breaks and secrets."""
    cut = text if len(text) <= most else f"{text[:most]}…"
    printable = _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), cut)
    return _SECRET_PARAMETER.sub(r"\1***", _SECRET_PATH.sub(r"\1***", printable))


class CleanRecord(logging.Filter):
    """Gives the handler a record that may be written: cut, without secrets, with the id of its request.

    Left out is what the line of each request says already: that Django answered with 4xx. What a visitor did
    wrong (an unknown host, a form that is too large) is one line at INFO, and no defect with a traceback.
    """

    @override
    def filter(self, record: logging.LogRecord) -> bool | logging.LogRecord:
        request = getattr(record, "request", None)
        if record.name == "django.request" and (
            400 <= getattr(record, "status_code", 0) < 500
            or getattr(request, "path_info", "") in MONITOR_PATHS
        ):
            return False
        clean = copy(record)
        clean.msg = clean_text(_message(record), MAX_MESSAGE)
        clean.args = None
        clean.request_id = current_request_id.get() or getattr(request, "request_id", "")
        for name in set(vars(clean)) - _STANDARD_FIELDS - {"request_id", *ACCESS_FIELDS}:
            delattr(clean, name)
        # Another handler may have written the whole traceback into the record.
        clean.exc_info = clean.exc_text = clean.stack_info = None
        if record.name.startswith("django.security."):
            if record.exc_info:
                clean.levelno, clean.levelname = logging.INFO, "INFO"
        elif record.exc_info and record.exc_info[0] is not None:
            clean.exc_text = "\n".join(_traceback_lines(record.exc_info[1]))
        return clean


def _message(record: logging.LogRecord) -> str:
    """The message of a record, with each text in it cut."""
    if isinstance(record.args, tuple):
        short = tuple(clean_text(arg) if isinstance(arg, str) else arg for arg in record.args)
        try:
            return str(record.msg) % short if short else str(record.msg)
        except (TypeError, ValueError):
            return str(record.msg)  # a defect of the caller must not hide what it logs
    return record.getMessage()


def _traceback_lines(error: BaseException | None) -> list[str]:
    """The lines of a traceback, cut in length and number."""
    lines = "".join(traceback.format_exception(error)).rstrip().split("\n")
    if len(lines) > MAX_TRACEBACK:
        half = MAX_TRACEBACK // 2
        lines = [*lines[:half], "…", *lines[-half:]]
    return [clean_text(line) for line in lines]


def _time_of(record: logging.LogRecord) -> str:
    """The moment of a record in UTC, to the millisecond."""
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class LineFormatter(logging.Formatter):
    """A line for people: time, level, logger, id of the request or ``-``, message."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {request} {message}", style="{")

    @override
    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return _time_of(record)

    @override
    def format(self, record: logging.LogRecord) -> str:
        record.request = getattr(record, "request_id", "") or "-"
        return super().format(record)


class JSONFormatter(JsonFormatter):
    """A line for programs: one object of JSON, with the fields of a request as values of their own."""

    def __init__(self) -> None:
        super().__init__(
            ("asctime", "levelname", "name", "message", "request_id"),
            rename_fields={
                "asctime": "time",
                "levelname": "level",
                "name": "logger",
                "exc_info": "traceback",
            },
        )

    @override
    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return _time_of(record)
