"""Row locks, audit values, wording corrections and concurrent creation, for all verbs."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from majlis.instruments.models import Instrument
from majlis.kernel.errors import WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Record, WordingStatus
from majlis.kernel.records import mark_changed, set_wording

INVALID_DATE = _("Enter a date as 2026, 2026-04 or 2026-04-17.")


def lock_instruments(*instruments: Instrument) -> None:
    """Lock rows of instruments until the transaction ends, and refresh their key fields."""
    pks = [each.pk for each in instruments]
    locked = Instrument.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    list(locked.order_by("pk"))
    for instrument in instruments:  # not the body: it may have been hidden from this user
        instrument.refresh_from_db(
            fields=["kind", "symbol", "body_words", "keys", "held", "became"]
        )


UNIQUE_VIOLATION = "23505"
"""SQLSTATE of PostgreSQL for a violated unique constraint."""


class ConcurrentCreation(WrongState):
    """Another transaction created a text or stub with the same symbol. A retry finds that one."""


def detect_concurrent_creation[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a verb that creates texts, stubs or series: a unique violation raises ConcurrentCreation."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except IntegrityError as error:
            if getattr(error.__cause__, "sqlstate", "") != UNIQUE_VIOLATION:
                raise
            raise ConcurrentCreation() from error

    return wrapper


def lock_instrument(instrument: int) -> Instrument:
    """The instrument, locked until the transaction ends; a second transaction waits here."""
    row: Instrument = Instrument.objects.select_for_update(of=("self",)).get(pk=instrument)
    return row


def change_wordings(
    record: Record, field: str, words: Mapping[str, str], old: dict[str, JSON], new: dict[str, JSON]
) -> None:
    """Set the wordings of a record's field by language, and collect the changes in ``old`` and ``new``.

    An authentic wording stays authentic. An empty string deletes the wording of that language.
    """
    rows = {each.language: each for each in record.wordings.filter(field=field)}
    # Originals first, so that a translation saved in the same step is not marked outdated.
    originals = {code for code, row in rows.items() if row.status == WordingStatus.AUTHENTIC}
    for code, typed in sorted(words.items(), key=lambda each: each[0] not in originals):
        row, text = rows.get(code), typed.strip()
        before = row.text if row else ""
        if code not in LANGUAGES_BY_CODE or before == text:
            continue
        first = not any(
            each.status == WordingStatus.AUTHENTIC and each.text for each in rows.values()
        )
        authentic = first if row is None else row.status == WordingStatus.AUTHENTIC
        status = WordingStatus.AUTHENTIC if authentic else WordingStatus.TRANSLATED
        old[f"{field}.{code}"], new[f"{field}.{code}"] = before, text
        if text:
            set_wording(record, field, code, text, status)
            if row is None and first:
                rows[code] = record.wordings.get(field=field, language=code)
        elif row is not None:
            row.delete()
            mark_changed(record)
