"""Pages of imports: upload a table, assign its columns, preview and import its rows."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, override

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.imports import actions, forms, rows
from majlis.commons.imports.models import Batch, BatchFault
from majlis.commons.imports.registry import TARGETS
from majlis.kernel import downloads
from majlis.kernel.models import Reader
from majlis.kernel.work import work_of
from majlis.kit.action_page import ActionPage, ButtonAction, CreateAction
from majlis.kit.columns import Column, file_sheet, page_table
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.kit.page import StrOrPromise
from majlis.kit.work import work_steps
from majlis.look import parts
from majlis.look.templatetags.look import moment

PAGE_SIZE = 25
IMPORTS = (pgettext_lazy("page", "Imported tables"), "imports:list")
STEPS = {
    "uploaded": pgettext_lazy("step of an import", "Assign columns"),
    "mapped": pgettext_lazy("step of an import", "Check rows"),
    "running": pgettext_lazy("step of an import", "Import rows"),
    "done": pgettext_lazy("import", "Completed"),
}


def own_batch(reader: Reader, key: int) -> Batch:
    """An import of the reader. Raises Http404."""
    own = Batch.objects.filter(user_id=reader.pk or 0).select_related("file")
    return get_object_or_404(own.prefetch_related("columns"), pk=key)


def target_name(batch: Batch) -> StrOrPromise:
    """The name of the target of an import."""
    return TARGETS[batch.target].name if batch.target in TARGETS else batch.target


class UploadTable(CreateAction):
    """Upload a table; the page lists the columns of all targets."""

    template_name = "imports/upload.html"
    verb = actions.upload_table
    form_class = forms.UploadForm
    title = pgettext_lazy("button", "Upload table")
    done = ""
    parents = (IMPORTS,)
    drafts = False

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "targets": TARGETS.values()}

    @override
    def do(self, data: dict[str, Any]) -> Batch:
        target, file = TARGETS[data["target"]], data["file"]
        return actions.upload_table(self.actor, target, stream=file, name=file.name)

    @override
    def get_success_url(self, result: Batch) -> str:
        return reverse("imports:columns", args=[result.pk])


class ImportList(ListPage[Batch, Batch]):
    """The reader's imports."""

    title = IMPORTS[0]
    lead = _("Upload a table, assign its columns and check the preview before importing.")
    permission = "imports.upload_table"
    columns = (
        Column(
            "table",
            pgettext_lazy("import", "Table"),
            lambda batch: parts.Cell(batch.name, batch.get_absolute_url()),
            lambda batch: batch.name,
        ),
        Column("target", _("Type of data"), target_name, target_name),
        Column(
            "state",
            pgettext_lazy("status of a record", "Status"),
            Batch.get_state_display,
            Batch.get_state_display,
        ),
        Column(
            "rows",
            pgettext_lazy("column of a table", "Rows"),
            lambda batch: batch.rows,
            lambda batch: batch.rows,
            number=True,
        ),
        Column("new", pgettext_lazy("rows of a file", "New"), value=lambda batch: batch.made),
        Column(
            "changed", pgettext_lazy("rows of a file", "Changed"), value=lambda batch: batch.changed
        ),
        Column(
            "same", pgettext_lazy("rows of a file", "Unchanged"), value=lambda batch: batch.same
        ),
        Column(
            "left_out",
            pgettext_lazy("rows of a file", "Not imported"),
            value=lambda batch: batch.left_out,
        ),
        Column(
            "at",
            pgettext_lazy("date", "Uploaded on"),
            lambda batch: moment(batch.made_at),
            lambda batch: batch.made_at,
        ),
    )
    actions: ClassVar = {"imports:upload_table": UploadTable}
    file_name = "imports"
    empty = _("No imports yet.")
    counted = False

    @override
    def get_queryset(self) -> QuerySet[Batch]:
        return Batch.objects.filter(user_id=self.reader.pk or 0)


class BatchAction(ActionPage[Batch]):
    """An action on an import of one's own."""

    @override
    def get_target(self) -> Batch:
        return own_batch(self.reader, self.kwargs["key"])


