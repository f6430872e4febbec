"""Many files at once: readers in processes of their own, one writer, nothing read twice, nothing lost.

Every file is one import and its publication one transaction; what was published stays when the command ends, and the
same command goes on where it ended, for a file is known by its content.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import Error, IntegrityError, OperationalError, connection
from django.utils.translation import gettext_lazy as _

from majlis.commons.search.signals import deferred_indexing
from majlis.instruments.core.editing import ConcurrentCreation
from majlis.instruments.imports import actions, publish, working_copy
from majlis.instruments.imports.reader_pool import PendingRead, ReaderPool
from majlis.instruments.lifecycle import PUBLISHED, SET_ASIDE, UNREADABLE, WAITING
from majlis.instruments.models import Import, Version
from majlis.kernel import files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, WrongState

FILE_CHANGED = "The file changed meanwhile. Bring it in again."
MOST_WAITING = 32
"""Files that are read ahead of the writer."""
_LOCK_KEY = 0x6D616A6C
"""The key of the lock that a command holds as long as it is connected."""


@dataclass(frozen=True)
class BulkOptions:
    """How files are brought in: what is said of each beside what it says itself.

    ``keeping``: what stands around the keeping of a file, where that is another account's. ``explain``: a
    sentence for a defect of ours, so that the other files are still done; without it the defect is raised.
    """

    publish: bool = False
    language: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    keeping: Callable[[], AbstractContextManager[Any]] = nullcontext
    explain: Callable[[Exception], str] | None = None


@dataclass(frozen=True)
class FileOutcome:
    """What became of a file: ``official_language``, ``read_catalogue``, ``published`` or ``failed`` with its reason.

    ``state_badge``: of the import, where the file was known.
    """

    file: str
    status: str
    error: str = ""
    imported: int = 0
    versions: tuple[str, ...] = ()
    state: str = ""

    def as_dict(self) -> dict[str, Any]:
        """A line of output."""
        made: dict[str, Any] = {"file": self.file, "status": self.status}
        if self.imported:
            made["import"] = self.imported
        if self.state:
            made["state"] = self.state
        if self.versions:
            made["versions"] = list(self.versions)
        if self.error:
            made["error"] = self.error
        return made


@contextmanager
def single_run() -> Iterator[None]:
    """Let no second command bring files in meanwhile: both would bring in the same. Raises WrongState."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK_KEY])
        if not cursor.fetchone()[0]:
            raise WrongState(
                _("Another command is bringing texts in."),
                _("Wait until it has ended, and give this one again."),
            )
    try:
        yield
    finally:
        # Where the connection is gone the lock went with it, and why it is gone is what must be told.
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK_KEY])


def import_files(
    actor: Actor, paths: Iterable[Path], wanted: BulkOptions, jobs: int
) -> Iterator[FileOutcome]:
    """Bring files in, and publish them where that is wanted; one outcome for each, in their order."""
    waiting: deque[tuple[Path, str, PendingRead | None]] = deque()
    with ReaderPool(jobs) as readers:
        for path in paths:
            digest = _digest(path)
            known = (
                bool(digest) and _known_outcome(str(path), _import_of(digest), wanted) is not None
            )
            reading = None if known else readers.read(str(path), wanted.language)
            waiting.append((path, digest, reading))
            if len(waiting) > MOST_WAITING:
                yield _process_file(actor, *waiting.popleft(), wanted)
        while waiting:
            yield _process_file(actor, *waiting.popleft(), wanted)


def _digest(path: Path) -> str:
    """The SHA-256 of a file; empty where it is none, or cannot be opened."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _import_of(digest: str) -> Import | None:
    """The import of a file with this content: the published one, else the last that was not set aside."""
    found = Import.objects.select_related("file").defer("read", "now").order_by("-pk")
    rows = list(found.filter(file__sha256=digest).exclude(state=SET_ASIDE))
    return next((each for each in rows if each.state == PUBLISHED), rows[0] if rows else None)


def _known_outcome(name: str, found: Import | None, wanted: BulkOptions) -> FileOutcome | None:
    """The outcome of a file that was brought in before and with which nothing is to be done."""
    if found is None or found.state == UNREADABLE:
        return None
    if found.state == PUBLISHED:
        versions = Version.objects.filter(pk__in=found.destinations.values("result"))
        addresses = _addresses(versions.select_related("record"))
        return FileOutcome(name, "known", imported=found.pk, versions=addresses, state=found.state)
    if (wanted.publish or found.state == WAITING) and not _is_of_person(found):
        return None
    return FileOutcome(name, "known", imported=found.pk, state=found.state)


def _is_of_person(imported: Import) -> bool:
    """Whether a person brought it in or corrected it: nobody publishes that unseen."""
    return imported.user_id is not None or imported.corrections.exists()


def _process_file(
    actor: Actor, path: Path, digest: str, reading: PendingRead | None, wanted: BulkOptions
) -> FileOutcome:
    """Write one file that was read."""
    name = str(path)
    try:
        # Asked again: the same file may stand twice among the names of one command.
        begun = _import_of(digest) if digest else None
        known = _known_outcome(name, begun, wanted)
        if known is not None:
            return known
        if reading is None:
            raise WrongState()
        kept, fault = reading.result()
        if not digest or _digest(path) != digest:
            return FileOutcome(name, "failed", fault or FILE_CHANGED)
        try:
            return _import_file(actor, path, digest, begun, kept, fault, wanted)
        except (IntegrityError, ConcurrentCreation):
            # Somebody published meanwhile what has the same address, or cites the same text that is not kept.
            return _import_file(actor, path, digest, _import_of(digest), kept, fault, wanted)
    except Fault as refused:
        return FileOutcome(name, "failed", str(refused))
    except OperationalError:
        raise  # of the database, and not of this file
    except Exception as defect:
        if wanted.explain is None:
            raise
        return FileOutcome(name, "failed", wanted.explain(defect))


def _import_file(
    actor: Actor,
    path: Path,
    digest: str,
    begun: Import | None,
    kept: str,
    fault: str,
    wanted: BulkOptions,
) -> FileOutcome:
    name = str(path)
    imported = begun or _create_import(actor, path, digest, wanted)
    if fault:
        if imported.state == WAITING:
            actions.mark_import_unreadable(actor, imported, fault=fault)
        return FileOutcome(name, "failed", fault, imported.pk)
    if imported.state in (WAITING, UNREADABLE):
        imported = actions.read_import(actor, imported, text=working_copy.parse_text(kept))
    if not wanted.publish:
        return FileOutcome(name, "read", imported=imported.pk)
    if wanted.values:
        for row in imported.destinations.all():
            publish.set_destination(actor, imported, root=row.root, **wanted.values)
    with deferred_indexing():
        versions = publish.publish_import(actor, imported)
    return FileOutcome(name, "published", imported=imported.pk, versions=_addresses(versions))


def _create_import(actor: Actor, path: Path, digest: str, wanted: BulkOptions) -> Import:
    """A new import of a file, whose content is kept: the one that was read. Raises FormError."""
    with path.open("rb") as stream, wanted.keeping():
        file = files.store_file(stream, allowed=None)
    if file.sha256 != digest:
        raise Fault(FILE_CHANGED)
    # A name of the file system need not be text.
    named = path.name.encode("utf-8", "replace").decode("utf-8")
    return actions.upload_import(actor, name=named, file=file)


def _addresses(versions: Iterable[Version]) -> tuple[str, ...]:
    return tuple(each.record.address for each in versions)
