"""Queries of conclusions, their revisions and correspondence."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from majlis.events.core.members import member_organisations
from majlis.events.core.names import meeting_name
from majlis.events.lifecycle import OPEN
from majlis.events.models import (
    AgendaItem,
    Conclusion,
    ConclusionRevision,
    Correspondence,
    CorrespondenceReply,
    ItemMaterial,
    MaterialKind,
    Meeting,
)
from majlis.kernel import clock
from majlis.kernel.models import Reader, Record, User, Wording
from majlis.parties.models import Body, Organisation
from majlis.parties.queries.bodies import prefetch_wordings

RELATED = (
    "record",
    "pen",
    "item__record",
    "item__meeting__record",
    "item__meeting__body__record",
)
"""What is read with a conclusion."""


def waiting_revisions(conclusion: Conclusion | None = None) -> QuerySet[ConclusionRevision]:
    """The revisions beside the text on which nobody has decided; of one conclusion, or of all."""
    rows = ConclusionRevision.objects.filter(aside=True, settled_at=None)
    return rows if conclusion is None else rows.filter(conclusion=conclusion)


def conclusions(reader: Reader) -> QuerySet[Conclusion]:
    """The conclusions that the reader may see, with all that their lists show.

    Each has ``draft_text``, ``saved_at`` and ``waits`` (a revision lies beside the text). Five queries.
    """
    rows = Conclusion.objects.visible_to(reader).select_related(*RELATED)
    return _with_drafts(rows).prefetch_related(
        "record__wordings",
        "item__record__wordings",
        "item__meeting__record__wordings",
        "item__meeting__body__record__wordings",
    )


def _with_drafts(rows: QuerySet[Conclusion]) -> QuerySet[Conclusion]:
    current = ConclusionRevision.objects.filter(
        conclusion=OuterRef("pk"), number=OuterRef("revision")
    )
    waiting = waiting_revisions().filter(conclusion=OuterRef("pk"))
    return rows.annotate(
        draft_text=Subquery(current.values("text")[:1]),
        saved_at=Subquery(current.values("made_at")[:1]),
        waits=Exists(waiting),
    )


def conclusions_of(
    reader: Reader, meeting: Meeting, items: Sequence[AgendaItem] | None = None
) -> list[Conclusion]:
    """The conclusions of a meeting that the reader may see, in their order; of some items only. Two queries."""
    rows = Conclusion.objects.visible_to(reader).filter(item__meeting=meeting)
    if items is not None:
        rows = rows.filter(item__in=[item.pk for item in items])
    found = list(
        _with_drafts(rows.select_related("record", "pen", "item")).prefetch_related(
            "record__wordings"
        )
    )
    for each in found:
        each.item.meeting = meeting
    return found


def count_by_state(reader: Reader, meeting: Meeting) -> dict[str, int]:
    """How many conclusions of a meeting the reader may see in each state, without those of none."""
    rows = Conclusion.objects.visible_to(reader).filter(item__meeting=meeting)
    return dict(rows.order_by().values_list("state").annotate(number=Count("pk")))


def items_on_agenda(meeting: Meeting) -> list[tuple[int, str, str]]:
    """The key, the address and the label of each item of a meeting that was not withdrawn."""
    rows = meeting.items.filter(withdrawn_at=None).order_by("pk")
    return list(rows.values_list("pk", "record__address", "label"))


def filtered(
    rows: QuerySet[Conclusion],
    *,
    words: str = "",
    state: str = "",
    body: str = "",
    meeting: str = "",
) -> QuerySet[Conclusion]:
    """Those of the conclusions with the words in their text or title, in that state, of that body or meeting."""
    if words.strip():
        worded = Wording.objects.filter(
            record=OuterRef("pk"), field__in=("title", "text"), text__icontains=words.strip()
        )
        rows = rows.filter(Exists(worded) | Q(draft_text__icontains=words.strip()))
    if state:
        rows = rows.filter(state=state)
    if body:
        rows = rows.filter(item__meeting__body__slug=body)
    if meeting:
        rows = rows.filter(item__meeting__slug=meeting)
    return rows


def filter_choices(reader: Reader) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The bodies and the meetings that have conclusions that the reader may see: slug and name. Four queries."""
    visible = Conclusion.objects.visible_to(reader)
    rows = Meeting.objects.visible_to(reader).filter(
        Exists(visible.filter(item__meeting=OuterRef("pk")))
    )
    meetings = list(
        rows.select_related("record", "body__record")
        .prefetch_related("record__wordings", "body__record__wordings")
        .order_by("-first_day", "-pk")
    )
    bodies = {meeting.body.slug: str(meeting.body) for meeting in meetings}
    return sorted(bodies.items(), key=lambda each: each[1]), [
        (meeting.slug, meeting_name(meeting).text) for meeting in meetings
    ]


def get_conclusion(reader: Reader, slug: str, number: int) -> Conclusion:
    """The conclusion of that number of a meeting, if the reader may see it. Raises Http404. Two queries."""
    rows = _with_drafts(Conclusion.objects.visible_to(reader).select_related(*RELATED))
    found: Conclusion = get_object_or_404(rows, item__meeting__slug=slug, number=number)
    meeting = found.item.meeting
    prefetch_wordings(found, found.item, meeting, meeting.body)
    return found


