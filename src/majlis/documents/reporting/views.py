"""Pages of reports: draft one, and print a draft anew."""

from __future__ import annotations

from functools import cached_property
from typing import Any, override

from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.documents.models import Document
from majlis.documents.posted_documents.action_views import grouped_items
from majlis.documents.posted_documents.queries import load_wordings, open_items
from majlis.documents.reporting import actions, queries
from majlis.documents.reporting.forms import ReportForm
from majlis.documents.reporting.section import is_in_preparation
from majlis.events.core.names import meeting_name
from majlis.events.lifecycle import CLOSED
from majlis.events.models import AgendaItem, Meeting
from majlis.instruments.citations.names import full_version_name
from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.kernel.errors import StrOrPromise
from majlis.kit.action_page import ActionPage, ButtonAction
from majlis.parties.models import Body
from majlis.parties.queries.bodies import get_body


class DraftReport(ActionPage[Body]):
    """Draft the report of a body from the records of its meetings."""

    verb = actions.draft_report
    form_class = ReportForm
    title = pgettext_lazy("document", "Draft report")
    lead = _("Its content comes from the records, in six languages. The draft opens in Word.")
    button = pgettext_lazy("button", "Draft report")
    done = _("The report was drafted. Check it, then submit it.")

    @override
    def get_target(self) -> Body:
        body = get_body(self.reader, self.kwargs["slug"])
        if body is None:
            raise Http404
        return body

    @override
    def get_lead(self) -> StrOrPromise:
        if not self.receivers:
            return _("No meeting of the parent body has been convened. A report needs one.")
        return self.lead

    @cached_property
    def both(self) -> tuple[dict[int, Meeting], dict[int, Meeting]]:
        """The meetings that the report may cover, and those that may receive it, with their names."""
        covered = list(queries.meetings_to_report(self.reader, self.target))
        receiving = list(queries.receiving_meetings(self.reader, self.target))
        load_wordings(
            record for each in (*covered, *receiving) for record in (each.record, each.body.record)
        )
        return {each.pk: each for each in covered}, {each.pk: each for each in receiving}

    @property
    def meetings(self) -> dict[int, Meeting]:
        """The meetings that the report may cover."""
        return self.both[0]

    @property
    def receivers(self) -> dict[int, Meeting]:
        """The meetings that may receive it."""
        return self.both[1]

    @cached_property
    def items(self) -> dict[int, AgendaItem]:
        """The items of the agendas of these meetings, at which it may be considered."""
        items = open_items(self.reader, list(self.receivers.values()))
        return {each.pk: each for each in items}

    @cached_property
    def texts(self) -> dict[int, Version]:
        """The texts that it may submit."""
        return {each.pk: each for each in queries.proposed_texts(self.reader, self.target)}

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {
            "meetings": [(key, meeting_name(each).text) for key, each in self.meetings.items()],
            "receivers": [(key, meeting_name(each).text) for key, each in self.receivers.items()],
            "items": grouped_items(self.items.values()),
            "texts": [(key, full_version_name(each)) for key, each in self.texts.items()],
        }

    @override
    def get_initial(self) -> dict[str, Any]:
        # What is marked as reported was reported elsewhere; it may be chosen all the same.
        waiting = [key for key, each in self.meetings.items() if each.state == CLOSED]
        return {"language": self.language, "meetings": waiting}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return data | {
            "meetings": [self.meetings[key] for key in data["meetings"]],
            "to": self.receivers[data["to"]],
            "item": self.items[data["item"]] if data.get("item") else None,
            "texts": [self.texts[key] for key in data.get("texts", ())],
        }

    @override
    def get_success_url(self, result: Document) -> str:
        return result.get_absolute_url()


class RedraftReport(ButtonAction[Document]):
    """Print the draft of a report anew from the records."""

    verb = actions.redraft_report
    title = _("Redraft from the records")
    done = _("The report was redrafted from the records.")

    @override
    def get_target(self) -> Document:
        rows = Document.objects.visible_to(self.reader).with_wordings()
        document: Document = get_object_or_404(
            rows.select_related("meeting__body__record"), slug=self.kwargs["slug"]
        )
        return document

    @override
    def get_object_above(self) -> Model:
        return self.target

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Document) -> bool:
        return is_in_preparation(target) and super().is_offered(actor, target)
