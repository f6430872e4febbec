"""The privileges of the application's database role, which uses the tables but does not own them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from majlis.site.configuration import Configuration

if TYPE_CHECKING:
    import psycopg
    from django.db.backends.utils import CursorWrapper

# Guarded tables are found by their trigger, so that no list can be out of date.
GUARDED_TABLES = """
select c.oid::regclass::text from pg_class c where c.relkind in ('r', 'p') and exists (
  select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
  where t.tgrelid = c.oid and p.proname = 'kernel_refuse_change' and not t.tgisinternal)
"""
FORBIDDEN_PRIVILEGES = ("update", "delete", "truncate", "trigger")


def role_of(url: str) -> str:
    """The role in a database URL."""
    return unquote(urlsplit(url).username or "")


def grant_privileges(configuration: Configuration) -> None:
    """Grant the application's role the use of all tables; on guarded ones only select and insert.

    Run it as the owner after migrations. It does nothing if both roles are the same.
    """
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        grant_with(cursor, configuration)


def grant_with(cursor: CursorWrapper | psycopg.Cursor, configuration: Configuration) -> None:
    """The same, in the owner's transaction of this cursor."""
    role = second_role(configuration)
    if not role:
        return
    name = '"' + role.replace('"', '""') + '"'
    for statement in (
        f"grant usage on schema public to {name}",
        f"revoke all on all tables in schema public from {name}",
        f"grant select, insert, update, delete on all tables in schema public to {name}",
        f"grant usage, select on all sequences in schema public to {name}",
    ):
        cursor.execute(statement)
    cursor.execute(GUARDED_TABLES)
    for (table,) in cursor.fetchall():
        cursor.execute(f"revoke update, delete on {table} from {name}")
    cursor.execute(f"revoke insert, update, delete on django_migrations from {name}")


def second_role(configuration: Configuration) -> str:
    """The application's role; "" if it owns the tables too."""
    role = role_of(configuration.database_url)
    return "" if role == role_of(configuration.owner_url) else role


@dataclass(frozen=True)
class ExcessPrivilege:
    """A privilege that the application's role has, but should not have."""

    role: str
    what: str


def excess_privileges() -> list[ExcessPrivilege]:
    """The privileges by which the role of the present connection could change the audit."""
    from django.db import connection

    excess = []
    with connection.cursor() as cursor:
        cursor.execute("select current_user, rolsuper from pg_roles where rolname = current_user")
        role, superuser = cursor.fetchone()
        if superuser:
            excess.append(ExcessPrivilege(role, "is a superuser"))
        cursor.execute(GUARDED_TABLES)
        tables = [row[0] for row in cursor.fetchall()]
        if not tables:
            excess.append(ExcessPrivilege(role, "finds no protection on the audit log"))
        for table in tables:
            for right in FORBIDDEN_PRIVILEGES:
                cursor.execute("select has_table_privilege(current_user, %s, %s)", [table, right])
                if cursor.fetchone()[0] and not superuser:
                    excess.append(ExcessPrivilege(role, f"may {right} {table}"))
            cursor.execute(
                "select pg_has_role(current_user, relowner, 'member') from pg_class "
                "where oid = %s::regclass",
                [table],
            )
            if cursor.fetchone()[0] and not superuser:
                excess.append(ExcessPrivilege(role, f"owns {table}"))
    return excess
