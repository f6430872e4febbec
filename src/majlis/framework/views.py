"""Pages of schemes, concepts and matrices, and the actions on them."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from majlis.framework import actions, forms, measures, tables
from majlis.framework.actions import CellContent
from majlis.framework.addresses import site_address
from majlis.framework.models import Concept, Link, Matrix, Scheme
from majlis.framework.queries import concepts, matrices
from majlis.framework.skos import FORMATS
from majlis.kernel import downloads
from majlis.kit.action_page import ActionLink, ActionPage, ButtonAction, action_links
from majlis.kit.columns import file_sheet
from majlis.kit.detail_page import DetailPage
from majlis.kit.forms import ReasonForm
from majlis.kit.list_page import ListPage
from majlis.kit.page import Page
from majlis.kit.trails import trail_to
from majlis.look import parts


def data_links(name: str, **kwargs: str) -> list[parts.Link]:
    """Links to a scheme or a concept as linked data."""
    return [
        parts.Link(
            each.name, reverse(f"framework_data:{name}", kwargs={**kwargs, "suffix": suffix})
        )
        for suffix, each in FORMATS.items()
    ]


class SchemeList(Page):
    """All schemes and matrices; its files hold the facilitators."""

    template_name = "framework/schemes.html"
    title = pgettext_lazy("page", "Framework")
    lead = _("Lists of concepts used to classify texts and mandates, and matrices linking them.")

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if downloads.requested_format(request):
            title = _("Facilitators of action lines")
            rows = concepts.all_facilitations(self.reader)
            sheet = file_sheet("facilitators", title, tables.FACILITATION_COLUMNS, rows)
            return downloads.download_response(request, sheet)
        return self.render()

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "schemes": concepts.visible_schemes(self.reader),
            "matrices": matrices.visible_matrices(self.reader),
            "downloads": downloads.download_links(self.request),
        }


class ConceptList(ListPage[Concept, Concept]):
    """The concepts of a scheme as a tree, or as a list where the reader searches or sorts."""

    template_name = "framework/scheme.html"
    paginate_by = 100
    parents = ((pgettext_lazy("page", "Framework"), "framework:schemes"),)
    columns = tables.CONCEPT_COLUMNS
    filter_form = forms.ConceptFilters
    file_name = "concepts"
    no_match = _("No matching concepts. Enter another word or a code.")

    @cached_property
    def scheme(self) -> Scheme:
        """The scheme whose concepts are listed."""
        return concepts.scheme_or_404(self.reader, self.kwargs["key"])

    @override
    def get_title(self) -> str:
        return str(self.scheme)

    @override
    def get_file_name(self) -> str:
        return self.scheme.key

    @override
    def get_queryset(self) -> QuerySet[Concept]:
        return concepts.search_concepts(self.reader, self.scheme, self.filters["q"])

    @override
    def get_sheet(self, queryset: QuerySet[Concept]) -> downloads.Sheet:
        return super().get_sheet(concepts.with_file_values(self.reader, queryset))

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of concepts", "%(n)s concept", "%(n)s concepts", total)

    @cached_property
    def data_links(self) -> list[parts.Link]:
        """Links to the scheme as linked data."""
        return data_links("scheme_data", key=self.scheme.key)

    @override
    def download_links(self) -> list[parts.Link]:
        return [*super().download_links(), *self.data_links]

    @override
    def list_context(self, queryset: QuerySet[Concept]) -> dict[str, Any]:
        context = super().list_context(queryset)
        values = self.filters
        if not (values["q"] or values["nothing"] or self.request.GET.get("sort")):
            nodes = concepts.concept_tree(self.reader, self.scheme)
            context["tree"] = tables.tree_markup(nodes) if nodes else None
        return context

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "scheme": self.scheme,
            "data": self.data_links,
            "sorts": [
                parts.Link(_("View as tree"), self.request.path),
                *(
                    parts.Link(label, parts.with_query(self.request, sort=key, page=None))
                    for label, key in (
                        (pgettext_lazy("sort order", "By name"), "name"),
                        (pgettext_lazy("sort order", "By code"), "code"),
                    )
                ),
            ],
        }


class CorrectLabel(ActionPage[Concept]):
    """Correct the name of a concept in one language."""

    verb = actions.correct_label
    form_class = forms.LabelForm
    title = pgettext_lazy("button", "Correct name")
    done = pgettext_lazy("name of a concept", "Name corrected.")

    @override
    def get_target(self) -> Concept:
        return concepts.concept_or_404(self.reader, **self.kwargs)

    @override
    def get_lead(self) -> str:
        return tables.concept_name(self.target)


class ConceptDetail(DetailPage[Concept]):
    """A concept: names, parent, links, facilitators, counts."""

    template_name = "framework/concept.html"
    actions: ClassVar = {"framework:correct_label": CorrectLabel}

    @override
    def get_object(self) -> Concept:
        return concepts.concept_or_404(self.reader, **self.kwargs)

    @override
    def get_title(self) -> str:
        return f"{self.object.code} {self.object}"

    @override
    def get_heading(self) -> str:
        return tables.concept_name(self.object)

    @override
    def get_context_data(self) -> dict[str, Any]:
        concept = self.object
        view = concepts.concept_view(self.reader, concept)
        return {
            **super().get_context_data(),
            "view": view,
            "glance": tables.concept_facts(view),
            "labels": tables.labels_table(concept),
            "facilitations": tables.facilitations_table(view),
            "counted": tables.links_tables(view, "accepted"),
            "proposed": tables.links_tables(view, "proposed"),
            "data": data_links("concept_data", **self.kwargs),
            "address": f"{site_address(self.request)}{concept.get_absolute_url()}",
        }


class MatrixPage(DetailPage[Matrix]):
    """A page about a whole matrix, with what the template reads of it."""

    @override
    def get_object(self) -> Matrix:
        return matrices.matrix_or_404(self.reader, self.kwargs["key"])


class MatrixDetail(MatrixPage):
    """A matrix as a grid, with its gaps and the list of columns below; its files hold its cells."""

    template_name = "framework/matrix.html"

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if downloads.requested_format(request):
            rows = matrices.matrix_links(self.reader, self.object)
            sheet = file_sheet(self.object.key, self.get_title(), tables.LINK_COLUMNS, rows)
            return downloads.download_response(request, sheet)
        return self.render()

    @override
    def get_context_data(self) -> dict[str, Any]:
        measure = measures.measure_for(self.request.GET.get("count"))
        view = matrices.matrix_view(self.reader, self.object, measure)
        return {
            **super().get_context_data(),
            "measure": measure,
            "downloads": downloads.download_links(self.request),
            "measures": list(measures.MEASURES.values()),
            "grid": tables.matrix_table(view, measure),
            "gaps": [each for each in view.columns if each.pk in view.gaps_of_columns],
            "empty_rows": [each for each in view.rows if each.pk in view.gaps_of_rows],
            "goals": [(each, view.column_total(each)) for each in view.columns],
            "accepted": any(each.state == "accepted" for each in view.cells.values()),
            "proposed": sum(each.state == "proposed" for each in view.cells.values()),
        }


class MatrixByRow(MatrixPage):
    """A matrix as lists: each row with its columns."""

    template_name = "framework/matrix_lists.html"
    title = pgettext_lazy("matrix", "By row")
    by_row: ClassVar[bool] = True

    @override
    def get_context_data(self) -> dict[str, Any]:
        view = matrices.matrix_view(self.reader, self.object, measures.MEASURES["links"])
        lists = view.links_by_head(self.by_row)
        return {**super().get_context_data(), "by_row": self.by_row, "lists": lists}


class MatrixByColumn(MatrixByRow):
    """A matrix as lists: each column with its rows."""

    title = pgettext_lazy("matrix", "By column")
    by_row = False


class CellPage(Page):
    """A page about a cell of a matrix."""

    @cached_property
    def cell(self) -> matrices.CellView:
        """The cell at the address."""
        return matrices.cell_or_404(self.reader, **self.kwargs)


class CellAction[Target](CellPage, ActionPage[Target]):
    """An action on a cell; it leads back to the page of the cell."""

    @override
    def get_lead(self) -> str:
        return self.cell.symbol

    @override
    def get_cancel_url(self) -> str:
        return reverse("framework:cell", kwargs=self.kwargs)

    @override
    def get_trail(self) -> list[parts.Link]:
        above = parts.Link(self.cell.symbol, self.get_cancel_url())
        return [*trail_to(self.cell.matrix), above, parts.Link(self.title)]


class LinkAction(CellAction[Link]):
    """An action on a cell that was proposed."""

    @override
    def get_target(self) -> Link:
        if self.cell.link is None:
            raise Http404(self.cell.symbol)
        return self.cell.link


class CellContentAction[Target](CellAction[Target]):
    """An action with the content of a cell, whose reason is in the language of the page."""

    form_class = forms.CellForm

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"targets": self.cell.targets, "language": self.language}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"content": CellContent(**{"targets": (), **data}, language=self.language)}


class ProposeLink(CellContentAction[matrices.CellView]):
    """Propose a cell, or propose one again that was withdrawn."""

    verb = actions.propose_link
    title = pgettext_lazy("button", "Propose cell")
    done = _("Cell proposed. It will be counted once accepted.")

    @override
    def get_target(self) -> matrices.CellView:
        return self.cell

    @override
    def get_draft_target(self) -> str:
        return f"{self.cell.matrix.pk}.{self.cell.row.pk}.{self.cell.column.pk}"

    @override
    def get_initial(self) -> dict[str, Any]:
        link = self.cell.link
        return forms.content_values(self.reader, link, self.language) if link is not None else {}

    @override
    def do(self, data: dict[str, Any]) -> Link:
        ends = self.cell.matrix, self.cell.row, self.cell.column
        return actions.propose_link(self.actor, *ends, **self.get_arguments(data))


class CorrectLink(CellContentAction[Link], LinkAction):
    """Correct the content of a cell."""

    verb = actions.correct_link
    title = pgettext_lazy("button", "Correct cell")
    button = pgettext_lazy("button", "Save correction")
    done = pgettext_lazy("cell of a matrix", "Cell corrected.")

    @override
    def get_current(self) -> dict[str, Any]:
        return forms.content_values(self.reader, self.target, self.language)


class AcceptLink(LinkAction, ButtonAction[Link]):
    """Accept a cell that was proposed."""

    verb = actions.accept_link
    title = pgettext_lazy("button", "Accept cell")
    done = _("Cell accepted. It is now counted.")


class WithdrawLink(LinkAction):
    """Withdraw a cell, with a reason."""

    verb = actions.withdraw_link
    form_class = ReasonForm
    title = pgettext_lazy("button", "Withdraw cell")
    done = _("Cell withdrawn. It is still shown but no longer counted.")


class CellDetail(CellPage):
    """A cell of a matrix: its content, and what the reader may do with it."""

    template_name = "framework/cell.html"

    @override
    def get_title(self) -> str:
        return self.cell.symbol

    @override
    def get_trail(self) -> list[parts.Link]:
        return [*trail_to(self.cell.matrix), parts.Link(self.cell.symbol)]

    def get_action_links(self) -> list[ActionLink]:
        """Links to what the reader may do: propose the cell, or decide on the one that was proposed."""
        cell = self.cell
        if cell.link is None or cell.state == "withdrawn":
            pages = {"framework:propose_link": ProposeLink}
            return action_links(pages, self.actor, cell, self.kwargs)
        decisions: dict[str, type[LinkAction]] = {
            "framework:accept_link": AcceptLink,
            "framework:correct_link": CorrectLink,
            "framework:withdraw_link": WithdrawLink,
        }
        return action_links(decisions, self.actor, cell.link, self.kwargs)

    @override
    def get_context_data(self) -> dict[str, Any]:
        link = self.cell.link
        return {
            **super().get_context_data(),
            "object": link,
            "cell": self.cell,
            "link": link,
            "glance": tables.cell_facts(link) if link is not None else [],
            "rationale": link.say("rationale") if link is not None else None,
            "action_links": self.get_action_links(),
            "address": f"{site_address(self.request)}{self.request.path}",
        }
