"""Fills a database from the SQL script of a dump, whatever release of PostgreSQL wrote it.

The dump brings its own tables: a backup of an earlier version of Majlis has the tables of that version, and
migrations change them afterwards. Creating the tables by the migrations of this code and filling in the data
alone would refuse every older backup, and would need a superuser to put off the append-only triggers.

A script names settings and storage options that the server of another release may not know, such as
``SET transaction_timeout`` of release 17, or the option ``pg_attver`` that some builds write for every
column. They hold no data. pg_restore alone can only ignore all errors or none; so the script is run here, in
one transaction, and the server itself decides: such a statement runs within a savepoint, and is left out if
the server does not know the name. Every other error ends the restore.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import psycopg

ENTRY_PATTERN = re.compile(rb"-- (?:Data for )?Name: (.*?); Type: (.*?); Schema: .*\n")
COPY_PATTERN = re.compile(rb"COPY .* FROM stdin;\n")
SETTING_PATTERN = re.compile(rb"SET \w+ = .*;\n")
OPTION_PATTERN = re.compile(rb"ALTER TABLE ONLY .* ALTER COLUMN .* SET \(.*\);\n")
END_OF_COPY = b"\\.\n"
PSQL_COMMANDS = (b"\\restrict ", b"\\unrestrict ")  # they protect psql, which is not used here
COPY_BLOCK = 1 << 18  # bytes sent at once


def run_script(connection: psycopg.Connection, lines: Iterable[bytes]) -> list[str]:
    """Run the script of ``pg_restore --file=-``, and return the statements that were left out.

    ``connection`` is in no transaction; the caller commits, or rolls everything back. Extensions are not
    created: the owner of the tables may not do that, and the database has them already. Raises
    psycopg.Error.
    """
    left_out: list[str] = []
    pending: list[bytes] = []
    kind = name = b""
    reader = iter(lines)
    for line in reader:
        if (entry := ENTRY_PATTERN.fullmatch(line)) is not None:
            _execute(connection, pending)
            name, kind = entry[1], entry[2]
        elif _is_extension(kind, name) or line.startswith(PSQL_COMMANDS):
            continue
        elif not kind and SETTING_PATTERN.fullmatch(line):
            left_out += _try(connection, line, psycopg.errors.UndefinedObject)
        elif kind == b"TABLE" and OPTION_PATTERN.fullmatch(line):
            _execute(connection, pending)
            left_out += _try(connection, line, psycopg.errors.InvalidParameterValue)
        elif kind == b"TABLE DATA" and COPY_PATTERN.fullmatch(line):
            _execute(connection, pending)
            with connection.cursor() as cursor, cursor.copy(line) as copy:
                for block in _copy_blocks(reader):
                    copy.write(block)
        else:
            pending.append(line)
    _execute(connection, pending)
    return left_out


def _is_extension(kind: bytes, name: bytes) -> bool:
    return kind == b"EXTENSION" or (kind == b"COMMENT" and name.startswith(b"EXTENSION "))


def _execute(connection: psycopg.Connection, pending: list[bytes]) -> None:
    """Run the lines collected so far, as one or several statements, and forget them."""
    script = b"".join(pending)
    pending.clear()
    if script.strip():
        connection.execute(script)


def _try(
    connection: psycopg.Connection, statement: bytes, unknown: type[psycopg.Error]
) -> list[str]:
    """Run a statement; return it if it fails with the error of an unknown setting or option."""
    try:
        with connection.transaction():
            connection.execute(statement)
    except unknown:
        return [statement.decode("utf-8", "replace").strip()]
    return []


def _copy_blocks(reader: Iterator[bytes]) -> Iterator[bytes]:
    """The rows up to the end of the data, in blocks. Raises psycopg.DataError if there is no end."""
    block: list[bytes] = []
    size = 0
    for line in reader:
        if line == END_OF_COPY:
            yield b"".join(block)
            return
        block.append(line)
        size += len(line)
        if size >= COPY_BLOCK:
            yield b"".join(block)
            block, size = [], 0
    raise psycopg.DataError("the data of a table have no end")
