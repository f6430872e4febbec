"""Queries of remarks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import batched

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.commons.moderation.rules import is_moderator
from majlis.commons.remarks.lifecycle import LATE
from majlis.commons.remarks.models import Answer, Remark
from majlis.commons.remarks.page_reference import PageLabel, PageLabels, page_of_address
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Reader

BATCH_SIZE = 500


@dataclass(frozen=True)
class VisibleRemark:
    """A remark as one reader sees it: page, visibility of the text, and answers."""

    remark: Remark
    page: PageLabel
    is_text_visible: bool
    answers: tuple[Answer, ...] = ()
    can_answer: bool = False

    @property
    def answer(self) -> Answer | None:
        """The current answer."""
        return self.answers[-1] if self.answers else None

    @property
    def earlier(self) -> tuple[Answer, ...]:
        """The answers that were corrected, newest first."""
        return self.answers[-2::-1]

    @property
    def state(self) -> str:
        """The name of the state, or “late” if the remark is overdue."""
        if self.remark.is_late:
            return _("late")
        return str(self.remark.get_state_display())

    @property
    def title(self) -> str:
        """The name of the remark, with its number."""
        return _("Remark No. %(number)s") % {"number": self.remark.number}


def remark_log(user: Reader, *, state: str = "", about: str = "") -> QuerySet[Remark]:
    """The remarks in a state and on the page at the address ``about``; all by default.

    The order is by number, newest first; waiting remarks are ordered by due date.
    """
    remarks: QuerySet[Remark] = Remark.objects.in_state(state)
    if about:
        page = page_of_address(about, user)
        if page.record is not None:
            remarks = remarks.filter(record=page.record)
        elif page.place:
            remarks = remarks.filter(record=None, place=page.place)
        else:
            remarks = remarks.none()
    order = ("due", "number") if state in ("waiting", LATE) else ("-number",)
    return remarks.select_related("record").prefetch_related("answers").order_by(*order)


def visible_remarks(remarks: Iterable[Remark], user: Reader) -> list[VisibleRemark]:
    """The remarks as the reader sees them; three queries, whatever their number."""
    remarks = list(remarks)
    may_answer = bool(is_moderator.test(user)) if user is not None else False
    labels = PageLabels(remarks, user, answers=may_answer)
    user_key = getattr(user, "pk", None)
    return [_visible_remark(each, labels, may_answer, user_key) for each in remarks]


def _visible_remark(
    remark: Remark, labels: PageLabels, may_answer: bool, user_key: int | None
) -> VisibleRemark:
    may_see_page = labels.may_see_page(remark)
    is_shown = may_see_page and remark.shown
    is_own = user_key is not None and remark.writer_id == user_key
    answers = tuple(remark.answers.all()) if is_shown and remark.state == "answered" else ()
    is_text_visible = is_shown or is_own or may_see_page and may_answer
    return VisibleRemark(
        remark, labels.label(remark), is_text_visible, answers, may_see_page and may_answer
    )


def find_remark(number: int, user: Reader) -> VisibleRemark | None:
    """A remark of the log as the reader sees it, or None."""
    remarks = Remark.objects.filter(number=number) if number < 2**31 else Remark.objects.none()
    return next(
        iter(visible_remarks(remarks.select_related("record").prefetch_related("answers"), user)),
        None,
    )


def log_sheet(remarks: QuerySet[Remark], user: Reader) -> Sheet:
    """The log as a file; a text that this reader may not see is empty."""

    def rows() -> Iterable[list[str | int | date | None]]:
        for batch in batched(remarks, BATCH_SIZE):
            for visible in visible_remarks(batch, user):
                yield _sheet_row(visible)

    return Sheet(
        "remarks",
        _("Wrong or missing: what readers said, and what was answered"),
        [
            Field("number", pgettext("remark", "Number")),
            Field("page", _("Page")),
            Field("address", _("Address of the page")),
            Field("said_on", _("Said on")),
            Field("due", _("To be answered by")),
            Field("state", _("State"), _("waiting, answered or withheld")),
            Field("late", _("Late"), _("1 where it was not closed by the day that was set")),
            Field("closed_on", _("Answered or withheld on")),
            Field("language", _("Language of the remark")),
            Field(
                "text", _("What is wrong or missing"), _("empty until somebody has looked at it")
            ),
            Field("source", _("Source that shows it")),
            Field("why", _("Why the text is not shown")),
            Field("outcome", _("What came of it")),
            Field("answer", pgettext("remark", "Answer")),
            Field("answer_language", _("Language of the answer")),
        ],
        rows(),
    )


def _sheet_row(visible: VisibleRemark) -> list[str | int | date | None]:
    remark, answer = visible.remark, visible.answer
    return [
        remark.number,
        visible.page.name,
        visible.page.url,
        remark.made_at.date(),
        remark.due,
        remark.state,
        int(remark.is_late or remark.was_answered_late),
        remark.closed_on,
        remark.language if visible.is_text_visible else "",
        remark.text if visible.is_text_visible else "",
        remark.source if visible.is_text_visible else "",
        remark.get_why_display(),
        answer.get_outcome_display() if answer else "",
        answer.text if answer else "",
        answer.language if answer else "",
    ]
