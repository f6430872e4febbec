"""Bulk import: files are read in processes of their own, and written by one process.

Every file is one import, and its publication one transaction. What was published stays when the
command stops; the same command resumes there, as files are identified by their content.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import IntegrityError, OperationalError, connection
from django.utils.translation import gettext_lazy as _

from majlis.commons.search.signals import deferred_indexing
from majlis.instruments.core.editing import ConcurrentCreation
from majlis.instruments.imports import actions, publish, working_copy
from majlis.instruments.imports.reader_pool import PendingRead, ReaderPool
from majlis.instruments.imports.targets import DestinationValues
from majlis.instruments.lifecycle import PUBLISHED, SET_ASIDE, UNREADABLE, WAITING
from majlis.instruments.models import Import, Version
from majlis.kernel import files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, WrongState
from majlis.kernel.json_types import JSON

FILE_CHANGED = "The file changed during the import. Import it again."
MOST_WAITING = 32
"""Most files that are read ahead of the writer."""
_LOCK_KEY = 0x6D616A6C
"""The key of the advisory lock that a bulk import holds until it ends."""


@dataclass(frozen=True)
class BulkOptions:
    """Options of a bulk import.

    ``values`` are destination fields for every file. ``explain`` gives the message for an unexpected
    exception, so that the other files go on; without it the exception is raised.
    """

    publish: bool = False
    language: str = ""
    values: DestinationValues = field(default_factory=lambda: DestinationValues())
    explain: Callable[[Exception], str] | None = None


@dataclass(frozen=True)
class FileOutcome:
    """The outcome of a file: ``known``, ``read``, ``published``, or ``failed`` with its error.

    ``state`` is that of the import, where the file was known.
    """

    file: str
    status: str
    error: str = ""
    imported: int = 0
    versions: tuple[str, ...] = ()
    state: str = ""

    def as_dict(self) -> dict[str, JSON]:
        """The outcome for a line of output."""
        line: dict[str, JSON] = {"file": self.file, "status": self.status}
        if self.imported:
            line["import"] = self.imported
        if self.state:
            line["state"] = self.state
        if self.versions:
            line["versions"] = list(self.versions)
        if self.error:
            line["error"] = self.error
        return line


@contextmanager
def single_run() -> Iterator[None]:
    """Exclude a second bulk import at the same time by a lock. Raises WrongState.

    The lock belongs to a transaction of a connection of its own, because each publication is a transaction of
    the other, and a pooler may give the next transaction to another session of the database.
    """
    holder = connection.copy()
    try:
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK_KEY])
            if not cursor.fetchone()[0]:
                raise WrongState(
                    _("Another command is importing texts."),
                    _("Wait until it ends, then run this command again."),
                )
        yield
    finally:
        holder.close()  # ends the transaction, and with it the lock


def import_files(
    actor: Actor, paths: Iterable[Path], options: BulkOptions, jobs: int
) -> Iterator[FileOutcome]:
    """Import files, and publish them if the options say so; one outcome for each, in order."""
    waiting: deque[tuple[Path, str, PendingRead | None]] = deque()
    with ReaderPool(jobs) as readers:
        for path in paths:
            digest = _digest(path)
            known = (
                bool(digest) and _known_outcome(str(path), _import_of(digest), options) is not None
            )
            reading = None if known else readers.read(str(path), options.language)
            waiting.append((path, digest, reading))
            if len(waiting) > MOST_WAITING:
                yield _process_file(actor, *waiting.popleft(), options)
        while waiting:
            yield _process_file(actor, *waiting.popleft(), options)


def _digest(path: Path) -> str:
    """The SHA-256 of a file; empty where it is not a file or cannot be opened."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _import_of(digest: str) -> Import | None:
    """The import of a file with this content: the published one, else the last not set aside."""
    imports = Import.objects.select_related("file").defer("read", "now").order_by("-pk")
    rows = list(imports.filter(file__sha256=digest).exclude(state=SET_ASIDE))
    return next((each for each in rows if each.state == PUBLISHED), rows[0] if rows else None)


def _known_outcome(name: str, imported: Import | None, options: BulkOptions) -> FileOutcome | None:
    """The outcome of a file that was imported before and needs nothing more; else None."""
    if imported is None or imported.state == UNREADABLE:
        return None
    if imported.state == PUBLISHED:
        versions = Version.objects.filter(pk__in=imported.destinations.values("result"))
        addresses = _addresses(versions.select_related("record"))
        return FileOutcome(
            name, "known", imported=imported.pk, versions=addresses, state=imported.state
        )
    if (options.publish or imported.state == WAITING) and not _is_of_person(imported):
        return None
    return FileOutcome(name, "known", imported=imported.pk, state=imported.state)


def _is_of_person(imported: Import) -> bool:
    """Whether a person uploaded or corrected it: such an import is not published in bulk."""
    return imported.user_id is not None or imported.corrections.exists()


def _process_file(
    actor: Actor, path: Path, digest: str, reading: PendingRead | None, options: BulkOptions
) -> FileOutcome:
    """Import one file that was read; gives its outcome."""
    name = str(path)
    try:
        # Checked again: one command may name the same file twice.
        started = _import_of(digest) if digest else None
        known = _known_outcome(name, started, options)
        if known is not None:
            return known
        if reading is None:
            raise WrongState()
        serialized, fault = reading.result()
        if not digest or _digest(path) != digest:
            return FileOutcome(name, "failed", fault or FILE_CHANGED)
        try:
            return _import_file(actor, path, digest, started, serialized, fault, options)
        except (IntegrityError, ConcurrentCreation):
            # A concurrent transaction took the same address, or created the same stub.
            return _import_file(actor, path, digest, _import_of(digest), serialized, fault, options)
    except Fault as refused:
        return FileOutcome(name, "failed", str(refused))
    except OperationalError:
        raise  # a fault of the database, not of this file
    except Exception as defect:
        if options.explain is None:
            raise
        return FileOutcome(name, "failed", options.explain(defect))


def _import_file(
    actor: Actor,
    path: Path,
    digest: str,
    started: Import | None,
    serialized: str,
    fault: str,
    options: BulkOptions,
) -> FileOutcome:
    name = str(path)
    imported = started or _create_import(actor, path, digest, options)
    if fault:
        if imported.state == WAITING:
            actions.mark_import_unreadable(actor, imported, fault=fault)
        return FileOutcome(name, "failed", fault, imported.pk)
    if imported.state in (WAITING, UNREADABLE):
        imported = actions.read_import(actor, imported, text=working_copy.parse_text(serialized))
    if not options.publish:
        return FileOutcome(name, "read", imported=imported.pk)
    if options.values:
        for row in imported.destinations.all():
            publish.set_destination(actor, imported, root=row.root, **options.values)
    with deferred_indexing():
        versions = publish.publish_import(actor, imported)
    return FileOutcome(name, "published", imported=imported.pk, versions=_addresses(versions))


def _create_import(actor: Actor, path: Path, digest: str, options: BulkOptions) -> Import:
    """Store the file and create its import. Raises Fault where the file changed since it was read."""
    with path.open("rb") as stream:
        file = files.store_file(stream, allowed=None)
    if file.sha256 != digest:
        raise Fault(FILE_CHANGED)
    # File names need not be valid UTF-8.
    file_name = path.name.encode("utf-8", "replace").decode("utf-8")
    return actions.upload_import(actor, name=file_name, file=file)


def _addresses(versions: Iterable[Version]) -> tuple[str, ...]:
    return tuple(each.record.address for each in versions)
