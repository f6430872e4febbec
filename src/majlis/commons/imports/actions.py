"""Verbs of imports. Each row is imported by the verb of its target, with its own permission and audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from django.utils.translation import gettext_lazy as _

from majlis.commons.imports import rows
from majlis.commons.imports.file_reader import read_table
from majlis.commons.imports.lifecycle import BATCH
from majlis.commons.imports.models import Batch, BatchColumn, BatchFault
from majlis.commons.imports.registry import TARGETS, Target
from majlis.kernel import clock, files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.verbs import Act, may, verb
from majlis.look.templatetags.look import comma

PREVIEW_ROWS = 500
COUNTS = ("made", "changed", "same", "left_out")


def normalise_heading(heading: str) -> str:
    """A heading for comparison: lower case, letters and digits only."""
    return "".join(character for character in heading.lower() if character.isalnum())


def guess_columns(target: Target, headings: list[str]) -> list[str]:
    """The key of the most likely column for each heading, each key at most once; "" if none matches."""
    names: dict[str, str] = {}
    for column in target.columns:
        for name in (column.key, str(column.label), *column.aliases):
            names.setdefault(normalise_heading(name), column.key)
    used: set[str] = set()
    keys = []
    for heading in headings:
        key = names.get(normalise_heading(heading), "") if heading else ""
        keys.append("" if key in used else key)
        used.add(key)
    return keys


@verb("imports.upload_table")
def upload_table(act: Act, target: Target, *, stream: IO[bytes], name: str) -> Batch:
    """Upload a table: the file is stored and read, and its columns are guessed. Raises InvalidInput."""
    if not may(act.actor, target.verb):
        raise InvalidInput(
            {"target": _("You are not authorized to import this type of data. Select another.")}
        )
    stored = files.store_file(stream, allowed=(files.TEXT, files.XLSX))
    table = read_table(files.file_path(stored.sha256), stored.media_type)
    batch = Batch.objects.create(
        target=target.code, file=stored, name=name[:200], user=act.user, rows=len(table.rows)
    )
    BatchColumn.objects.bulk_create(
        BatchColumn(batch=batch, place=place, head=head[:200], key=key)
        for place, (head, key) in enumerate(
            zip(table.heads, guess_columns(target, table.heads), strict=True)
        )
    )
    act.note(batch, new={"target": target.code, "file": stored.sha256, "rows": len(table.rows)})
    return batch


@verb("imports.map_columns")
def map_columns(act: Act, batch: Batch, *, keys: Mapping[int, str]) -> Batch:
    """Assign the columns of the file to columns of the target, and preview the rows. Raises InvalidInput.

    The keys of ``InvalidInput`` are ``column-<place>``, and "" for missing columns.
    """
    target = TARGETS[batch.target]
    faults: dict[str, StrOrPromise] = {}
    used: dict[str, int] = {}
    for place, key in keys.items():
        if key and target.column(key) is None:
            faults[f"column-{place}"] = _("Select a column from the list.")
        elif key and key in used:
            faults[f"column-{place}"] = _("This column is already assigned. Select another.")
        elif key:
            used[key] = place
    missing = [each.label for each in target.columns if each.required and each.key not in used]
    if missing and not faults:
        names = comma().join(str(each) for each in missing)
        faults[""] = str(_("Assign the missing required columns: %(names)s.")) % {"names": names}
    if faults:
        raise InvalidInput(faults)
    change = BATCH.move(batch, act.verb)
    batch.columns.update(key="")
    for place, key in keys.items():
        batch.columns.filter(place=place).update(key=key)
    _preview(act.actor, batch)
    act.note(batch, old=change["old"], new={**change["new"], "columns": used})
    return batch


def _preview(actor: Actor, batch: Batch) -> None:
    """Preview the first rows, and save the result, so that the page need not compute it again."""
    row_counts = rows.preview_rows(actor, batch, PREVIEW_ROWS)
    batch.faults.all().delete()
    BatchFault.objects.bulk_create(row_counts.faults)
    for key in COUNTS:
        setattr(batch, key, getattr(row_counts, key))
    batch.save(update_fields=[*COUNTS])


@verb("imports.start_import")
def start_import(act: Act, batch: Batch) -> Batch:
    """Start the import; a task imports the rows in the background. Raises WrongState."""
    change = BATCH.move(batch, act.verb)
    batch.faults.all().delete()
    for key in COUNTS:  # they hold the counts of the preview
        setattr(batch, key, 0)
    batch.save(update_fields=[*COUNTS])
    act.note(batch, **change)
    return batch


@verb("imports.finish_import")
def finish_import(act: Act, batch: Batch) -> Batch:
    """Finish an import after its last row."""
    change = BATCH.move(batch, act.verb)
    batch.ended_at = clock.now()
    batch.save(update_fields=["ended_at"])
    counts = {key: getattr(batch, key) for key in COUNTS}
    act.note(batch, old=change["old"], new={**change["new"], **counts})
    return batch


@verb("imports.cancel_import")
def cancel_import(act: Act, batch: Batch) -> Batch:
    """Cancel an import before its start."""
    act.note(batch, **BATCH.move(batch, act.verb))
    return batch
