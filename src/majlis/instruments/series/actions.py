"""Verbs of series: create, change, and set the series of a text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from majlis.instruments.core.editing import (
    change_wordings,
    detect_concurrent_creation,
    lock_instrument,
)
from majlis.instruments.core.identifiers import first_free
from majlis.instruments.models import Instrument, Series
from majlis.instruments.models.instrument import PERIOD
from majlis.kernel.editing import audit_value, note_changes, set_values
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.records import create_record
from majlis.kernel.verbs import Act, verb
from majlis.parties.models import Body

PERIOD_FIELDS = ("item_period", "text_period", "report_period")
LONGEST_SLUG = 60


def check_series(titles: Mapping[str, str], periods: Mapping[str, Body | str | None]) -> None:
    """Check a series. Raises InvalidInput by field: ``title_<language>``, or the name of a period."""
    faults: dict[str, StrOrPromise] = {}
    if not any(words.strip() for words in titles.values()):
        faults["title_en"] = _("Enter a name in at least one language.")
    for name in PERIOD_FIELDS:
        if periods.get(name) and not re.fullmatch(PERIOD.regex, str(periods[name])):
            faults[name] = _("Select a frequency from the list.")
    if faults:
        raise InvalidInput(faults)


@verb("instruments.create_series")
@detect_concurrent_creation
def create_series(
    act: Act, /, *, titles: Mapping[str, str], body: Body | None = None, **periods: str
) -> Series:
    """Create a series. ``titles`` maps languages to names.

    Raises InvalidInput by field, ConcurrentCreation where another user created one with the same
    slug.
    """
    check_series(titles, periods)
    names = {code: words.strip() for code, words in titles.items() if words.strip()}
    stem = slugify(names.get("en") or names.get("fr") or names.get("es") or "")[
        :LONGEST_SLUG
    ].strip("-")
    slug = first_free(
        stem or "series",
        lambda tried: tried == "add" or Series.objects.filter(slug=tried).exists(),
    )
    record = create_record(
        "series", f"series/{slug}", {"title": names}, authentic=next(iter(names))
    )
    series = Series.objects.create(
        record=record,
        slug=slug,
        body=body,
        **{name: periods.get(name, "") for name in PERIOD_FIELDS},
    )
    act.note(
        series, new={"titles": names, **{name: getattr(series, name) for name in PERIOD_FIELDS}}
    )
    return series


@verb("instruments.change_series")
def change_series(
    act: Act, series: Series, /, *, titles: Mapping[str, str], **values: Body | str | None
) -> Series:
    """Change names, body and periods of a series; others stay. Raises InvalidInput by field."""
    stored_titles = series.record.wordings.filter(field="title")
    check_series(dict(stored_titles.values_list("language", "text")) | dict(titles), values)
    old, new = set_values(series, ("body", *PERIOD_FIELDS), values)
    changed = list(new)
    change_wordings(series.record, "title", titles, old, new)
    series.save(update_fields=changed)
    note_changes(act, series, old, new)
    return series


@verb("instruments.set_series")
def set_series(
    act: Act, instrument: Instrument, /, *, series: Series | None, reason: str = ""
) -> Instrument:
    """Set the series of a text; None takes it out of its series.

    Raises InvalidInput (``text``) where it is in another series.
    """
    instrument.series = lock_instrument(instrument.pk).series
    if instrument.series_id == (series.pk if series else None):
        act.unchanged()
        return instrument
    if series is not None and instrument.series_id is not None:
        raise InvalidInput(
            {"text": _("This text is in another series. Remove it from that series first.")}
        )
    old, instrument.series = instrument.series, series
    instrument.save(update_fields=["series"])
    act.note(
        instrument,
        old={"series": audit_value(old)},
        new={"series": audit_value(series)},
        reason=reason,
    )
    return instrument
