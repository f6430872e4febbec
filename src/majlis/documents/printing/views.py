"""Pages that print the agenda and the list of participants of a meeting, and the section with what is printed."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, override

from django.utils.translation import gettext_lazy as _

from majlis.documents.core.body_rules import (
    ADMINISTRATIVE,
    MAIN,
    proposed_series,
    series_name,
)
from majlis.documents.models import Category, Document
from majlis.documents.posted_documents.action_views import get_meeting
from majlis.documents.printing import actions, forms, tables
from majlis.documents.printing.editions import printed_document
from majlis.events.models import Meeting
from majlis.kernel.errors import StrOrPromise
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage


class PrintPage(ActionPage[Meeting]):
    """Print a part of the records of a meeting as a numbered document."""

    form_class = forms.PrintForm
    category: ClassVar[str]
    series: ClassVar[str]
    unchanged: StrOrPromise = phrases.UNCHANGED

    @override
    def get_target(self) -> Meeting:
        return get_meeting(self.reader, self.kwargs["slug"])

    @cached_property
    def printed(self) -> Document | None:
        """The document that was printed before."""
        return printed_document(self.target, self.category)

    @override
    def get_form_options(self) -> dict[str, Any]:
        if self.printed is not None:
            return {"series": ()}
        return {
            "series": [
                (each.code or forms.MAIN, series_name(each, self.language))
                for each in proposed_series(self.target.body)
            ]
        }

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"series": self.series or forms.MAIN}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        code = data.get("series", "")
        return {"series": MAIN if code == forms.MAIN else code} if code else {}

    @override
    def get_done(self, result: Document) -> StrOrPromise:
        return self.unchanged if self.is_unchanged else super().get_done(result)

    @override
    def get_success_url(self, result: Document) -> str:
        return result.get_absolute_url()


class PrintAgenda(PrintPage):
    """Print the agenda."""

    verb = actions.print_agenda
    title = tables.PRINT_AGENDA
    lead = _(
        "The agenda becomes a numbered document (DOCX, PDF). Each later printing is a revision."
    )
    unchanged = _("The agenda has not changed since it was printed.")
    category = Category.AGENDA
    series = MAIN


class PrintParticipants(PrintPage):
    """Print the list of participants."""

    verb = actions.print_participants
    title = tables.PRINT_PARTICIPANTS
    lead = _(
        "People are named by rule or consent; others are counted. Earlier lists lose their text."
    )
    unchanged = _("The list of participants has not changed since it was printed.")
    category = Category.PARTICIPANTS
    series = ADMINISTRATIVE
