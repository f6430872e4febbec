"""Changes of the register in a period: new, changed, ended and dropped mandates, and reports on them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.notices.models import Event
from majlis.kernel import clock
from majlis.kernel.downloads import Field, Sheet
from majlis.mandates.changes import dropped
from majlis.mandates.models import LifecycleEvent, Mandate, MandateSource

PROGRESS_VERBS: dict[str, str | Promise] = {
    "mandates.set_progress": pgettext_lazy("change of a mandate", "its state was said"),
    "mandates.publish_statement": pgettext_lazy("change of a mandate", "a progress statement"),
    "mandates.submit_document": pgettext_lazy("change of a mandate", "answered by a document"),
}
"""Verbs by which who owes it says what came of it."""


@dataclass(frozen=True)
class Change:
    """Something that changed: of which mandate, of which text, what, when. ``key`` never changes."""

    mandate: int
    number: int
    slug: str
    text: str
    what: str
    at: datetime.datetime
    key: str


def register_changes(user: Any, first: datetime.date, until: datetime.date) -> list[Change]:
    """All from a day to before another, by text and number, then by time; five queries.

    What a version brought is of the date of the version where it is known, else of the day on which it was accepted.
    """
    start, end = (clock.start_of_day(each) for each in (first, until))
    seen = Mandate.objects.visible_to(user)
    of = ("mandate", "mandate__number", "mandate__slug", "mandate__instrument__slug")
    asked = MandateSource.objects.filter(
        dropped.date_within("version__date", "accepted_at", first, until),
        mandate__in=seen.values("pk"),
    ).exclude(change=MandateSource.Change.KEPT)
    ended = LifecycleEvent.objects.filter(
        mandate__in=seen.values("pk"), made_at__gte=start, made_at__lt=end
    )
    rows = []
    for row in asked.order_by("pk").values_list(
        *of, "change", "accepted_at", "pk", "version__date"
    ):
        *told, moment, key, said = row
        day = dropped.change_day(said, clock.date_of(moment))
        if first <= day < until:
            at = moment if day == clock.date_of(moment) else clock.start_of_day(day)
            label = str(MandateSource.Change(row[4]).label)
            rows.append(_change_from_row([*told, at, key], label, "sources"))
    rows += [
        _change_from_row(row, str(LifecycleEvent.Kind(row[4]).label), "lifecycle_events")
        for row in ended.order_by("pk").values_list(*of, "kind", "made_at", "pk")
    ]
    rows += _dropped_changes(user, first, until)
    rows += _progress_changes(user, start, end)
    return sorted(rows, key=lambda each: (each.text, each.number, each.at))


def _dropped_changes(user: Any, first: datetime.date, until: datetime.date) -> Iterator[Change]:
    found = {each.mandate: each for each in dropped.dropped_mandates(user, Q(), first, until)}
    rows = Mandate.objects.filter(pk__in=found).order_by("pk")
    for key, *of in rows.values_list("pk", "number", "slug", "instrument__slug"):
        each = found[key]
        row = (key, *of, "", clock.start_of_day(each.day), f"{key}/{each.version}")
        yield _change_from_row(row, str(dropped.DROPPED_LABEL), "left-out")


def _progress_changes(
    user: Any, start: datetime.datetime, end: datetime.datetime
) -> Iterator[Change]:
    found = Event.objects.visible_to(user).filter(
        kind__in=PROGRESS_VERBS,
        is_public=True,
        at__gte=start,
        at__lt=end,
        record__mandates_mandate__isnull=False,
    )
    of = [f"record__mandates_mandate__{name}" for name in ("number", "slug", "instrument__slug")]
    for row in found.order_by("pk").values_list("record", *of, "kind", "at", "pk"):
        yield _change_from_row(row, str(PROGRESS_VERBS[row[4]]), "events")


def _change_from_row(row: Sequence[Any], what: str, of: str) -> Change:
    mandate, number, slug, text, _kind, at, key = row
    return Change(mandate, number, slug, text, what, at, f"{of}/{key}")


FIELDS = (
    Field("number", _("Number")),
    Field("text", pgettext_lazy("library", "Text"), _("as its page is addressed")),
    Field("change", _("What changed")),
    Field("day", pgettext_lazy("mandates", "Day")),
)


def changes_sheet(found: Iterable[Change]) -> Sheet:
    """The same as data."""
    rows = ((each.slug, each.text, each.what, clock.date_of(each.at)) for each in found)
    return Sheet("mandates-changes", _("What changed in the register"), FIELDS, rows)
