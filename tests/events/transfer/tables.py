"""Tables of past meetings for tests, and their way through the pages of the import."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from majlis.commons.imports.models import Batch
from majlis.commons.imports.registry import TARGETS
from majlis.kernel.actor import Actor
from majlis.kernel.models import User

type Row = dict[str, Any]


def table_file(rows: Sequence[Row], form: str = "csv") -> SimpleUploadedFile:
    """The rows as a file: the first row has the headings, those of all rows."""
    heads = list(dict.fromkeys(key for row in rows for key in row))
    lines = [heads, *([row.get(key, "") for key in heads] for row in rows)]
    if form == "csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows(lines)
        return SimpleUploadedFile("table.csv", text.getvalue().encode())
    book, data = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.worksheets[0].append([value or None for value in line])
    book.save(data)
    return SimpleUploadedFile("table.xlsx", data.getvalue())


def checked_table(client: Client, target: str, rows: Sequence[Row], form: str = "csv") -> Batch:
    """Upload rows and assign the columns as they are proposed, by the pages; the import with its preview."""
    upload = reverse("imports:upload_table")
    told = client.post(upload, {"target": target, "file": table_file(rows, form)})
    assert told.status_code == 302, told.content.decode()
    batch = Batch.objects.latest("pk")
    keys = {f"column-{each.place}": each.key for each in batch.columns.all()}
    assert all(keys.values()), keys
    assert client.post(told["Location"], keys).status_code == 302
    batch.refresh_from_db()
    return batch


def import_table(
    client: Client, target: str, rows: Sequence[Row], capture: Any, form: str = "csv"
) -> Batch:
    """Import rows by the pages, with the background work; ``capture``: ``django_capture_on_commit_callbacks``."""
    batch = checked_table(client, target, rows, form)
    with capture(execute=True):
        client.post(reverse("imports:start", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == "done"
    return batch


def counts(batch: Batch) -> tuple[int, int, int, int]:
    """The rows of an import: new, changed, unchanged, not imported."""
    return batch.made, batch.changed, batch.same, batch.left_out


def import_row(user: User, target: str, **row: str) -> str:
    """Import one row without pages, read as by the import."""
    columns = TARGETS[target].columns
    assert row.keys() <= {each.key for each in columns}
    values = {
        each.key: each.read(row[each.key]) if row[each.key] else ""
        for each in columns
        if each.key in row
    }
    return TARGETS[target].import_row(Actor(user=user), values)
