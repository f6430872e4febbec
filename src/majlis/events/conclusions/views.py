"""The pages of conclusions: the lists, one conclusion, and its revisions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext, pgettext_lazy

from majlis.events.conclusions import action_views, correspondence_views, forms, queries
from majlis.events.conclusions import tables as cells
from majlis.events.core.names import meeting_name
from majlis.events.lifecycle import DRAFT, OPEN
from majlis.events.models import Conclusion, ConclusionRevision, Meeting
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kit.action_page import ActionLink, action_links
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.kit.page import StrOrPromise
from majlis.look import parts
from majlis.look.languages import name_of
from majlis.look.templatetags.look import moment


def meeting_cell(conclusion: Conclusion) -> parts.Cell:
    """The meeting of a conclusion."""
    meeting = conclusion.item.meeting
    name = meeting_name(meeting)
    return parts.Cell(name.text, meeting.get_absolute_url(), language=name.language)


def agreed_text(code: str) -> Any:
    """A function that gives the agreed text in a language; empty where it is missing."""
    return lambda conclusion: next(
        (
            wording.text
            for wording in conclusion.record.wordings.all()
            if (wording.field, wording.language) == ("text", code)
        ),
        "",
    )


class ConclusionList(ListPage[Conclusion, Conclusion]):
    """The conclusions of all meetings."""

    title = pgettext_lazy("page", "Conclusions")
    lead: StrOrPromise = _("Conclusions of meetings, agreed or being written.")
    columns: Sequence[Column[Conclusion]] = (
        Column(
            "address",
            pgettext_lazy("record", "Address"),
            value=lambda conclusion: conclusion.record.address,
        ),
        Column(
            "number",
            pgettext_lazy("conclusion", "Conclusion"),
            cells.conclusion_cell,
            lambda conclusion: conclusion.number,
            ("number",),
            meaning=_("number in its meeting"),
        ),
        Column(
            "meeting",
            pgettext_lazy("conclusion", "Meeting"),
            meeting_cell,
            lambda conclusion: meeting_name(conclusion.item.meeting).text,
            ("item__meeting__first_day", "item__meeting"),
        ),
        Column(
            "item",
            pgettext_lazy("conclusion", "Agenda item"),
            lambda conclusion: cells.item_cell(conclusion.item),
            lambda conclusion: conclusion.item.label,
        ),
        Column(
            "state",
            pgettext_lazy("conclusion", "Status"),
            cells.state_name,
            lambda conclusion: conclusion.state,
            ("state",),
        ),
        Column(
            "decided",
            pgettext_lazy("conclusion", "Decision"),
            lambda conclusion: moment(conclusion.decided_at),
            lambda conclusion: conclusion.decided_at and conclusion.decided_at.date(),
            ("decided_at",),
            meaning=_("day on which the meeting or its members decided"),
        ),
        Column(
            "language",
            _("Language of drafting"),
            value=lambda conclusion: conclusion.language,
        ),
        Column("text", pgettext_lazy("conclusion", "Text"), value=cells.plain_text),
        *(
            Column(
                f"text_{code}",
                name,
                value=agreed_text(code),
                meaning=pgettext_lazy("meeting", "agreed text"),
            )
            for code, name in LANGUAGE_CHOICES
        ),
    )
    file_name = "conclusions"
    empty = _("No conclusions yet. They are begun at the items of an agenda.")

    @override
    def get_filter_form(self) -> forms.ConclusionFilters:
        bodies, meetings = queries.filter_choices(self.reader)
        return forms.ConclusionFilters(self.request.GET, bodies=bodies, meetings=meetings)

    @override
    def get_queryset(self) -> QuerySet[Conclusion]:
        filters = self.filters
        rows = queries.filtered(
            queries.conclusions(self.reader),
            words=filters["q"],
            state=filters["state"],
            body=filters.get("body", ""),
            meeting=filters.get("meeting", ""),
        )
        return rows.order_by("-item__meeting__first_day", "-item__meeting", "number")

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of conclusions", "%(n)s conclusion", "%(n)s conclusions", total)


class MeetingConclusionList(ConclusionList):
    """The conclusions of one meeting."""

    lead = ""
    empty = _("No conclusions yet. They are begun at the items of the agenda.")
    actions: ClassVar = {"events:publish_conclusions": action_views.PublishConclusions}

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting."""
        return queries.get_meeting(self.reader, self.kwargs["slug"])

    @override
    def get_object_above(self) -> Meeting:
        return self.meeting

    @override
    def get_columns(self) -> Sequence[Column[Conclusion]]:
        return [
            column
            if column.key != "meeting"
            else Column(column.key, column.label, value=column.value)
            for column in self.columns
        ]

    @override
    def get_filter_form(self) -> forms.ConclusionFilters:
        return forms.ConclusionFilters(self.request.GET, meetings=None)

    @override
    def get_queryset(self) -> QuerySet[Conclusion]:
        return super().get_queryset().filter(item__meeting=self.meeting)


