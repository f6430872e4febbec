"""Each database belongs to a demonstration or to a real site, and to servers with one secret key."""

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

    kinds = _recorded_kinds()
    with connection.cursor() as cursor:
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


def refuse_command_for_other_kind(configuration: Configuration) -> None:
    """Refuse to run a command for one kind of site on the database of the other. Raises SiteError."""
    kinds = _recorded_kinds()
    if kinds and kinds != [configuration.name]:
        ours, theirs = _kind_name(configuration.name), _kind_name(kinds[0])
        raise SiteError(
            f"The database contains {theirs}, but the command is for {ours}.",
            "Add --real to the command."
            if configuration.demo
            else "Leave out --real and MAJLIS_DEMO=0.",
        )


def _recorded_kinds() -> list[str]:
    """The kind of site in the database; none in a database without a mark."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s) is not null", [INSTALLATION_TABLE])
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(f"select kind from {INSTALLATION_TABLE}")
        return [row[0] for row in cursor.fetchall()]


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


def key_fingerprint(key: str) -> str:
    """A keyed hash of a fixed text, by which two keys can be compared; the key cannot be computed from it."""
    from django.utils.crypto import salted_hmac

    return salted_hmac(
        "majlis.site.installation", "key", secret=key, algorithm="sha256"
    ).hexdigest()


def has_other_key(configuration: Configuration) -> bool:
    """Whether the database belongs to servers with a key that is neither configured nor named as an old one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from pg_attribute where attrelid = to_regclass(%s)"
            " and attname = 'key_fingerprint' and not attisdropped)",
            [INSTALLATION_TABLE],
        )
        if not cursor.fetchone()[0]:
            return False  # a database of an earlier release, or an empty one
        cursor.execute(f"select key_fingerprint from {INSTALLATION_TABLE}")
        stored = {row[0] for row in cursor.fetchall()} - {""}
    keys = (configuration.secret_key(), *configuration.old_secret_keys)
    return not stored <= {key_fingerprint(key) for key in keys}


def refuse_other_key(configuration: Configuration) -> None:
    """Refuse a database of servers with another secret key. Raises SiteError.

    This server would not know their sessions and links, and could not read their encrypted secrets.
    """
    if has_other_key(configuration):
        raise SiteError(
            "The database belongs to a site with another secret key.",
            "Set MAJLIS_SECRET_KEY to the key of that site, which is in the file secret_key of its "
            "data folder. If you have changed the key, name the earlier one in MAJLIS_OLD_SECRET_KEYS.",
        )


def record_kind(configuration: Configuration) -> None:
    """Mark the database with its kind and the fingerprint of its key, and the folder of files. Raises SiteError.

    Two servers with different keys that start at once on an empty database: the later one is refused.
    """
    from majlis.site.models import Installation

    if not Installation.objects.exists():
        Installation.objects.create(kind=configuration.name)
    known = ["", *(key_fingerprint(key) for key in configuration.old_secret_keys)]
    ours = key_fingerprint(configuration.secret_key())
    Installation.objects.filter(key_fingerprint__in=known).update(key_fingerprint=ours)
    refuse_other_key(configuration)
    mark_files_folder(configuration.files)


def _kind_name(kind: str) -> str:
    return "a demonstration" if kind == "demo" else "a real site"
