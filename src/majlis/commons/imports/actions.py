"""Verbs of imports. Each row is taken by the verb of its target, with its own rule and audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.commons.imports import rows
from majlis.commons.imports.file_reader import read_table
from majlis.commons.imports.lifecycle import BATCH
from majlis.commons.imports.models import Batch, BatchColumn, BatchFault
from majlis.commons.imports.registry import TARGETS, Target
from majlis.kernel import files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.verbs import Act, may, verb
from majlis.look.templatetags.look import comma

PREVIEW_ROWS = 500
COUNTS = ("made", "changed", "same", "left_out")


def normalise_heading(head: str) -> str:
    """A head as it is compared: without case, space and signs."""
    return "".join(sign for sign in head.lower() if sign.isalnum())


def guess_columns(target: Target, heads: list[str]) -> list[str]:
    """Which column of the target each head most likely is; "" where nothing is alike. Each once."""
    names: dict[str, str] = {}
    for column in target.columns:
        for name in (column.key, str(column.label), *column.aliases):
            names.setdefault(normalise_heading(name), column.key)
    used: set[str] = set()
    found = []
    for head in heads:
        key = names.get(normalise_heading(head), "") if head else ""
        found.append("" if key in used else key)
        used.add(key)
    return found


@verb("imports.upload_table")
def upload_table(act: Act, target: Target, *, stream: IO[bytes], name: str) -> Batch:
    """Bring a table in: it is kept, read, and its columns are guessed. Raises InvalidInput (``file``)."""
    if not may(act.actor, target.verb):
        raise InvalidInput({"target": _("You may not import this. Choose something else.")})
    kept = files.store_file(stream, allowed=(files.TEXT, files.XLSX))
    table = read_table(files.file_path(kept.sha256), kept.media_type)
    batch = Batch.objects.create(
        target=target.code, file=kept, name=name[:200], user=act.user, rows=len(table.rows)
    )
    BatchColumn.objects.bulk_create(
        BatchColumn(batch=batch, place=place, head=head[:200], key=key)
        for place, (head, key) in enumerate(
            zip(table.heads, guess_columns(target, table.heads), strict=True)
        )
    )
    act.note(batch, new={"target": target.code, "file": kept.sha256, "rows": len(table.rows)})
    return batch


@verb("imports.map_columns")
def map_columns(act: Act, batch: Batch, *, keys: Mapping[int, str]) -> Batch:
    """Say which column of the file is which; then look at the rows. Raises InvalidInput.

    The keys of ``InvalidInput`` are ``column-<place>`` and "".
    """
    target = TARGETS[batch.target]
    faults: dict[str, StrOrPromise] = {}
    used: dict[str, int] = {}
    for place, key in keys.items():
        if key and target.column(key) is None:
            faults[f"column-{place}"] = _("Choose one of the columns that are offered.")
        elif key and key in used:
            faults[f"column-{place}"] = _("Two columns cannot be the same: choose another.")
        elif key:
            used[key] = place
    missing = [each.label for each in target.columns if each.required and each.key not in used]
    if missing and not faults:
        names = comma().join(str(each) for each in missing)
        faults[""] = str(_("These columns must be there: %(names)s.")) % {"names": names}
    if faults:
        raise InvalidInput(faults)
    moved = BATCH.move(batch, act.verb)
    batch.columns.update(key="")
    for place, key in keys.items():
        batch.columns.filter(place=place).update(key=key)
    _preview(act.actor, batch)
    act.note(batch, old=moved["old"], new={**moved["new"], "columns": used})
    return batch


def _preview(actor: Actor, batch: Batch) -> None:
    """Look at the first rows, and keep what would come of them, so that the page costs nothing."""
    counted = rows.preview_rows(actor, batch, PREVIEW_ROWS)
    batch.faults.all().delete()
    BatchFault.objects.bulk_create(counted.faults)
    for key in COUNTS:
        setattr(batch, key, getattr(counted, key))
    batch.save(update_fields=[*COUNTS])


@verb("imports.start_import")
def start_import(act: Act, batch: Batch) -> Batch:
    """Begin to take the rows in; it goes on in the background. Raises WrongState if it was begun."""
    moved = BATCH.move(batch, act.verb)
    batch.faults.all().delete()
    for key in COUNTS:  # until now they said what would come of it
        setattr(batch, key, 0)
    batch.save(update_fields=[*COUNTS])
    act.note(batch, **moved)
    return batch


@verb("imports.finish_import")
def finish_import(act: Act, batch: Batch) -> Batch:
    """End an import: all rows were looked at."""
    moved = BATCH.move(batch, act.verb)
    batch.ended_at = timezone.now()
    batch.save(update_fields=["ended_at"])
    counts = {key: getattr(batch, key) for key in COUNTS}
    act.note(batch, old=moved["old"], new={**moved["new"], **counts})
    return batch


@verb("imports.cancel_import")
def cancel_import(act: Act, batch: Batch) -> Batch:
    """Give an import up before it began: nothing was taken in."""
    act.note(batch, **BATCH.move(batch, act.verb))
    return batch