class ConclusionDetail(DetailPage[Conclusion]):
    """One conclusion: text, pen, wordings in languages, statements, correspondence."""

    template_name = "events/conclusions/conclusion.html"
    actions: ClassVar = {
        "events:agree_conclusion": action_views.AgreeConclusion,
        "events:agree_conclusion_with_statements": action_views.AgreeConclusionWithStatements,
        "events:decline_conclusion": action_views.DeclineConclusion,
        "events:submit_conclusion": correspondence_views.SubmitConclusion,
        "events:reopen_conclusion": action_views.ReopenConclusion,
    }

    @override
    def get_object(self) -> Conclusion:
        return queries.get_conclusion(self.reader, self.kwargs["slug"], self.kwargs["number"])

    @cached_property
    def rights(self) -> cells.Rights:
        """What the reader may do with the conclusions of the meeting."""
        return cells.Rights.of(self.actor, self.object.item.meeting)

    @override
    def get_action_links(self) -> list[ActionLink]:
        # One look at the rights instead of one for each action.
        links = []
        if self.rights.writes and self.object.state == DRAFT:
            links.append(ActionLink(cells.WRITE, cells.address("write_conclusion", self.object)))
        if self.rights.decides:
            links += action_links(self.actions, self.actor, self.object, self.kwargs)
        return links

    @override
    def get_facts(self) -> list[parts.Fact]:
        conclusion = self.object
        item, meeting = cells.item_cell(conclusion.item), meeting_cell(conclusion)
        facts = [
            parts.Fact(
                pgettext("conclusion", "Meeting"),
                cells.name_html(meeting_name(conclusion.item.meeting)),
                meeting.url,
            ),
            parts.Fact(pgettext("conclusion", "Agenda item"), item.words, item.url),
            parts.Fact(pgettext("conclusion", "Status"), cells.state_name(conclusion)),
            parts.Fact(str(_("Language of drafting")), name_of(conclusion.language)),
        ]
        if conclusion.decided_at is not None:
            decided = pgettext("conclusion", "Decision")
            facts.append(parts.Fact(decided, moment(conclusion.decided_at)))
        return facts

    @override
    def get_context_data(self) -> dict[str, Any]:
        conclusion = self.object
        shown = cells.shown_text(conclusion)
        is_draft = conclusion.state == DRAFT
        wordings = cells.wording_rows(conclusion)
        row = queries.latest_correspondence(conclusion)
        statements = conclusion.statements.select_related("organisation__record")
        return {
            **super().get_context_data(),
            "conclusion": conclusion,
            "badge": cells.STATES[conclusion.state],
            "state": cells.state_name(conclusion),
            "text": cells.text_html(shown.text, shown.language) if shown.text else "",
            "pen": cells.pen_part(conclusion, self.actor, self.rights) if is_draft else None,
            "pen_of_another": is_draft
            and self.rights.writes
            and conclusion.pen_id not in (None, self.request.user.pk),
            "revisions_url": cells.address("conclusion_revisions", conclusion),
            "live_url": self.live_url(),
            "waiting": self.waiting_links() if is_draft else [],
            "wordings": [each for each in wordings if is_draft or not each.is_shown],
            "shown_language": name_of(shown.language) if shown.text else "",
            "statements": cells.statement_rows(
                statements.prefetch_related("organisation__record__wordings"), conclusion.item
            ),
            "correspondence": row,
            "correspondence_url": cells.address("correspondence", conclusion),
            "result": cells.result_words(row) if row is not None else "",
            "closes": cells.closing_words(row) if row is not None else "",
        }

    def live_url(self) -> str:
        """The address of the live page, while the meeting is open."""
        meeting = self.object.item.meeting
        return reverse("events:live", args=[meeting.slug]) if meeting.state == OPEN else ""

    def waiting_links(self) -> list[tuple[str, str]]:
        """The revisions that lie beside the text; the address where one is settled, for who may do so."""
        if not self.object.waits:  # type: ignore[attr-defined]
            return []
        rows = queries.waiting_revisions(self.object).order_by("number")
        return [
            (
                cells.revision_name(number),
                cells.address("settle_conclusion", self.object, revision=number)
                if self.rights.writes
                else "",
            )
            for number in rows.values_list("number", flat=True)
        ]


class RevisionList(DetailPage[Conclusion]):
    """The revisions of a conclusion, and the differences between two of them."""

    template_name = "events/conclusions/revisions.html"
    title = pgettext_lazy("conclusion", "Revisions")

    @override
    def get_object(self) -> Conclusion:
        return queries.get_conclusion(self.reader, self.kwargs["slug"], self.kwargs["number"])

    @override
    def get_context_data(self) -> dict[str, Any]:
        conclusion = self.object
        revisions = queries.revisions_of(conclusion)
        rights = cells.Rights.of(self.actor, conclusion.item.meeting)
        old, new = self.chosen(revisions)
        return {
            **super().get_context_data(),
            "revisions": cells.revision_rows(conclusion, revisions, rights),
            "old": old,
            "new": new,
            "old_name": cells.revision_name(old.number) if old else "",
            "new_name": cells.revision_name(new.number) if new else "",
            "sent": cells.text_html(new.sent, conclusion.language) if new and new.sent else "",
            "text": cells.text_html(new.text, conclusion.language) if new and not old else "",
            "differences": cells.redline_html(old.text, new.text, conclusion.language)
            if old and new
            else "",
        }

    def chosen(
        self, revisions: Sequence[ConclusionRevision]
    ) -> tuple[ConclusionRevision | None, ConclusionRevision | None]:
        """The two revisions to compare: those of the address, else the current one and the text before it."""
        by_number = {each.number: each for each in revisions}
        new = by_number.get(self.asked_number("to")) or by_number.get(self.object.revision)
        if new is None:
            return None, None
        old = by_number.get(self.asked_number("from"))
        if old is None:
            earlier = [each for each in revisions if each.number < new.number and not each.aside]
            old = max(earlier, key=lambda each: each.number, default=None)
        return (None if old == new else old), new

    def asked_number(self, name: str) -> int:
        """The number of a revision in the address; 0 for none."""
        text = self.request.GET.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
