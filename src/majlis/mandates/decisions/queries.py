"""What a decision on a document concerns: the texts that it submits, and the deliverables that it may answer."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from majlis.documents.lifecycle import ACCEPTED, POSTED
from majlis.documents.models import Category, Consideration, TransmittedText
from majlis.events.lifecycle import CLOSED, OPEN, REPORTED
from majlis.events.models import Meeting, Outcome
from majlis.kernel.models import Reader, Record
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.rows import entity_title
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Deliverable, Step
from majlis.mandates.models.choices import OPEN_PROGRESS


def consideration_or_404(reader: Reader, key: int) -> Consideration:
    """A document at an item, if the reader may see both. Raises Http404."""
    rows = Consideration.objects.filter(
        visibility_condition(reader, "document__record__"),
        visibility_condition(reader, "item__record__"),
        document__state__in=[ACCEPTED, POSTED],
    ).select_related(
        "document__record",
        "document__meeting__record",
        "document__meeting__body__record",
        "item__record",
        "item__meeting__record",
        "item__meeting__body__record",
    )
    names = ("document__record__wordings", "item__record__wordings")
    found: Consideration = get_object_or_404(rows.prefetch_related(*names), pk=key)
    return found


def undecided_considerations(reader: Reader, document: Record) -> QuerySet[Consideration]:
    """The items at which a report, or a document that submits texts, waits for the decision of an open or closed meeting."""
    rows = Consideration.objects.filter(
        visibility_condition(reader, "item__record__"),
        Q(document__category=Category.REPORT) | Q(document__transmitted_texts__isnull=False),
        document=document.pk,
        outcome__in=[Outcome.PENDING, Outcome.CARRIED_OVER],
        item__withdrawn_at__isnull=True,
        item__meeting__state__in=[OPEN, CLOSED, REPORTED],
    )
    return rows.distinct()


def transmitted_texts(consideration: Consideration, reader: Reader) -> QuerySet[TransmittedText]:
    """The texts that the document submits and that the reader may see, in the order in which it names them."""
    return (
        consideration.document.transmitted_texts.filter(
            visibility_condition(reader, "version__record__")
        )
        .select_related("version__record", "version__instrument__record", "version__body")
        .prefetch_related(
            "version__record__wordings",
            "version__instrument__record__wordings",
            "version__languages",
        )
    )


def open_deliverables(
    meeting: Meeting, reader: Reader, language: str = "en"
) -> QuerySet[Deliverable]:
    """The open deliverables that are due at a meeting, or of which the body of the meeting takes a step.

    Only those of active mandates that the reader may see; each with its steps, and with the name of the
    entity of its session in a language (``occasion_entity``).
    """
    at_meeting = Q(occasion__meeting=meeting) | Q(steps__occasion__meeting=meeting)
    by_body = Q(steps__entity__body=meeting.body_id, steps__done_on="")
    return (
        Deliverable.objects.filter(
            at_meeting | by_body,
            visibility_condition(reader, "mandate__record__"),
            mandate__lifecycle_state=ACTIVE,
            state__in=OPEN_PROGRESS,
            outdated=False,
            withdrawn_at__isnull=True,
            merged_into__isnull=True,
        )
        .distinct()
        .annotate(occasion_entity=entity_title("occasion__entity", language))
        .select_related("mandate__record", "occasion")
        .prefetch_related(
            Prefetch("steps", Step.objects.select_related("entity__record").order_by("position"))
        )
        .order_by("mandate", "ordinal")
    )


def steps_of_body(deliverable: Deliverable, meeting: Meeting) -> list[Step]:
    """The steps of a deliverable that the body of the meeting has not completed; the steps must be prefetched."""
    return [
        step
        for step in deliverable.steps.all()
        if step.entity.body_id == meeting.body_id and not step.done_on
    ]
