"""The script of a dump of any release fills the database; only what the server does not know is left out."""

from __future__ import annotations

import io
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection as django_connection

from majlis.site.restore_script import run_script

pytestmark = pytest.mark.django_db

SCRIPT = rb"""--
-- PostgreSQL database dump
--

\restrict aWordThatIsDifferentEachTime

SET statement_timeout = 0;
SET a_timeout_of_release_99 = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);

--
-- Name: vector; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION not_here;

--
-- Name: EXTENSION vector; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON EXTENSION not_here IS 'as a superuser only';

SET default_tablespace = '';

--
-- Name: restored_guard(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.restored_guard() RETURNS integer
    LANGUAGE plpgsql
    AS $$
begin
  perform 1; -- a semicolon; and a line that looks like a setting:
SET search_path = public;
  return 1;
end $$;


--
-- Name: restored; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.restored (
    id bigint NOT NULL,
    words text
);
ALTER TABLE ONLY public.restored ALTER COLUMN id SET (pg_attver=3);
ALTER TABLE ONLY public.restored ALTER COLUMN id SET (n_distinct=5);


--
-- Data for Name: restored; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.restored (id, words) FROM stdin;
1	-- Name: x; Type: TABLE; Schema: y; Owner: z
2	\\.
3	two\\nlines \xd9\x85\xd8\xac\xd9\x84\xd8\xb3
\.


--
-- Name: restored restored_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.restored
    ADD CONSTRAINT restored_pkey PRIMARY KEY (id);

\unrestrict aWordThatIsDifferentEachTime

"""


@pytest.fixture
def connection() -> Iterator[psycopg.Connection]:
    """A connection of which nothing remains."""
    parameters = django_connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with (
        psycopg.connect(
            **{name: parameters[name] for name in names if parameters.get(name)}, autocommit=True
        ) as made,
        made.transaction(force_rollback=True),
    ):
        yield made


def test_unknown_settings_and_options_are_left_out_and_all_data_restored(
    connection: psycopg.Connection,
) -> None:
    left_out = run_script(connection, io.BytesIO(SCRIPT))
    assert left_out == [
        "SET a_timeout_of_release_99 = 0;",
        "ALTER TABLE ONLY public.restored ALTER COLUMN id SET (pg_attver=3);",
    ]
    rows = connection.execute("select id, words from public.restored order by id").fetchall()
    assert rows == [
        (1, "-- Name: x; Type: TABLE; Schema: y; Owner: z"),
        (2, "\\."),
        (3, "two\\nlines مجلس"),
    ]
    assert connection.execute(
        "select attoptions from pg_attribute where attrelid = 'public.restored'::regclass "
        "and attname = 'id'"
    ).fetchone() == (["n_distinct=5"],)
    assert connection.execute("select public.restored_guard()").fetchone() == (1,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"words text\n", b"words not_a_type\n"),
        (b"SET client_encoding = 'UTF8'", b"SET client_encoding = 'UTF9'"),
        (b"ADD CONSTRAINT", b"ADD CONSTRAIN"),
        (b"1\t--", b"one\t--"),
        (b"\n\\.\n", b"\n"),
        (b"2\t", b"1\t"),
    ],
    ids=["type", "encoding", "syntax", "data", "no end", "key"],
)
def test_every_other_error_ends_the_restore(
    connection: psycopg.Connection, old: bytes, new: bytes
) -> None:
    assert old in SCRIPT
    with pytest.raises(psycopg.Error), connection.transaction():
        run_script(connection, io.BytesIO(SCRIPT.replace(old, new)))
