"""Pages of imports: bring a table in, name its columns, look at it, take it in."""

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
    """An import of the reader's own. Raises Http404."""
    found: Batch = get_object_or_404(
        Batch.objects.filter(user_id=request.user.pk or 0)
        .select_related("file")
        .prefetch_related("columns"),
        pk=key,
    )
    return found


def add_errors(form: Any, faulty: InvalidInput) -> None:
    """Put what a verb found faulty on the form, at its fields."""
    for name, words in faulty.faults.items():
        form.add_error(name if name in form.fields else None, words)


@login_required
def batches(request: HttpRequest) -> HttpResponseBase:
    """My imports, also as a file, and the form to bring in another table."""
    if not may_import.test(request.user):
        raise PermissionDenied
    actor = Actor.of(request)
    form = forms.UploadForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            batch = actions.upload_table(
                actor, TARGETS[given["target"]], stream=given["file"], name=given["file"].name
            )
        except InvalidInput as faulty:
            add_errors(form, faulty)
        else:
            return redirect("imports:columns", batch.pk)
    mine = Batch.objects.filter(user_id=request.user.pk or 0)
    if downloads.requested_format(request):
        return downloads.download_response(request, batches_sheet(mine[: downloads.MAX_ROWS]))
    paginator = Paginator(mine, PAGE_SIZE)
    shown = paginator.get_page(request.GET.get("page"))
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
            for each in shown.object_list
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
            "cut": pagination(request, shown),
            "targets": TARGETS.values(),
        },
    )


def target_name(batch: Batch) -> Any:
    """What the rows of an import are."""
    return TARGETS[batch.target].name if batch.target in TARGETS else batch.target


def batches_sheet(batches: Iterable[Batch]) -> downloads.Sheet:
    """Imports as data: each with what came of its rows."""
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


def pagination(request: HttpRequest, shown: Any) -> parts.PageLinks:
    """Where a list is cut."""
    return parts.PageLinks(
        shown.start_index(),
        shown.end_index(),
        shown.paginator.count,
        parts.with_query(request, page=shown.previous_page_number())
        if shown.has_previous()
        else "",
        parts.with_query(request, page=shown.next_page_number()) if shown.has_next() else "",
    )


def steps(batch: Batch) -> list[parts.Step]:
    """How far an import is."""
    order = ["uploaded", "mapped", "running", "done"]
    if batch.state not in order:
        return []
    names = {
        "uploaded": _("Name the columns"),
        "mapped": _("Look at the rows"),
        "running": _("Take them in"),
        "done": _("Ended"),
    }
    here = order.index(batch.state)
    return [
        parts.Step(names[state], "done" if place < here else "current" if place == here else "next")
        for place, state in enumerate(order)
    ]


@login_required
def columns(request: HttpRequest, key: int) -> HttpResponse:
    """Say which column of the file is which."""
    batch = own_batch(request, key)
    if batch.state not in ("uploaded", "mapped"):
        return redirect("imports:batch", key)
    form = forms.ColumnsForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_columns(Actor.of(request), batch, keys=form.keys())
        except InvalidInput as faulty:
            add_errors(form, faulty)
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
    """An import: what would come of it, how far it is, or what came of it."""
    it = own_batch(request, key)
    if it.state == "uploaded":
        return redirect("imports:columns", key)
    faults = list(it.faults.all()[: rows.MAX_FAULTS + 1])
    more = len(faults) > rows.MAX_FAULTS
    del faults[rows.MAX_FAULTS :]
    if downloads.requested_format(request):
        return downloads.download_response(request, faults_sheet(it, faults))
    heads = {each.place: each.head for each in it.columns.all()}
    shown = Paginator(faults, PAGE_SIZE).get_page(request.GET.get("page"))
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
                heads.get(each.place, "") if each.place is not None else _("the whole row"),
                each.given,
                each.words,
            ]
            for each in shown.object_list
        ],
    )
    figures = [
        parts.Figure(_("new"), it.made, "a"),
        parts.Figure(_("changed"), it.changed, "c"),
        parts.Figure(_("as they are already"), it.same, "b"),
        parts.Figure(_("left out"), it.left_out, "d"),
    ]
    return render(
        request,
        "imports/batch.html",
        {
            "batch": it,
            "target": TARGETS[it.target],
            "steps": steps(it),
            "figures": figures,
            "table": table,
            "cut": pagination(request, shown),
            "faults": len(faults),
            "most": rows.MAX_FAULTS if more else None,
            "links": [parts.Link(*each) for each in downloads.download_links(request)],
            "partly": it.state == "mapped" and it.rows > actions.PREVIEW_ROWS,
            "previewed": actions.PREVIEW_ROWS,
        },
    )


def faults_sheet(it: Batch, faults: list[Any]) -> downloads.Sheet:
    """What was wrong, as data."""
    return downloads.Sheet(
        f"import-{it.pk}-faults",
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
    """Begin to take the rows in."""
    actions.start_import(Actor.of(request), own_batch(request, key))
    messages.success(request, _("The rows are being taken in. You may leave this page."))
    return redirect("imports:batch", key)


@login_required
@require_POST
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Give an import up."""
    actions.cancel_import(Actor.of(request), own_batch(request, key))
    messages.success(request, _("Given up: nothing was taken in."))
    return redirect("imports:list")
