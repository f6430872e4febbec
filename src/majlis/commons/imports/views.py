"""Pages of imports: upload a table, assign its columns, preview and import its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from majlis.commons.imports import actions, forms, rows
from majlis.commons.imports.models import Batch
from majlis.commons.imports.registry import TARGETS
from majlis.commons.imports.rules import may_import
from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.look import parts

PAGE_SIZE = 25


def own_batch(request: HttpRequest, key: int) -> Batch:
    """An import of the reader. Raises Http404."""
    own: Batch = get_object_or_404(
        Batch.objects.filter(user_id=request.user.pk or 0)
        .select_related("file")
        .prefetch_related("columns"),
        pk=key,
    )
    return own


def add_errors(form: Any, error: InvalidInput) -> None:
    """Add the errors of a verb to the fields of a form."""
    for name, message in error.faults.items():
        form.add_error(name if name in form.fields else None, message)


@login_required
def batches(request: HttpRequest) -> HttpResponseBase:
    """The reader's imports, as a page and as a file, and the form to upload a table."""
    if not may_import.test(request.user):
        raise PermissionDenied
    actor = Actor.of(request)
    form = forms.UploadForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            batch = actions.upload_table(
                actor, TARGETS[values["target"]], stream=values["file"], name=values["file"].name
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return redirect("imports:columns", batch.pk)
    own_batches = Batch.objects.filter(user_id=request.user.pk or 0)
    if downloads.requested_format(request):
        return downloads.download_response(
            request, batches_sheet(own_batches[: downloads.MAX_ROWS])
        )
    paginator = Paginator(own_batches, PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    table = parts.Table(
        [
            parts.Column(_("Table")),
            parts.Column(_("What the rows are")),
            parts.Column(_("State")),
            parts.Column(_("Rows"), number=True),
            parts.Column(_("Brought in")),
        ],
        [
            [
                parts.Cell(each.name, each.get_absolute_url()),
                target_name(each),
                each.get_state_display(),
                each.rows,
                each.made_at,
            ]
            for each in page.object_list
        ],
    )
    return render(
        request,
        "imports/list.html",
        {
            "form": form,
            "table": table,
            "chosen": parts.ListSummary(
                "", (), [parts.Link(*each) for each in downloads.download_links(request)]
            ),
            "cut": pagination(request, page),
            "targets": TARGETS.values(),
        },
    )


def target_name(batch: Batch) -> Any:
    """The name of the target of an import."""
    return TARGETS[batch.target].name if batch.target in TARGETS else batch.target


def batches_sheet(batches: Iterable[Batch]) -> downloads.Sheet:
    """Imports as a file, with the counts of their rows."""
    return downloads.Sheet(
        "imports",
        _("My imports"),
        [
            downloads.Field("table", _("Table")),
            downloads.Field("target", _("What the rows are")),
            downloads.Field("state", _("State")),
            downloads.Field("rows", _("Rows")),
            downloads.Field("new", _("new")),
            downloads.Field("changed", _("changed")),
            downloads.Field("same", _("as they are already")),
            downloads.Field("left_out", _("left out")),
            downloads.Field("at", _("Brought in")),
        ],
        [
            [
                each.name,
                target_name(each),
                each.get_state_display(),
                each.rows,
                each.made,
                each.changed,
                each.same,
                each.left_out,
                each.made_at.isoformat(),
            ]
            for each in batches
        ],
    )


def pagination(request: HttpRequest, page: Any) -> parts.PageLinks:
    """The links to the previous and next page of a list."""
    return parts.PageLinks(
        page.start_index(),
        page.end_index(),
        page.paginator.count,
        parts.with_query(request, page=page.previous_page_number()) if page.has_previous() else "",
        parts.with_query(request, page=page.next_page_number()) if page.has_next() else "",
    )


def steps(batch: Batch) -> list[parts.Step]:
    """The steps of an import for the progress bar; empty for a cancelled one."""
    order = ["uploaded", "mapped", "running", "done"]
    if batch.state not in order:
        return []
    names = {
        "uploaded": _("Name the columns"),
        "mapped": _("Look at the rows"),
        "running": _("Take them in"),
        "done": _("Ended"),
    }
    current = order.index(batch.state)
    return [
        parts.Step(
            names[state], "done" if place < current else "current" if place == current else "next"
        )
        for place, state in enumerate(order)
    ]


@login_required
def columns(request: HttpRequest, key: int) -> HttpResponse:
    """The form that assigns the columns of the file."""
    batch = own_batch(request, key)
    if batch.state not in ("uploaded", "mapped"):
        return redirect("imports:batch", key)
    form = forms.ColumnsForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_columns(Actor.of(request), batch, keys=form.keys())
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return redirect("imports:batch", key)
    table = rows.batch_table(batch)
    return render(
        request,
        "imports/columns.html",
        {
            "batch": batch,
            "target": TARGETS[batch.target],
            "form": form,
            "steps": steps(batch),
            "sample": parts.Table(
                [parts.Column(head or "—") for head in table.heads],
                [cells for _number, cells in table.rows[:3]],
                _("The first rows of the table"),
            ),
        },
    )


@login_required
def batch(request: HttpRequest, key: int) -> HttpResponseBase:
    """An import: its preview, its progress or its result, with the errors of rows; errors also as a file."""
    own = own_batch(request, key)
    if own.state == "uploaded":
        return redirect("imports:columns", key)
    faults = list(own.faults.all()[: rows.MAX_FAULTS + 1])
    has_more_faults = len(faults) > rows.MAX_FAULTS
    del faults[rows.MAX_FAULTS :]
    if downloads.requested_format(request):
        return downloads.download_response(request, faults_sheet(own, faults))
    headings = {each.place: each.head for each in own.columns.all()}
    page = Paginator(faults, PAGE_SIZE).get_page(request.GET.get("page"))
    table = parts.Table(
        [
            parts.Column(_("Cell")),
            parts.Column(_("Column")),
            parts.Column(_("What it holds")),
            parts.Column(_("What is wrong")),
        ],
        [
            [
                rows.cell_name(each),
                headings.get(each.place, "") if each.place is not None else _("the whole row"),
                each.given,
                each.words,
            ]
            for each in page.object_list
        ],
    )
    figures = [
        parts.Figure(_("new"), own.made, "a"),
        parts.Figure(_("changed"), own.changed, "c"),
        parts.Figure(_("as they are already"), own.same, "b"),
        parts.Figure(_("left out"), own.left_out, "d"),
    ]
    return render(
        request,
        "imports/batch.html",
        {
            "batch": own,
            "target": TARGETS[own.target],
            "steps": steps(own),
            "figures": figures,
            "table": table,
            "cut": pagination(request, page),
            "faults": len(faults),
            "most": rows.MAX_FAULTS if has_more_faults else None,
            "links": [parts.Link(*each) for each in downloads.download_links(request)],
            "partly": own.state == "mapped" and own.rows > actions.PREVIEW_ROWS,
            "previewed": actions.PREVIEW_ROWS,
        },
    )


def faults_sheet(batch: Batch, faults: list[Any]) -> downloads.Sheet:
    """The errors of an import as a file."""
    return downloads.Sheet(
        f"import-{batch.pk}-faults",
        _("What is wrong with the table"),
        [
            downloads.Field("row", _("Row")),
            downloads.Field("cell", _("Cell")),
            downloads.Field("given", _("What it holds")),
            downloads.Field("what", _("What is wrong")),
        ],
        [[each.row, rows.cell_name(each), each.given, each.words] for each in faults],
    )


@login_required
@require_POST
def start(request: HttpRequest, key: int) -> HttpResponse:
    """Start the import of the rows."""
    actions.start_import(Actor.of(request), own_batch(request, key))
    messages.success(request, _("The rows are being taken in. You may leave this page."))
    return redirect("imports:batch", key)


@login_required
@require_POST
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Cancel an import before its start."""
    actions.cancel_import(Actor.of(request), own_batch(request, key))
    messages.success(request, _("Given up: nothing was taken in."))
    return redirect("imports:list")
