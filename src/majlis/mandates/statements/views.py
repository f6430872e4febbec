"""Pages of statements, published resources and evaluations."""

from __future__ import annotations

from itertools import groupby
from typing import Any, ClassVar, override

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kit.action_page import ActionLink
from majlis.kit.detail_page import DetailPage
from majlis.kit.page import Page
from majlis.kit.trails import trail_to
from majlis.look import parts
from majlis.mandates.core import table
from majlis.mandates.core.pages import MandateSection
from majlis.mandates.models import Entity, Mandate, Statement
from majlis.mandates.statements import action_views as pages
from majlis.mandates.statements import queries, tables
from majlis.mandates.statements.annual import annual_evaluation_rows


class AnnualEvaluation(Page):
    """How a body evaluated mandates in a year, grouped by lead."""

    template_name = "mandates/statements/annual.html"
    base_template = "mandates/base.html"
    lead = _("Mandates with this body as recipient, by lead entity.")

    @override
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year: int = kwargs["year"]
        entities = Entity.objects.visible_to(self.reader).with_wordings()
        self.body: Entity = get_object_or_404(entities, slug=kwargs["entity"])
        if not 1900 <= self.year <= 2200:
            raise Http404(str(self.year))

    @override
    def get_title(self) -> str:
        values = {"body": self.body, "year": self.year}
        return gettext("Evaluation by %(body)s, %(year)s") % values

    @override
    def get_trail(self) -> list[parts.Link]:
        label = pgettext("page", "Evaluation, %(year)s") % {"year": self.year}
        return [*trail_to(self.body), parts.Link(label)]

    @override
    def get_context_data(self) -> dict[str, Any]:
        number = self.request.GET.get("page")
        shown = annual_evaluation_rows(self.reader, self.body, self.year, self.language, number)
        groups = groupby(shown.object_list, key=lambda each: each.of_called or "")
        return {
            **super().get_context_data(),
            "groups": [(name, [evaluated_mandate(each) for each in rows]) for name, rows in groups],
            "pages": parts.page_links(self.request, shown),
            "years": [
                parts.Link(
                    str(year), reverse("mandates:annual_evaluation", args=[self.body.slug, year])
                )
                for year in (self.year - 1, self.year + 1)
            ],
        }


def evaluated_mandate(row: Any) -> tuple[Mandate, str, str, list[tables.EvaluationCard]]:
    """A mandate of the annual evaluation: itself, its text, its state, and the evaluations."""
    line = row.line
    evaluations = [tables.evaluation_card(each) for each in row.evaluations_]
    return line.mandate, table.text_excerpt(line), table.phase_and_reply(line), evaluations


class StatementDetail(pages.StatementPage, DetailPage[Statement]):
    """A progress statement; of one that was withdrawn only that it was, since its text is in the history."""

    template_name = "mandates/statements/statement.html"
    actions: ClassVar = {
        "mandates:correct_statement": pages.CorrectStatement,
        "mandates:withdraw_statement": pages.WithdrawStatement,
    }

    @override
    def get_object(self) -> Statement:
        try:
            return self.statement
        except Http404:
            rows = Statement.objects.visible_to(self.reader).select_related("record")
            withdrawn: Statement = get_object_or_404(
                rows, mandate=self.mandate, ordinal=self.kwargs["number"]
            )
            return withdrawn

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render(status=410 if self.object.withdrawn_at else 200)

    @override
    def get_title(self) -> str:
        return tables.statement_title(self.object)

    @override
    def get_action_links(self) -> list[ActionLink]:
        return [] if self.object.withdrawn_at else super().get_action_links()

    @override
    def get_context_data(self) -> dict[str, Any]:
        statement = self.object
        shown = (
            None if statement.withdrawn_at else tables.statement_card(self.statement, self.mandate)
        )
        return {**super().get_context_data(), "mandate": self.mandate, "said": shown}


class ResourceList(MandateSection):
    """What documents say about the resources of a mandate."""

    template_name = "mandates/statements/resources.html"
    title = _("Published statements on resources")
    actions: ClassVar = {"mandates:add_resource": pages.AddResource}

    @override
    def get_context_data(self) -> dict[str, Any]:
        edits = pages.AddResource.is_offered(self.actor, self.mandate)
        rows = queries.implementation_of(self.reader, self.mandate, self.language).resources
        return {
            **super().get_context_data(),
            "table": tables.resource_table(rows, self.mandate, edits),
        }


class EvaluationList(MandateSection):
    """The evaluations of a mandate, the lead's own apart from others."""

    template_name = "mandates/statements/evaluations.html"
    title = pgettext_lazy("evaluation", "Evaluations")
    actions: ClassVar = {"mandates:add_evaluation": pages.AddEvaluation}

    @override
    def get_context_data(self) -> dict[str, Any]:
        implementation = queries.implementation_of(self.reader, self.mandate, self.language)
        return {
            **super().get_context_data(),
            **tables.statement_sections(implementation, self.mandate),
            "edits": pages.AddEvaluation.is_offered(self.actor, self.mandate),
        }
