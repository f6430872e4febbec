"""Questions to the remarks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.commons.moderation.rules import is_moderator
from majlis.commons.remarks.lifecycle import LATE
from majlis.commons.remarks.models import Answer, Remark
from majlis.commons.remarks.page_reference import PageLabel, PageLabels, page_of_address
from majlis.kernel.downloads import Field, Sheet

BATCH_SIZE = 500


@dataclass(frozen=True)
class VisibleRemark:
    """A remark as one reader sees it: page, whether its words are theirs to read, and the answers."""

    remark: Remark
    page: PageLabel
    is_text_visible: bool
    answers: tuple[Answer, ...] = ()
    can_answer: bool = False

    @property
    def answer(self) -> Answer | None:
        """The answer that holds."""
        return self.answers[-1] if self.answers else None

    @property
    def earlier(self) -> tuple[Answer, ...]:
        """The answers that were corrected, the latest first."""
        return self.answers[-2::-1]

    @property
    def state(self) -> str:
        """How it stands, in words; that it is late, plainly."""
        if self.remark.is_late:
            return _("late")
        return str(self.remark.get_state_display())

    @property
    def title(self) -> str:
        """What it is called."""
        return _("Remark No. %(number)s") % {"number": self.remark.number}


def remark_log(user: Any, *, state: str = "", about: str = "") -> QuerySet[Remark]:
    """All remarks, the newest first; of those that wait, what is due first. ``import_context``: on that page."""
    found: QuerySet[Remark] = Remark.objects.in_state(state)
    if about:
        page = page_of_address(about, user)
        if page.record is not None:
            found = found.filter(record=page.record)
        elif page.place:
            found = found.filter(record=None, place=page.place)
        else:
            found = found.none()
    order = ("due", "number") if state in ("waiting", LATE) else ("-number",)
    return found.select_related("record").prefetch_related("answers").order_by(*order)


def visible_remarks(remarks: Iterable[Remark], user: Any) -> list[VisibleRemark]:
    """Remarks as the reader sees them: three queries, whatever their number."""
    remarks = list(remarks)
    office = bool(is_moderator.test(user)) if user is not None else False
    teller = PageLabels(remarks, user, answers=office)
    me = getattr(user, "pk", None)
    return [_visible_remark(each, teller, office, me) for each in remarks]


def _visible_remark(
    remark: Remark, teller: PageLabels, office: bool, me: int | None
) -> VisibleRemark:
    may = teller.may(remark)
    shown = may and remark.shown
    own = me is not None and remark.writer_id == me
    answers = tuple(remark.answers.all()) if shown and remark.state == "answered" else ()
    is_text_visible = shown or own or may and office
    return VisibleRemark(remark, teller.label(remark), is_text_visible, answers, may and office)


def find_remark(number: int, user: Any) -> VisibleRemark | None:
    """A remark of the log, or None."""
    found = Remark.objects.filter(number=number) if number < 2**31 else Remark.objects.none()
    return next(
        iter(visible_remarks(found.select_related("record").prefetch_related("answers"), user)),
        None,
    )


def log_sheet(remarks: QuerySet[Remark], user: Any) -> Sheet:
    """The log as data: of a text that this reader does not see there is none."""

    def rows() -> Iterable[list[Any]]:
        for some in batched(remarks, BATCH_SIZE):
            for each in visible_remarks(some, user):
                yield _sheet_row(each)

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


def _sheet_row(each: VisibleRemark) -> list[Any]:
    remark, answer = each.remark, each.answer
    return [
        remark.number,
        each.page.name,
        each.page.url,
        remark.made_at.date(),
        remark.due,
        remark.state,
        int(remark.is_late or remark.was_answered_late),
        remark.closed_on,
        remark.language if each.is_text_visible else "",
        remark.text if each.is_text_visible else "",
        remark.source if each.is_text_visible else "",
        remark.get_why_display(),
        answer.get_outcome_display() if answer else "",
        answer.text if answer else "",
        answer.language if answer else "",
    ]
