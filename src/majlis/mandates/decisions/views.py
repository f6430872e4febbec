"""The page on which the decision of a body on a document is recorded."""

from __future__ import annotations

from functools import cached_property
from typing import Any, override

from django import forms
from django.db.models import Model
from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from majlis.documents.models import Consideration
from majlis.events.core.names import meeting_name
from majlis.instruments.citations.names import full_version_name
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kit.action_page import ActionPage
from majlis.kit.page import StrOrPromise
from majlis.look.bidi import joined
from majlis.mandates.decisions import actions, queries
from majlis.mandates.decisions.forms import DecisionForm
from majlis.mandates.decisions.tables import RECORD_DECISION
from majlis.mandates.deliverables import tables


class RecordDecision(ActionPage[Consideration]):
    """Record what a meeting decided on a document, on its texts and its deliverables."""

    verb = actions.record_decision
    form_class = DecisionForm
    title = RECORD_DECISION
    done = _("The decision was recorded at the item, the texts and the deliverables.")

    @override
    def get_target(self) -> Consideration:
        return queries.consideration_or_404(self.reader, self.kwargs["key"])

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Consideration) -> bool:
        return not target.outcome and super().is_offered(actor, target)

    @override
    def get_object_above(self) -> Model:
        return self.target.item.meeting

    @override
    def get_lead(self) -> StrOrPromise:
        document = self.target.document
        return format_html(
            '<a href="{}"><bdi dir="ltr">{}</bdi> {}</a>',
            document.get_absolute_url(),
            document.symbol,
            document.say("title"),
        )

    @cached_property
    def deliverable_choices(self) -> list[tuple[int, str]]:
        """The deliverables that the document may answer: key and name, with the number of the mandate."""
        meeting = self.target.item.meeting
        rows = queries.open_deliverables(meeting, self.reader, self.language)
        return [
            (row.pk, joined(row.mandate.slug, " · ", tables.deliverable_title(row))) for row in rows
        ]

    @override
    def get_form_options(self) -> dict[str, Any]:
        texts = queries.transmitted_texts(self.target, self.reader)
        return {
            "texts": [(text, full_version_name(text.version)) for text in texts],
            "deliverables": self.deliverable_choices,
        }

    @override
    def get_initial(self) -> dict[str, Any]:
        meeting = self.target.item.meeting
        first, last, today = meeting.first_day, meeting.last_day, clock.today()
        day = None if first is not None and first > today else today
        return {
            "date": last if last is not None and last < today else day,
            "note_language": self.language,
        }

    @override
    def run(self, form: forms.BaseForm) -> HttpResponse:
        assert isinstance(form, DecisionForm)
        return self.do_and_finish(form.decision())

    @override
    def get_success_url(self, result: Consideration) -> str:
        return str(self.target.item.get_absolute_url())

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "meeting": meeting_name(self.target.item.meeting)}
