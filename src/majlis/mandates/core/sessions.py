"""Sessions of entities: all, and those that a form offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from django.db.models import QuerySet
from django_stubs_ext import WithAnnotations

from majlis.events.models import Meeting
from majlis.kernel import clock
from majlis.kernel.models import Reader
from majlis.kernel.models.record import RecordedQuerySet
from majlis.mandates.core import display
from majlis.mandates.core.rows import entity_title
from majlis.mandates.models import Occasion

SESSIONS_OFFERED = 300
"""Maximum number of sessions offered in a form."""


class SessionData(TypedDict):
    """What queries add to a session: the name of its entity."""

    called: str | None


type NamedOccasion = WithAnnotations[Occasion, SessionData]


def occasion_rows(language: str) -> QuerySet[NamedOccasion]:
    """Sessions with the title of their entity, the latest years first."""
    rows = Occasion.objects.annotate(called=entity_title("entity", language))
    return rows.select_related("entity__record").order_by("-year", "called", "label", "pk")


def occasion_name(occasion: NamedOccasion) -> str:
    """The name of a session."""
    return display.session_name(occasion, occasion.called or "")


def visible_meetings(reader: Reader) -> RecordedQuerySet:
    """The meetings that a reader may see, with what their names are read from."""
    return (
        Meeting.objects.visible_to(reader)
        .with_wordings()
        .select_related("record", "body__record")
        .prefetch_related("body__record__wordings")
    )


def linked_meetings(reader: Reader, sessions: Iterable[Occasion]) -> dict[int, Meeting]:
    """The meetings that some sessions are, by their key, as far as the reader may see them. Three queries at most."""
    keys = [each.meeting_id for each in sessions if each.meeting_id is not None]
    return {each.pk: each for each in visible_meetings(reader).filter(pk__in=keys)} if keys else {}


def session_choices(language: str, selected: Iterable[int]) -> list[tuple[int, str]]:
    """Sessions since last year and the selected ones, as choices: (key, name)."""
    rows, since = occasion_rows(language), clock.today().year - 1
    sessions = list(rows.filter(year__gte=since)[:SESSIONS_OFFERED])
    missing = set(selected) - {each.pk for each in sessions}
    sessions += list(rows.filter(pk__in=missing)) if missing else []
    return [(each.pk, occasion_name(each)) for each in sessions]
