"""Everything that a database holds, to compare it with another one."""

from __future__ import annotations

from typing import Any

import psycopg

# (what it is, the query): each gives rows of text, in an order that does not depend on the database.
SCHEMA_QUERIES = {
    "triggers": "select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled::text "
    "from pg_trigger where not tgisinternal order by 1, 2",
    # without their conditions, which PostgreSQL words anew each time that it reads them
    "constraints": "select conrelid::regclass::text, conname, contype::text, "
    "case contype when 'c' then '' else pg_get_constraintdef(oid) end "
    "from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2",
    "indexes": "select indexrelid::regclass::text, indrelid::regclass::text, indisunique, "
    "regexp_replace(pg_get_indexdef(indexrelid), ' WHERE .*', '') "
    "from pg_index where not indrelid::regclass::text ~ '^pg_' order by 1",
    "columns": "select table_name, column_name, data_type, column_default, is_nullable "
    "from information_schema.columns where table_schema = 'public' order by 1, 2",
    "sequences": "select sequencename, coalesce(last_value, 0)::text from pg_sequences order by 1",
    "owners": "select tablename, tableowner from pg_tables where schemaname = 'public' order by 1",
    "rights": "select table_name, grantee, privilege_type from information_schema.table_privileges "
    "where table_schema = 'public' and grantee like 'majlis%' order by 1, 2, 3",
    "functions": "select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace "
    "and not exists (select from pg_depend d where d.objid = pg_proc.oid and d.deptype = 'e') "
    "order by 1",
    "extensions": "select extname, extversion from pg_extension order by 1",
}


def database_contents(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table as text, and the shape of the database: triggers, keys, rights."""
    held: dict[str, list[tuple[Any, ...]]] = {}
    with psycopg.connect(url) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        tables = connection.execute(
            "select quote_ident(tablename) from pg_tables where schemaname = 'public' order by 1"
        ).fetchall()
        for (table,) in tables:
            rows = connection.execute(f'select t::text from {table} t order by t::text collate "C"')
            held[f"rows of {table}"] = rows.fetchall()
        for name, query in SCHEMA_QUERIES.items():
            held[name] = connection.execute(query).fetchall()
    return held
