"""The folder of uploaded files belongs to one site, and all servers of the site share it.

A file in the folder holds the identity of the site, which its database has too. So a server notices that it
has another folder than the first one: a folder of its own, that of another site, or an empty folder where
the shared one should be mounted.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from majlis.site.configuration import Configuration
from majlis.site.errors import SiteError

if TYPE_CHECKING:
    import psycopg

MARKER_NAME = "majlis-site"


def mark_files_folder(folder: Path) -> None:
    """Mark the folder at the first start of a site; later, refuse another folder. Raises SiteError."""
    from django.db import transaction

    from majlis.site.models import Installation

    with transaction.atomic():
        # Locked: of two servers that start at the same time for the first time, one marks its folder.
        installation = Installation.objects.select_for_update().get()
        if installation.identity:
            if problem := marker_problem(folder, installation.identity):
                raise problem
            return
        identity = secrets.token_hex(16)
        try:
            if read_marker(folder):
                raise _of_another_site(folder)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_marker(folder, identity)
        except OSError as error:
            raise SiteError(
                f"The folder of uploaded files {folder} cannot be written: "
                f"{error.strerror or error}.",
                "Allow the account of the site to write to it, or set another one with MAJLIS_FILES.",
            ) from error
        installation.identity = identity
        installation.save(update_fields=["identity"])


def find_problem(folder: Path) -> SiteError | None:
    """Why a folder is not the one in which this site has its uploaded files; None if it is."""
    from majlis.site.models import Installation

    identity = Installation.objects.values_list("identity", flat=True).first()
    return marker_problem(folder, identity) if identity else None


def marker_problem(folder: Path, identity: str) -> SiteError | None:
    """Why a folder is not that of the site with this identity; None if it is."""
    try:
        marked = read_marker(folder)
    except OSError as error:
        return SiteError(
            f"The folder of uploaded files {folder} cannot be read: {error.strerror or error}.",
            "Mount it, and allow the account of the site to read and write it.",
        )
    if not marked:
        return SiteError(
            f"{folder} is not the folder in which this site has its uploaded files.",
            "Set MAJLIS_FILES to the folder that all servers share, or mount it there. If the "
            f"site has moved, and its files are here, write {identity} to {folder / MARKER_NAME}.",
        )
    return None if marked == identity else _of_another_site(folder)


def _of_another_site(folder: Path) -> SiteError:
    return SiteError(
        f"The folder of uploaded files {folder} belongs to another site.",
        "Set MAJLIS_FILES to the folder of this site.",
    )


def read_marker(folder: Path) -> str:
    """The identity in a folder; empty if there is none. Raises OSError."""
    try:
        return (folder / MARKER_NAME).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return ""


def write_marker(folder: Path, identity: str) -> None:
    """Write the identity into a folder, for good. Raises OSError."""
    descriptor = os.open(folder / MARKER_NAME, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{identity}\n")
        file.flush()
        os.fsync(file.fileno())


def write_restored_marker(configuration: Configuration, cursor: psycopg.Cursor) -> None:
    """Mark the folder of a restored site with the identity in its database, which an old one does not have."""
    cursor.execute("select to_jsonb(i) ->> 'identity' from site_installation i")
    row = cursor.fetchone()
    if row and row[0]:
        write_marker(configuration.files, row[0])
