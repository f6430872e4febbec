"""Pages of the room."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majlis.framework import actions, measures
from majlis.framework import tables as framework_tables
from majlis.framework.addresses import site_address
from majlis.framework.forms import CellForm, ConceptSearchForm, LabelForm, WithdrawalForm
from majlis.framework.models import Concept, Matrix
from majlis.framework.queries import concepts as concept_queries
from majlis.framework.queries import exports, matrices
from majlis.framework.skos import FORMATS
from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, WrongState
from majlis.kernel.templatetags.majlis import said as wording_html
from majlis.look import parts
from majlis.look.forms import Form
from majlis.look.templatetags.look import symbol

PAGE_SIZE = 100


@require_safe
def schemes(request: HttpRequest) -> HttpResponseBase:
    """All schemes and matrices; as a download, the facilitators."""
    if downloads.requested_format(request):
        sheet = exports.facilitations_sheet(request.user, get_language() or "en")
        return downloads.download_response(request, sheet)
    return render(
        request,
        "framework/schemes.html",
        {
            "schemes": concept_queries.visible_schemes(request.user),
            "matrices": matrices.visible_matrices(request.user),
            "downloads": _download_links(request),
        },
    )


def _download_links(request: HttpRequest) -> list[parts.Link]:
    return [parts.Link(label, url) for label, url in downloads.download_links(request)]


def _data_links(name: str, **kwargs: str) -> list[parts.Link]:
    labels = {"ttl": "SKOS Turtle", "rdf": "SKOS RDF/XML", "jsonld": "SKOS JSON-LD"}
    return [
        parts.Link(
            labels[suffix], reverse(f"framework_data:{name}", kwargs={**kwargs, "suffix": suffix})
        )
        for suffix in FORMATS
    ]


@require_safe
def scheme(request: HttpRequest, key: str) -> HttpResponseBase:
    """A scheme as a tree, or as a list where the reader searches or sorts."""
    try:
        current_scheme = concept_queries.get_scheme(request.user, key)
    except ObjectDoesNotExist:
        raise Http404(key) from None
    form = ConceptSearchForm(request.GET)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    sort = request.GET.get("sort", "")
    context: dict[str, Any] = {"scheme": current_scheme, "find": form, "words": query}
    context["trail"] = framework_tables.scheme_trail(current_scheme.say("title").text)
    context["data"] = _data_links("scheme_data", key=key)
    concepts = concept_queries.search_concepts(
        request.user, current_scheme, query, sort, get_language() or "en"
    )
    if downloads.requested_format(request):
        return downloads.download_response(
            request, exports.concepts_sheet(request.user, current_scheme, concepts)
        )
    if query or sort:
        page = Paginator(concepts, PAGE_SIZE).get_page(request.GET.get("page"))
        count = page.paginator.count
        context |= {
            "table": _concept_table(request, list(page.object_list)),
            "cut": parts.page_links(request, page),
        }
    else:
        nodes = concept_queries.concept_tree(request.user, current_scheme)
        context["tree"] = framework_tables.tree_markup(nodes)
        count = concept_queries.count_nodes(nodes)
    filters = []
    if query:
        removal_url = parts.with_query(request, q=None, page=None)
        filters.append(parts.ActiveFilter(_("Name or code"), query, removal_url))
    summary = ngettext("%(n)s concept", "%(n)s concepts", count) % {"n": count}
    context["chosen"] = parts.ListSummary(
        summary, filters, [*_download_links(request), *context["data"]]
    )
    context["sorts"] = [
        parts.Link(_("As a tree"), request.path),
        parts.Link(_("By name"), parts.with_query(request, sort="name", page=None)),
        parts.Link(_("By code"), parts.with_query(request, sort="code", page=None)),
    ]
    return render(request, "framework/scheme.html", context)


def _concept_table(request: HttpRequest, concepts: list[Concept]) -> parts.Table:
    columns = [
        parts.sortable_column(request, pgettext("concept", "Name"), "name"),
        parts.sortable_column(request, pgettext("concept", "Code"), "code"),
        parts.Column(_("Compared with the source")),
    ]
    rows = [
        [
            parts.Cell(wording_html(each.say("title")), each.get_absolute_url()),
            symbol(each.code),
            framework_tables.verification_label(each.verified),
        ]
        for each in concepts
    ]
    return parts.Table(columns, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def concept(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    """A concept: names, parent, links, facilitators, counts; POST corrects a name."""
    try:
        current_concept = concept_queries.get_concept(request.user, scheme, code)
    except ObjectDoesNotExist:
        raise Http404(code) from None
    form, status = LabelForm(initial={"language": get_language(), "verified": "no"}), 200
    if request.method == "POST":
        form = LabelForm(request.POST)
        if form.is_valid():
            try:
                actions.correct_label(Actor.of(request), current_concept, **form.cleaned_data)
            except InvalidInput as fault:
                _add_faults(form, fault)
            else:
                messages.success(request, _("The name was corrected."))
                return redirect(current_concept.get_absolute_url())
        status = 422
    view = concept_queries.concept_view(request.user, current_concept)
    counted, proposed = _links_by_matrix(view)
    of_agency = bool(view.facilitations) and view.facilitations[0].agency_id == current_concept.pk
    title = current_concept.say("title")
    context = {
        "view": view,
        "concept": current_concept,
        "title": title,
        "form": form,
        "facts": framework_tables.concept_facts(view),
        "labels": framework_tables.labels_table(view),
        "facilitations": framework_tables.facilitations_table(view.facilitations, of_agency)
        if view.facilitations
        else None,
        "counted": counted,
        "proposed": proposed,
        "data": _data_links("concept_data", scheme=scheme, code=code),
        "address": f"{site_address(request)}{current_concept.get_absolute_url()}",
        "trail": framework_tables.scheme_trail(
            (current_concept.scheme.say("title").text, current_concept.scheme.get_absolute_url()),
            framework_tables.concept_name(current_concept),
        ),
    }
    return render(request, "framework/concept.html", context, status=status)


def _links_by_matrix(
    view: concept_queries.ConceptView,
) -> tuple[list[parts.Table], list[parts.Table]]:
    """The accepted and the proposed links of a concept, each as a table for every matrix."""
    links_by_matrix: dict[tuple[str, str], list[Any]] = {}
    for link in view.links:
        if link.state != "withdrawn":
            links_by_matrix.setdefault((link.state, link.matrix.say("title").text), []).append(link)
    by_state = {
        state: [
            framework_tables.links_table(view, links, title)
            for (link_state, title), links in links_by_matrix.items()
            if link_state == state
        ]
        for state in ("accepted", "proposed")
    }
    return by_state["accepted"], by_state["proposed"]


def _add_faults(form: Form, fault: InvalidInput) -> None:
    for field, message in fault.faults.items():
        form.add_error(field if field in form.fields else None, str(message))


def _matrix_or_404(request: HttpRequest, key: str) -> Matrix:
    try:
        return matrices.get_matrix(request.user, key)
    except ObjectDoesNotExist:
        raise Http404(key) from None


@require_safe
def matrix(request: HttpRequest, key: str) -> HttpResponseBase:
    """A matrix as a grid, with its gaps and the list of columns below."""
    current_matrix = _matrix_or_404(request, key)
    if downloads.requested_format(request):
        sheet = exports.matrix_sheet(request.user, current_matrix, get_language() or "en")
        return downloads.download_response(request, sheet)
    measure = measures.measure_for(request.GET.get("count"))
    view = matrices.matrix_view(request.user, current_matrix, measure)
    context = {
        "matrix": current_matrix,
        "measure": measure,
        "downloads": _download_links(request),
        "measures": list(measures.MEASURES.values()),
        "grid": framework_tables.matrix_table(view, measure),
        "gaps": [each for each in view.columns if each.pk in view.gaps_of_columns],
        "empty_rows": [each for each in view.rows if each.pk in view.gaps_of_rows],
        "goals": [(each, view.column_total(each)) for each in view.columns],
        "accepted": any(each.state == "accepted" for each in view.cells.values()),
        "proposed": sum(each.state == "proposed" for each in view.cells.values()),
        "trail": framework_tables.scheme_trail(current_matrix.say("title").text),
    }
    return render(request, "framework/matrix.html", context)


@require_safe
def matrix_lists(request: HttpRequest, key: str, side: str) -> HttpResponse:
    """A matrix as lists: each row with its columns, or each column with its rows."""
    current_matrix = _matrix_or_404(request, key)
    view = matrices.matrix_view(request.user, current_matrix, measures.MEASURES["links"])
    by_row = side == "row"
    heads = view.rows if by_row else view.columns
    lists = [
        (
            head,
            [
                (framework_tables.concept_name(link.column if by_row else link.row), link)
                for link in (view.of_row(head) if by_row else view.of_column(head))
            ],
        )
        for head in heads
    ]
    title = current_matrix.say("title").text
    context = {
        "matrix": current_matrix,
        "by_row": by_row,
        "lists": lists,
        "trail": framework_tables.scheme_trail(
            (title, current_matrix.get_absolute_url()), _("By row") if by_row else _("By column")
        ),
    }
    return render(request, "framework/matrix_lists.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: HttpRequest, key: str, row: str, column: str) -> HttpResponse:
    """A cell of a matrix: its content, and the verbs that the reader may perform."""
    current_matrix = _matrix_or_404(request, key)
    try:
        row_concept, column_concept, link, targets = matrices.get_cell(
            request.user, current_matrix, row, column
        )
    except ObjectDoesNotExist:
        raise Http404(f"{row} {column}") from None
    language = get_language() or "en"
    form, reason = CellForm(targets, link, language), WithdrawalForm()
    status = 200
    if request.method == "POST":
        verb = request.POST.get("do", "")
        form = CellForm(
            targets, link, language, request.POST if verb in ("correct", "propose") else None
        )
        reason = WithdrawalForm(request.POST if verb == "withdraw" else None)
        try:
            if _run_verb(
                request, verb, (current_matrix, row_concept, column_concept, link), form, reason
            ):
                return redirect(request.path)
            status = 422
        except InvalidInput as fault:
            _add_faults(reason if verb == "withdraw" else form, fault)
            status = fault.status
        except WrongState as fault:
            form.add_error(None, str(fault)) if form.is_bound else messages.error(
                request, str(fault)
            )
            status = fault.status
    title = current_matrix.say("title").text
    context = {
        "matrix": current_matrix,
        "row": row_concept,
        "column": column_concept,
        "link": link,
        "facts": framework_tables.cell_facts(link) if link is not None else [],
        "rationale": link.say("rationale") if link is not None else None,
        "form": form,
        "reason": reason,
        "address": f"{site_address(request)}{request.path}",
        "trail": framework_tables.scheme_trail(
            (title, current_matrix.get_absolute_url()),
            f"{row_concept.code} × {column_concept.code}",
        ),
    }
    return render(request, "framework/cell.html", context, status=status)


def _run_verb(
    request: HttpRequest, verb: str, cell: tuple[Any, ...], form: CellForm, reason: WithdrawalForm
) -> bool:
    """Perform the requested verb; return False where its form is invalid. Raises Fault."""
    matrix, row, column, link = cell
    actor = Actor.of(request)
    if verb == "propose" and form.is_valid():
        actions.propose_link(actor, matrix, row, column, form.content())
        messages.success(request, _("The cell was proposed. It counts once it is accepted."))
    elif link is None and verb != "propose":
        raise WrongState()
    elif verb == "correct" and form.is_valid():
        actions.correct_link(actor, link, form.content(), seen=form.seen_at())
        messages.success(request, _("The cell was corrected."))
    elif verb == "accept":
        actions.accept_link(actor, link)
        messages.success(request, _("The cell was accepted, and counts from now on."))
    elif verb == "withdraw" and reason.is_valid():
        actions.withdraw_link(actor, link, reason=reason.cleaned_data["reason"])
        messages.success(
            request, _("The cell was withdrawn. It stays to be read, and counts nowhere.")
        )
    elif verb not in ("propose", "correct", "withdraw"):
        raise Fault(
            _("The site did not understand what was asked."), _("Go back and try once more.")
        )
    else:
        return False
    return True
