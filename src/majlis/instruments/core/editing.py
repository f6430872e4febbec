"""What several verbs of the room share: row locks, audit values, corrected wordings, concurrent creation."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from majlis.instruments.models import Instrument
from majlis.kernel.errors import WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Record, WordingStatus
from majlis.kernel.models.record import Recorded
from majlis.kernel.records import mark_changed, set_wording

INVALID_DATE = _("Write the date as 2031-05-17, or 2031-05, or 2031.")


def audit_value(value: Any) -> Any:
    """A value as the audit keeps it: of a record its address, so that a history can name it."""
    if isinstance(value, Recorded):
        return value.record.address
    return getattr(value, "address", getattr(value, "pk", value))


def lock_instruments(*texts: Instrument) -> None:
    """Keep texts from others until the transaction ends, and read what they go by as it stands now."""
    keys = [each.pk for each in texts]
    rows = Instrument.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    list(rows.order_by("pk"))
    for each in texts:  # not the body: who may not see it does not have it
        each.refresh_from_db(fields=["kind", "symbol", "body_words", "keys", "held", "became"])


UNIQUE_VIOLATION = "23505"
"""What the database says where a thing that is there once is there already."""


class ConcurrentCreation(WrongState):
    """Somebody else made at the same moment a text or a stub of the same symbol: done again, it is found."""


def detect_concurrent_creation[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Have a verb that makes texts or stubs raise Meanwhile where another made the same ones at that moment."""

    @functools.wraps(function)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except IntegrityError as error:
            if getattr(error.__cause__, "sqlstate", "") != UNIQUE_VIOLATION:
                raise
            raise ConcurrentCreation() from error

    return done


def lock_instrument(instrument: int) -> Instrument:
    """The text, kept from others until the transaction ends: of two at once, one waits and sees."""
    found: Instrument = Instrument.objects.select_for_update(of=("self",)).get(pk=instrument)
    return found


def change_wordings(
    record: Record, field: str, words: Mapping[str, str], old: dict[str, Any], new: dict[str, Any]
) -> None:
    """Correct words of a record by language, and say what changed: what was authentic stays so.

    An empty word takes away what was there in that language.
    """
    rows = {each.language: each for each in record.wordings.filter(field=field)}
    # The original first: what is translated in the same step does not lag behind it.
    originals = {code for code, row in rows.items() if row.status == WordingStatus.AUTHENTIC}
    for code, given in sorted(words.items(), key=lambda each: each[0] not in originals):
        row, now = rows.get(code), given.strip()
        was = row.text if row else ""
        if code not in LANGUAGES_BY_CODE or was == now:
            continue
        first = not any(
            each.status == WordingStatus.AUTHENTIC and each.text for each in rows.values()
        )
        authentic = first if row is None else row.status == WordingStatus.AUTHENTIC
        status = WordingStatus.AUTHENTIC if authentic else WordingStatus.TRANSLATED
        old[f"{field}.{code}"], new[f"{field}.{code}"] = was, now
        if now:
            set_wording(record, field, code, now, status)
            if row is None and first:
                rows[code] = record.wordings.get(field=field, language=code)
        elif row is not None:
            row.delete()
            mark_changed(record)
