"""Changes of the register in a period: new, changed, ended and dropped mandates, and reports on them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from majlis.commons.notices.models import Event
from majlis.kernel import clock
from majlis.kernel.models import Reader
from majlis.mandates.changes import dropped
from majlis.mandates.models import LifecycleEvent, Mandate, MandateSource

PROGRESS_VERBS: dict[str, str | Promise] = {
    "mandates.set_progress": pgettext_lazy("change of a mandate", "status reported"),
    "mandates.publish_statement": pgettext_lazy(
        "change of a mandate", "progress statement published"
    ),
    "mandates.submit_document": pgettext_lazy("change of a mandate", "document submitted"),
}
"""Verbs by which a lead or addressee reports progress on a mandate."""


@dataclass(frozen=True)
class Change:
    """A change of a mandate: the mandate, its text, the kind of change, and its time.

    ``key`` identifies the change and never changes.
    """

    mandate: int
    number: int
    slug: str
    text: str
    what: str
    at: datetime.datetime
    key: str


def register_changes(user: Reader, first: datetime.date, until: datetime.date) -> list[Change]:
    """Return the changes from ``first`` to before ``until``, by text and number, then by time.

    A change by a version has the date of the version, or the day on which it was accepted where the
    version has no date. Five queries.
    """
    start, end = (clock.start_of_day(each) for each in (first, until))
    seen = Mandate.objects.visible_to(user)
    columns = ("mandate", "mandate__number", "mandate__slug", "mandate__instrument__slug")
    sources = MandateSource.objects.filter(
        dropped.date_within("version__date", "accepted_at", first, until),
        mandate__in=seen.values("pk"),
    ).exclude(change=MandateSource.Change.KEPT)
    ended = LifecycleEvent.objects.filter(
        mandate__in=seen.values("pk"), made_at__gte=start, made_at__lt=end
    )
    rows = []
    for row in sources.order_by("pk").values_list(
        *columns, "change", "accepted_at", "pk", "version__date"
    ):
        *_mandate_values, moment, key, version_date = row
        day = dropped.change_day(version_date, clock.date_of(moment))
        if first <= day < until:
            at = moment if day == clock.date_of(moment) else clock.start_of_day(day)
            label = str(MandateSource.Change(row[4]).label)
            rows.append(_change_from_row((*row[:5], at, key), label, "sources"))
    rows += [
        _change_from_row(row, str(LifecycleEvent.Kind(row[4]).label), "lifecycle_events")
        for row in ended.order_by("pk").values_list(*columns, "kind", "made_at", "pk")
    ]
    rows += _dropped_changes(user, first, until)
    rows += _progress_changes(user, start, end)
    return sorted(rows, key=lambda each: (each.text, each.number, each.at))


def _dropped_changes(user: Reader, first: datetime.date, until: datetime.date) -> Iterator[Change]:
    dropped_by_mandate = {
        item.mandate: item for item in dropped.dropped_mandates(user, Q(), first, until)
    }
    rows = Mandate.objects.filter(pk__in=dropped_by_mandate).order_by("pk")
    for key, *values in rows.values_list("pk", "number", "slug", "instrument__slug"):
        item = dropped_by_mandate[key]
        row = (key, *values, "", clock.start_of_day(item.day), f"{key}/{item.version}")
        yield _change_from_row(row, str(dropped.DROPPED_LABEL), "left-out")


def _progress_changes(
    user: Reader, start: datetime.datetime, end: datetime.datetime
) -> Iterator[Change]:
    events = Event.objects.visible_to(user).filter(
        kind__in=PROGRESS_VERBS,
        is_public=True,
        at__gte=start,
        at__lt=end,
        record__mandates_mandate__isnull=False,
    )
    columns = [
        f"record__mandates_mandate__{name}" for name in ("number", "slug", "instrument__slug")
    ]
    for row in events.order_by("pk").values_list("record", *columns, "kind", "at", "pk"):
        yield _change_from_row(row, str(PROGRESS_VERBS[row[4]]), "events")


def _change_from_row(
    row: tuple[int, int, str, str, str, datetime.datetime, int | str], what: str, kind: str
) -> Change:
    mandate, number, slug, text, _kind, at, key = row
    return Change(mandate, number, slug, text, what, at, f"{kind}/{key}")
