"""Queries of remarks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import pgettext

from majlis.commons.moderation.rules import is_moderator
from majlis.commons.remarks.lifecycle import LATE
from majlis.commons.remarks.models import Answer, Remark
from majlis.commons.remarks.page_reference import PageLabel, PageLabels, page_of_address
from majlis.kernel.models import Reader


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
            return pgettext("remark", "overdue")
        return str(self.remark.get_state_display())


def waiting_remarks(user: Reader) -> QuerySet[Remark]:
    """The remarks on pages that the user may see that await a reply."""
    remarks: QuerySet[Remark] = Remark.objects.on_visible_pages(user).filter(state="waiting")
    return remarks


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