class MapColumns(BatchAction):
    """Assign the columns of the file."""

    template_name = "imports/columns.html"
    verb = actions.map_columns
    form_class = forms.ColumnsForm
    title = STEPS["uploaded"]
    button = STEPS["mapped"]
    done = ""

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"batch": self.target}

    @override
    def get_lead(self) -> str:
        return ""

    @override
    def get_cancel_url(self) -> str:
        return reverse("imports:list")

    @override
    def get_success_url(self, result: Batch) -> str:
        return result.get_absolute_url()

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        places = {name: int(name.removeprefix("column-")) for name in data}
        return {"keys": {places[name]: key for name, key in data.items()}}

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_offered(self.actor, self.target):
            return redirect(self.target)
        return super().get(request, *args, **kwargs)

    @override
    def get_context_data(self) -> dict[str, Any]:
        table = rows.batch_table(self.target)
        return {
            **super().get_context_data(),
            "batch": self.target,
            "target": target_name(self.target),
            "steps": parts.steps_to(STEPS, self.target.state),
            "sample": parts.Table(
                [parts.Column(head or "—") for head in table.heads],
                [cells for _number, cells in table.rows[:3]],
                _("First rows of the table"),
            ),
        }


class StartImport(ButtonAction[Batch], BatchAction):
    """Start the import of the rows."""

    verb = actions.start_import
    title = _("Import all rows")
    done = _("Import started. You may leave this page.")


class CancelImport(ButtonAction[Batch], BatchAction):
    """Cancel an import before its start."""

    verb = actions.cancel_import
    title = pgettext_lazy("button", "Discard import")
    done = _("Import discarded. No rows were imported.")

    @override
    def get_success_url(self, result: Batch) -> str:
        return reverse("imports:list")


def column_heading(fault: BatchFault) -> StrOrPromise:
    """The heading of the column in which an error is."""
    if fault.place is None:
        return _("the entire row")
    columns = fault.batch.columns.all()
    return next((column.head for column in columns if column.place == fault.place), "")


FAULT_COLUMNS = (
    Column[BatchFault](
        "row", pgettext_lazy("table or matrix", "Row"), value=lambda fault: fault.row
    ),
    Column[BatchFault](
        "cell", pgettext_lazy("column of a table", "Cell"), rows.cell_name, rows.cell_name
    ),
    Column[BatchFault]("column", pgettext_lazy("table or matrix", "Column"), column_heading),
    Column[BatchFault](
        "given",
        pgettext_lazy("cell of a table", "Content"),
        lambda fault: fault.given,
        lambda fault: fault.given,
    ),
    Column[BatchFault](
        "what",
        pgettext_lazy("import", "Errors"),
        lambda fault: fault.words,
        lambda fault: fault.words,
    ),
)


class BatchDetail(DetailPage[Batch]):
    """An import: its preview, its progress or its result, with the errors of rows; errors also as a file."""

    template_name = "imports/batch.html"

    @override
    def get_object(self) -> Batch:
        return own_batch(self.reader, self.kwargs["key"])

    @cached_property
    def faults(self) -> list[BatchFault]:
        """The errors, and one more than the page shows if there are more."""
        return list(self.object.faults.all()[: rows.MAX_FAULTS + 1])

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.state == "uploaded":
            return redirect("imports:columns", self.object.pk)
        if downloads.requested_format(request):
            name, title = f"import-{self.object.pk}-faults", _("Errors in the table")
            sheet = file_sheet(name, title, FAULT_COLUMNS, self.faults[: rows.MAX_FAULTS])
            return downloads.download_response(request, sheet)
        return self.render()

    @override
    def get_context_data(self) -> dict[str, Any]:
        batch, faults = self.object, self.faults[: rows.MAX_FAULTS]
        is_partly = batch.state == "mapped" and batch.rows > actions.PREVIEW_ROWS
        page = Paginator(faults, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return {
            **super().get_context_data(),
            "target": target_name(batch),
            "steps": parts.steps_to(STEPS, batch.state),
            "steps_of_work": work_steps(self.actor, work_of(batch))
            if batch.state == "running"
            else [],
            "figures": [
                parts.Figure(pgettext_lazy("rows of a file", "New"), batch.made, "a"),
                parts.Figure(pgettext_lazy("rows of a file", "Changed"), batch.changed, "c"),
                parts.Figure(pgettext_lazy("rows of a file", "Unchanged"), batch.same, "b"),
                parts.Figure(pgettext_lazy("rows of a file", "Not imported"), batch.left_out, "d"),
            ],
            "table": page_table(FAULT_COLUMNS, page, pgettext_lazy("import", "Errors")),
            "pages": parts.page_links(self.request, page),
            "faults": len(faults),
            "most": rows.MAX_FAULTS if len(self.faults) > len(faults) else None,
            "links": [parts.Link(*each) for each in downloads.download_links(self.request)],
            "partly": is_partly,
            # Rows that were not checked yet may be right.
            "has_rows_to_import": is_partly or batch.left_out < batch.rows,
            "previewed": actions.PREVIEW_ROWS,
        }
