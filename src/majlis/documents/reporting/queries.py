"""What a report may cover and submit, and where it may be considered."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from majlis.documents.contributions.queries import officer_bodies
from majlis.documents.lifecycle import REFUSED, WITHDRAWN
from majlis.documents.models import ReportedMeeting
from majlis.events.lifecycle import CLOSED, CONVENED, OPEN, REPORTED
from majlis.events.models import Meeting
from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import Version
from majlis.kernel.models import Reader
from majlis.parties.models import Body


def _with_records(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return rows.select_related("record", "body__record")


def meetings_to_report(reader: Reader, body: Body) -> QuerySet[Meeting]:
    """The closed meetings of a body that no report covers yet, the earliest first; their names are to be loaded."""
    taken = ReportedMeeting.objects.exclude(document__state__in=(WITHDRAWN, REFUSED))
    rows = Meeting.objects.visible_to(reader).filter(body=body, state__in=(CLOSED, REPORTED))
    return _with_records(rows.exclude(pk__in=taken.values("meeting"))).order_by("first_day", "pk")


def unreported_meetings(reader: Reader) -> QuerySet[Meeting]:
    """The closed meetings of which the reader may draft a report, and nobody has: of bodies with a parent.

    Not imported ones, which were never convened on this site.
    """
    taken = ReportedMeeting.objects.exclude(document__state__in=(WITHDRAWN, REFUSED))
    rows = Meeting.objects.filter(
        state=CLOSED,
        convened_at__isnull=False,
        body__parent__isnull=False,
        body__in=officer_bodies(reader).values("pk"),
    ).exclude(pk__in=taken.values("meeting"))
    return rows.with_wordings().select_related("body__record").order_by("last_day", "pk")


def receiving_meetings(reader: Reader, body: Body) -> QuerySet[Meeting]:
    """The meetings that may receive a report of a body: convened or open ones of its parent.

    Where a body has no parent, those of all bodies, but not of those below it.
    """
    rows = Meeting.objects.visible_to(reader).filter(state__in=(CONVENED, OPEN))
    if body.parent_id:
        rows = rows.filter(body=body.parent_id)
    else:
        rows = rows.exclude(Q(body=body) | Q(body__parent=body))
    return _with_records(rows).order_by("first_day", "pk")


def proposed_texts(reader: Reader, body: Body) -> QuerySet[Version]:
    """The proposed versions that a body may submit: its own, and those of the body above."""
    rows = Version.objects.visible_to(reader).filter(
        Q(body__in=[body.pk, body.parent_id]) | Q(instrument__body__in=[body.pk, body.parent_id]),
        state=PROPOSED,
    )
    return (
        rows.select_related("record", "instrument__record")
        .prefetch_related("languages", "record__wordings", "instrument__record__wordings")
        .order_by("instrument", "position")
    )
