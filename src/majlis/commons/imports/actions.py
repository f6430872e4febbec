"""Verbs of imports. Each row is taken by the verb of its target, with its own rule and audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.commons.imports import running
from majlis.commons.imports.lifecycle import BATCH
from majlis.commons.imports.models import Batch, BatchColumn, BatchFault
from majlis.commons.imports.reading import read
from majlis.commons.imports.registry import TARGETS, Target
from majlis.kernel import files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Faulty, Words
from majlis.kernel.verbs import Act, may, verb

PREVIEWED = 500


def folded(head: str) -> str:
    """A head as it is compared: without case, space and signs."""
    return "".join(sign for sign in head.lower() if sign.isalnum())


def guessed(target: Target, heads: list[str]) -> list[str]:
    """Which column of the target each head most likely is; "" where nothing is alike. Each once."""
    names: dict[str, str] = {}
    for column in target.columns:
        for name in (column.key, str(column.label), *column.known_as):
            names.setdefault(folded(name), column.key)
    used: set[str] = set()
    found = []
    for head in heads:
        key = names.get(folded(head), "") if head else ""
        found.append("" if key in used else key)
        used.add(key)
    return found


@verb("imports.upload")
def upload(act: Act, target: Target, *, stream: IO[bytes], name: str) -> Batch:
    """Bring a table in: it is kept, read, and its columns are guessed. Raises Faulty (``file``)."""
    if not may(act.actor, target.verb):
        raise Faulty({"target": _("You may not import this. Choose something else.")})
    kept = files.keep(stream, allowed=(files.TEXT, files.XLSX))
    table = read(files.place(kept.sha256), kept.media_type)
    batch = Batch.objects.create(
        target=target.code, file=kept, name=name[:200], user=act.user, rows=len(table.rows)
    )
    BatchColumn.objects.bulk_create(
        BatchColumn(batch=batch, place=place, head=head[:200], key=key)
        for place, (head, key) in enumerate(
            zip(table.heads, guessed(target, table.heads), strict=True)
        )
    )
    act.note(batch, new={"target": target.code, "file": kept.sha256, "rows": len(table.rows)})
    return batch


@verb("imports.map_columns")
def map_columns(act: Act, batch: Batch, *, keys: Mapping[int, str]) -> Batch:
    """Say which column of the file is which; then look at the rows. Raises Faulty.

    The keys of ``Faulty`` are ``column-<place>`` and "".
    """
    target = TARGETS[batch.target]
    faults: dict[str, Words] = {}
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
        names = ", ".join(str(each) for each in missing)
        faults[""] = str(_("These columns must be there: %(names)s.")) % {"names": names}
    if faults:
        raise Faulty(faults)
    moved = BATCH.move(batch, act.verb)
    batch.columns.update(key="")
    for place, key in keys.items():
        batch.columns.filter(place=place).update(key=key)
    act.note(
        batch,
        old=moved["old"],
        new={**moved["new"], "columns": {key: place for key, place in used.items()}},
    )
    return batch


@verb("imports.start")
def start(act: Act, batch: Batch) -> Batch:
    """Begin to take the rows in; it goes on in the background. Raises WrongState if it was begun."""
    from majlis.commons.imports.tasks import run

    moved = BATCH.move(batch, act.verb)
    batch.faults.all().delete()
    act.note(batch, **moved)
    key, user = batch.pk, act.user.pk
    transaction.on_commit(lambda: run.enqueue(key, user))
    return batch


def take_in(actor: Actor, batch: Batch) -> None:
    """Take all rows in, each in a transaction of its own, so that what was taken stays if we are ended.

    Begun again after an end, rows that were taken are found the same.
    """
    batch.faults.all().delete()
    counts = dict.fromkeys(("made", "changed", "same", "left_out"), 0)
    for done, (_number, came, wrong) in enumerate(running.rows(actor, batch), 1):
        counts[came] += 1
        BatchFault.objects.bulk_create(wrong)
        if done % 25 == 0 or wrong:
            Batch.objects.filter(pk=batch.pk).update(looked_at=done, **counts)
    Batch.objects.filter(pk=batch.pk).update(looked_at=batch.rows, **counts)
    batch.refresh_from_db()
    finish(actor, batch)


@verb("imports.finish")
def finish(act: Act, batch: Batch) -> Batch:
    """End an import: all rows were looked at."""
    moved = BATCH.move(batch, act.verb)
    batch.ended_at = timezone.now()
    batch.save(update_fields=["ended_at"])
    counts = {key: getattr(batch, key) for key in ("made", "changed", "same", "left_out")}
    act.note(batch, old=moved["old"], new={**moved["new"], **counts})
    return batch


@verb("imports.give_up")
def give_up(act: Act, batch: Batch) -> Batch:
    """Give an import up before it began: nothing was taken in."""
    act.note(batch, **BATCH.move(batch, act.verb))
    return batch