def get_meeting(reader: Reader, slug: str) -> Meeting:
    """The meeting of that slug, if the reader may see it. Raises Http404."""
    rows = Meeting.objects.visible_to(reader).with_wordings().select_related("body__record")
    meeting: Meeting = get_object_or_404(rows, slug=slug)
    return meeting


def get_item(reader: Reader, slug: str, serial: int) -> AgendaItem:
    """The agenda item with that number in its address, if the reader may see it. Raises Http404."""
    rows = AgendaItem.objects.visible_to(reader).with_wordings()
    rows = rows.select_related("meeting__record", "meeting__body__record")
    item: AgendaItem = get_object_or_404(
        rows, meeting__slug=slug, record__address=f"meetings/{slug}/items/{serial}"
    )
    return item


def revision_of(conclusion: Conclusion, number: int) -> ConclusionRevision | None:
    """The revision of that number; None for one that there is not."""
    return conclusion.revisions.filter(number=number).first()


def text_of(conclusion: Conclusion) -> str:
    """The text of a conclusion as it was saved last; empty before that."""
    current = revision_of(conclusion, conclusion.revision)
    return current.text if current is not None else ""


def get_revision(conclusion: Conclusion, number: int) -> ConclusionRevision:
    """The revision of that number with its writer. Raises Http404."""
    row = conclusion.revisions.select_related("made_by").filter(number=number).first()
    if row is None:
        raise Http404
    row.conclusion = conclusion
    return row


def revisions_of(conclusion: Conclusion) -> list[ConclusionRevision]:
    """All revisions of a conclusion with their writers, the latest first."""
    return list(conclusion.revisions.select_related("made_by").order_by("-number"))


def statements_at(item: AgendaItem) -> QuerySet[ItemMaterial]:
    """The statements for the record at an item, without withdrawn ones, with their organizations."""
    rows = item.materials.filter(kind=MaterialKind.STATEMENT, withdrawn_at=None)
    return rows.select_related("organisation__record").prefetch_related(
        "organisation__record__wordings"
    )


# Correspondence.


def latest_correspondence(conclusion: Conclusion) -> Correspondence | None:
    """The latest correspondence about a conclusion; None where there was none."""
    row = conclusion.correspondences.order_by("-pk").first()
    if row is not None:
        row.conclusion = conclusion
    return row


def replies_to(correspondence: Correspondence) -> list[CorrespondenceReply]:
    """The replies with the names of their organizations, in the order in which they came."""
    rows = correspondence.replies.select_related("organisation__record")
    return list(rows.prefetch_related("organisation__record__wordings"))


def member_keys(body: Body) -> set[int]:
    """The keys of the member organizations of a body today."""
    return set(member_organisations(body).values_list("pk", flat=True))


def own_organisations(user: Reader, members: set[int]) -> list[Organisation]:
    """Those of the member organizations whose focal point the user is today, with their names."""
    if not user.is_authenticated:
        return []
    scopes = {each.scope_id for each in user.appointments_today() if each.role == "focal_point"}
    keys = scopes & members
    if not keys:
        return []
    rows = Organisation.objects.filter(pk__in=keys).select_related("record").order_by("pk")
    return list(rows.prefetch_related("record__wordings"))


def submitted_text(correspondence: Correspondence) -> str:
    """The text on which the members decide."""
    conclusion = correspondence.conclusion
    if conclusion.revision == correspondence.revision:
        return conclusion.draft_text or ""  # type: ignore[attr-defined]
    return get_revision(conclusion, correspondence.revision).text


def correspondence_to_answer(user: User) -> QuerySet[Correspondence]:
    """The open correspondence to which an organization of the user has not replied, by closing date.

    Each has ``organisation``, the key of one such organization.
    """
    scopes = [
        appointment.scope_id
        for appointment in user.appointments_today()
        if appointment.role == "focal_point" and appointment.scope_id
    ]
    day = clock.today()
    members = (
        Organisation.objects.filter(
            pk__in=scopes,
            memberships__body=OuterRef("conclusion__item__meeting__body"),
            memberships__since__lte=day,
        )
        .filter(Q(memberships__until=None) | Q(memberships__until__gte=day))
        .exclude(
            pk__in=CorrespondenceReply.objects.filter(
                correspondence=OuterRef(OuterRef("pk"))
            ).values("organisation")
        )
    )
    visible = Record.objects.visible_to(user)
    rows = Correspondence.objects.filter(
        state=OPEN, closes_at__gt=clock.now(), conclusion__record__in=visible
    ).annotate(organisation=Subquery(members.order_by("pk").values("pk")[:1]))
    return rows.exclude(organisation=None).order_by("closes_at", "pk")


def due_correspondence() -> QuerySet[Correspondence]:
    """The open correspondence whose closing date has passed."""
    rows = Correspondence.objects.filter(state=OPEN, closes_at__lte=clock.now())
    return rows.order_by("closes_at", "pk")
