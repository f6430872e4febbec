"""Many files at once: readers in processes of their own, one writer, nothing read twice, nothing lost.

Every file is one import and its publication one transaction; what was published stays when the command ends, and the
same command goes on where it ended, for a file is known by its content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from majlis.instruments import actions, working
from majlis.instruments.lifecycle import PUBLISHED, READ, SET_ASIDE, UNREADABLE, WAITING
from majlis.instruments.models import Import, Version
from majlis.instruments.reader import read_file
from majlis.kernel import files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault
from majlis.kernel.models import StoredFile

AHEAD = 32
"""Files that are read ahead of the writer."""


@dataclass(frozen=True)
class Wanted:
    """How files are brought in: what is said of each beside what it says itself."""

    publish: bool = False
    language: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of a file: ``known``, ``read``, ``published`` or ``failed`` with its reason."""

    file: str
    status: str
    error: str = ""
    imported: int = 0
    versions: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """A line of output."""
        made: dict[str, Any] = {"file": self.file, "status": self.status}
        if self.imported:
            made["import"] = self.imported
        if self.versions:
            made["versions"] = list(self.versions)
        if self.error:
            made["error"] = self.error
        return made


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, and those in folders, in the order of their names; hidden ones are left out."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for each in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
            if each.is_file() and not hidden:
                yield each


def bring(actor: Actor, paths: Iterable[Path], wanted: Wanted, jobs: int) -> Iterator[Outcome]:
    """Bring files in, and publish them where that is wanted; one outcome for each, in their order."""
    waiting: list[tuple[Path, str, Future[tuple[str, str]] | None]] = []
    # Fresh processes: a copy of this one would share its connection to the database.
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
        for path in paths:
            digest = _digest(path)
            done = bool(digest) and _import_of(digest, (PUBLISHED,)) is not None
            reading = None if done else pool.submit(read_file, str(path), wanted.language)
            waiting.append((path, digest, reading))
            if len(waiting) > AHEAD:
                yield _written(actor, *waiting.pop(0), wanted)
        while waiting:
            yield _written(actor, *waiting.pop(0), wanted)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _import_of(digest: str, states: tuple[str, ...]) -> Import | None:
    return (
        Import.objects.select_related("file")
        .filter(file__sha256=digest, state__in=states)
        .order_by("-pk")
        .first()
    )


def _written(
    actor: Actor,
    path: Path,
    digest: str,
    reading: Future[tuple[str, str]] | None,
    wanted: Wanted,
) -> Outcome:
    """Write one file that was read."""
    name = str(path)
    if reading is None:
        return _known(name, digest)
    kept, fault = reading.result()
    if not digest:
        return Outcome(name, "failed", fault)
    # The same file may stand twice among the names of one command.
    if _import_of(digest, (PUBLISHED,)) is not None:
        return _known(name, digest)
    try:
        imported = _brought(actor, path, digest)
        if fault:
            if imported.state == WAITING:
                actions.refuse_import(actor, imported, fault=fault)
            return Outcome(name, "failed", fault, imported.pk)
        if imported.state in (WAITING, UNREADABLE):
            imported = actions.read_import(actor, imported, text=working.text_from(kept))
        if not wanted.publish:
            return Outcome(name, "read", imported=imported.pk)
        if wanted.values:
            for row in imported.destinations.all():
                actions.destine(actor, imported, root=row.root, **wanted.values)
        versions = actions.publish(actor, imported)
    except Fault as refused:
        return Outcome(name, "failed", str(refused))
    return Outcome(name, "published", imported=imported.pk, versions=_addresses(versions))


def _brought(actor: Actor, path: Path, digest: str) -> Import:
    """The import of a file: one that was begun before, else a new one."""
    begun = _import_of(digest, (WAITING, READ, UNREADABLE))
    if begun is not None:
        return begun
    file = StoredFile.objects.filter(sha256=digest).first()
    if file is None or not files.place(digest).exists():
        with path.open("rb") as stream:
            file = files.keep(stream, allowed=None)
    return actions.bring_in(actor, name=path.name, file=file)


def _known(name: str, digest: str) -> Outcome:
    found = _import_of(digest, (PUBLISHED, READ, SET_ASIDE))
    assert found is not None
    versions = Version.objects.filter(pk__in=found.destinations.values("result"))
    return Outcome(
        name, "known", imported=found.pk, versions=_addresses(versions.select_related("record"))
    )


def _addresses(versions: Iterable[Version]) -> tuple[str, ...]:
    return tuple(each.record.address for each in versions)
