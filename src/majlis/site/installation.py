"""Each database belongs to a demonstration or to a real site, and never serves the other."""

from __future__ import annotations

from majlis.site.configuration import Configuration
from majlis.site.errors import SiteError
from majlis.site.files_folder import mark_files_folder

INSTALLATION_TABLE = "site_installation"
UNRELEASED_TABLE = "mandates_asking"
"""A table of the register as it was before its first release; its migration was written anew since."""
FOREIGN_TABLES = """
select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p')
and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
"""


def refuse_other_kind(configuration: Configuration) -> None:
    """Refuse a database that is of the other kind, or a stranger's. Raises SiteError."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s) is not null", [INSTALLATION_TABLE])
        kinds = []
        if cursor.fetchone()[0]:
            cursor.execute(f"select kind from {INSTALLATION_TABLE}")
            kinds = [row[0] for row in cursor.fetchall()]
        cursor.execute(FOREIGN_TABLES)
        tables = cursor.fetchone()[0]
    if kinds and kinds != [configuration.name]:
        ours, theirs = _kind_name(configuration.name), _kind_name(kinds[0])
        raise SiteError(
            f"The database contains {theirs}, and cannot be used to start {ours}.",
            "Data cannot be moved between the two. Give each a separate DATABASE_URL and "
            "MAJLIS_DATA.",
        )
    if tables and not kinds and configuration.demo and not configuration.own_cluster:
        raise SiteError(
            "The database of DATABASE_URL already contains tables, but a demonstration "
            "needs an empty one.",
            "Give it a separate database, or leave DATABASE_URL out.",
        )


def refuse_unreleased_register() -> None:
    """Refuse a database whose register of mandates was made by an unreleased version. Raises SiteError."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s) is not null", [UNRELEASED_TABLE])
        exists = cursor.fetchone()[0]
    if exists:
        raise SiteError(
            "The register of mandates in this database was created by an unreleased "
            "version and cannot be upgraded.",
            "Start with a new database: move the site's data folder away, or set another "
            "DATABASE_URL.",
        )


def is_recorded() -> bool:
    """Whether this database was marked as that of a site."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s) is not null", [INSTALLATION_TABLE])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(f"select exists (select from {INSTALLATION_TABLE})")
        return bool(cursor.fetchone()[0])


def record_kind(configuration: Configuration) -> None:
    """Mark the database and the folder of uploaded files, once. Raises SiteError for another folder."""
    from majlis.site.models import Installation

    if not Installation.objects.exists():
        Installation.objects.create(kind=configuration.name)
    mark_files_folder(configuration.files)


def _kind_name(kind: str) -> str:
    return "a demonstration" if kind == "demo" else "a real site"
