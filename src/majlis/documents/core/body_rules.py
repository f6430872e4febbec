"""The rules of a body for its documents, or the defaults of a body without rules; its series and deadlines."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop, pgettext_lazy

from majlis.documents.models import DocumentRules, HeaderField, Series
from majlis.events.core.times import zone_or_utc
from majlis.events.models import Meeting
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models.wording import LocalizedText
from majlis.parties.models import Body

MAIN = ""
"""The code of the main series, whose numbers have no code in the symbol."""
INFORMATION = "INF"
DRAFT_TEXTS = "DT"
TEMPORARY = "TD"
ADMINISTRATIVE = "ADM"

SERIES_NAMES: dict[str, StrOrPromise] = {
    MAIN: pgettext_lazy("series of documents", "Main series"),
    INFORMATION: pgettext_lazy("series of documents", "Information documents"),
    DRAFT_TEXTS: pgettext_lazy("series of documents", "Draft texts"),
    TEMPORARY: pgettext_lazy("series of documents", "Temporary documents"),
    ADMINISTRATIVE: pgettext_lazy("series of documents", "Administrative documents"),
}
"""Names of series that a body has not named itself, by code."""
DEFAULT_SERIES: tuple[tuple[str, Mapping[str, bool]], ...] = (
    (MAIN, {}),
    (INFORMATION, {"for_information": True}),
    (DRAFT_TEXTS, {"internal": True}),
    (TEMPORARY, {"internal": True}),
    (ADMINISTRATIVE, {"internal": True, "for_information": True}),
)
"""The series that a body gets with its first document: code, and the values that differ from the defaults."""
LAST_TIME = datetime.time(23, 59)
"""The time of the day, in the zone of the meeting, at which a deadline that is counted in days ends."""


def default_group(body: Body) -> str:
    """The first part of the symbols of a body without rules: its abbreviation, else its code in capitals."""
    return (
        body.abbreviation or body.slug.upper()[: DocumentRules._meta.get_field("group").max_length]
    )


def rules_of(body: Body) -> DocumentRules:
    """The rules of a body; for a body without any, the defaults, not saved. One query, none if they were joined."""
    try:
        return body.document_rules
    except DocumentRules.DoesNotExist:
        return DocumentRules(body=body, group=default_group(body))


def series_name(series: Series, language: str) -> str:
    """The name of a series in a language, else in another that it has, else the usual name of its code."""
    name = named(series.names, language)
    return name.text or str(SERIES_NAMES.get(series.code, series.code))


def named(names: Mapping[str, str], language: str) -> LocalizedText:
    """The text in a language from a mapping of languages to texts, else that in English, else any."""
    for code in (language, "en", *sorted(names)):
        if names.get(code):
            return LocalizedText(names[code], code, "")
    return LocalizedText("", "", "")


def get_or_create_series(body: Body) -> list[Series]:
    """The series of a body in their order; a body without any gets the usual ones. Call it inside a verb."""
    found = list(Series.objects.filter(body=body))
    if found:
        return found
    Series.objects.bulk_create(
        [
            Series(body=body, code=code, position=place, **values)
            for place, (code, values) in enumerate(DEFAULT_SERIES)
        ],
        ignore_conflicts=True,
    )
    return list(Series.objects.filter(body=body))


def proposed_series(body: Body) -> list[Series]:
    """The series of a body; for one without any, the usual ones, not saved. One query."""
    return list(Series.objects.filter(body=body)) or [
        Series(body=body, code=code, position=place, **values)
        for place, (code, values) in enumerate(DEFAULT_SERIES)
    ]


def series_for(series: Sequence[Series], *, for_information: bool) -> Series:
    """The series of a contribution: the first that is open to all, for information or not; else the first open to all.

    Raises ValueError for a body all of whose series are of the secretariat only.
    """
    open_series = [each for each in series if not each.internal]
    if not open_series:
        raise ValueError(gettext_noop("All series of the body are reserved for the secretariat."))
    return next(
        (each for each in open_series if each.for_information is for_information), open_series[0]
    )


def header_fields(body: Body) -> list[HeaderField]:
    """The header fields of a body in their order."""
    return list(HeaderField.objects.filter(body=body))


def contributions_due(
    meeting: Meeting, rules: DocumentRules | None = None
) -> datetime.datetime | None:
    """The moment by which contributions to a meeting are due; None for a meeting without dates.

    It is that of the meeting, else the end of the day that lies ``deadline_days`` before its first day, in the
    zone of the meeting.
    """
    if meeting.contributions_due is not None:
        return meeting.contributions_due
    if meeting.first_day is None:
        return None
    rules = rules or rules_of(meeting.body)
    day = meeting.first_day - datetime.timedelta(days=rules.deadline_days)
    zone: ZoneInfo = zone_or_utc(meeting.zone)
    return datetime.datetime.combine(day, LAST_TIME, zone).astimezone(datetime.UTC)
