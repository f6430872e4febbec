"""The processor time of a visitor's pages among many mandates, while somebody writes once a second.

Pages are asked for one after the other, at 5 a second, each kind in turn and in three languages; the processor time
between two of them, of the server's processes and of their connections to PostgreSQL, is that of the page. The writes
are those of an ordinary day: a session, a comment, a decision on a finding, a mandate; their own connection is not counted.
The yardsticks, measured in the same run: the rows of the page in plain SQL, on a connection of their own, and a bare
Django view that shows one count, on the same server.

``python bench/mandates_writes.py 20000 120`` fills the register with so many mandates and asks for so many seconds; a
run of all rooms takes fewer.
"""

from __future__ import annotations

import http.client
import os
import random
import statistics
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg
from instruments_load import server
from mandates_load import ACTORS, mandates
from measuring import Row, row
from served import database
from shelves import fill

_ALONE = __name__ == "__main__" and len(sys.argv) == 3
MANDATES = int(sys.argv[1]) if _ALONE else 2000
SECONDS = int(sys.argv[2]) if _ALONE else 40
MANDATES_PER_TEXT = 18
RATE = 5
FINDINGS = 600
AIM = 50
"""Milliseconds of processor time that a page may take, in server and database together."""
LANGUAGES = ("en", "fr", "ar")
SQL_ROWS = """
SELECT m.number, m.due, m.progress, r.address, i.symbol, w.text
FROM mandates_mandate m
JOIN kernel_record r ON r.id = m.record_id
JOIN instruments_instrument i ON i.record_id = m.instrument_id
LEFT JOIN mandates_mandatesource s ON s.id = m.source_id
LEFT JOIN instruments_provisionwording w ON w.provision_id = s.provision_id AND w.language = 'en'
WHERE m.legal_status = 'in_force' AND r.access = 'public'
"""
SQL = {
    "home": """SELECT progress, count(*), count(*) FILTER (WHERE overdue_from < current_date)
        FROM mandates_mandate WHERE legal_status = 'in_force' GROUP BY progress""",
    "register": SQL_ROWS + " ORDER BY m.due LIMIT 25",
    "register by entity": SQL_ROWS
    + """AND EXISTS (SELECT FROM mandates_addressee a JOIN mandates_entity e ON e.record_id = a.entity_id
        WHERE a.source_id = m.source_id AND e.slug = 'keeper-7') ORDER BY m.due LIMIT 25""",
    "calendar": SQL_ROWS + " AND m.due >= current_date ORDER BY m.due LIMIT 200",
    "mandate": SQL_ROWS + " AND m.number = 77",
    "texts": """SELECT i.slug, i.symbol, w.text FROM instruments_instrument i
        LEFT JOIN kernel_wording w ON w.record_id = i.record_id AND w.language = 'en' AND w.field = 'title'
        WHERE i.held ORDER BY w.sort_key LIMIT 25""",
}


def measure() -> list[Row]:
    """The processor time of each kind of page, of the server and of the database, beside the two yardsticks."""
    os.environ["MAJLIS_DEMO"] = "0"  # the front page of a demonstration has more to show
    with database() as folder:
        fill(max(40, MANDATES // MANDATES_PER_TEXT))
        mandates(MANDATES)
        writes = Writes()
        rng = random.Random(3)
        warm = list(pages(rng, 8 * len(SQL)))
        asked = list(pages(rng, RATE * SECONDS))
        plain = {kind: median_sql(statement) for kind, statement in SQL.items()}
        with server() as (port, process):
            measure_pages(port, Counter(folder, process), warm)
            load = os.getloadavg()[0]
            with writes.running() as writer:
                counter = Counter(folder, process, writer)
                spent = measure_pages(port, counter, asked)
        with bare_server() as (port, process):
            counter = Counter(folder, process)
            measure_pages(port, counter, [("bare", "/en/")] * 10)
            bare = measure_pages(port, counter, [("bare", "/en/")] * 40)["bare"]
        return rows(spent, plain, sum(part[0] for part in bare) / len(bare), load)


def rows(
    spent: dict[str, list[tuple[float, float]]], plain: dict[str, float], bare: float, load: float
) -> list[Row]:
    """The table: a kind of page beside the aim, its parts, and what the yardsticks take."""
    from majlis.mandates.models import Mandate

    result = []
    everything = [part for parts in spent.values() for part in parts]
    for name, parts in (("any page", everything), *spent.items()):
        total = statistics.mean(part[0] for part in parts)
        base = statistics.mean(part[1] for part in parts)
        result += [
            row(f"{name}: server and database (yardstick: the aim)", total, "ms", AIM),
            row("  the same (yardstick: a bare view of one count)", total, "ms", bare),
        ]
        if name in plain:
            result.append(
                row("  database (yardstick: its rows in plain SQL)", base, "ms", plain[name])
            )
        else:
            result.append(row("  database", base, "ms"))
    result.append(
        row(f"mandates, at {RATE} pages and one write a second", Mandate.objects.count(), "")
    )
    result.append(row("processes that wanted a core before (load average)", load, ""))
    return result


class Counter:
    """Counts the processor time of a server's processes and of all connections to the database but the writer's."""

    def __init__(self, folder: Path, server: int, writer: int = 0) -> None:
        self.server = psutil.Process(server)
        self.database = psutil.Process(int((folder / "pg/postmaster.pid").read_text().split()[0]))
        self.ignored = {writer}

    def milliseconds(self) -> tuple[float, float]:
        """Of the server, and of the database, until now."""
        server = [self.server, *self.server.children(recursive=True)]
        own = [one for one in self.database.children() if one.pid not in self.ignored]
        return sum(map(_milliseconds, server)), sum(map(_milliseconds, own))


def _milliseconds(process: psutil.Process) -> float:
    """The processor time of a process until now, with that of its threads that have ended; 0 if it has ended.

    Each request has a thread of its own, so that the times of the threads that are there would not do. Linux numbers
    the clock of a process by its id.
    """
    with suppress(OSError):
        return time.clock_gettime_ns((~process.pid << 3) | 2) / 1e6
    return 0.0


def measure_pages(
    port: int, counter: Counter, asked: Sequence[tuple[str, str]]
) -> dict[str, list[tuple[float, float]]]:
    """Kind -> processor time of each of its pages: of server and database together, and of the database."""
    spent: dict[str, list[tuple[float, float]]] = defaultdict(list)
    start = time.monotonic()
    before = counter.milliseconds()
    for number, (kind, address) in enumerate(asked):
        time.sleep(max(0.0, start + number / RATE - time.monotonic()))
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = line.getresponse()
        answer.read()
        line.close()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} for {address}")
        after = counter.milliseconds()
        server, base = after[0] - before[0], after[1] - before[1]
        spent[kind].append((server + base, base))
        before = after
    return dict(spent)


def pages(rng: random.Random, count: int) -> Iterator[tuple[str, str]]:
    """Kind of a page and its address, ``count`` times: all kinds in turn, the language with each round."""
    kinds: dict[str, Callable[[], str]] = {
        "home": lambda: "",
        "register": lambda: "mandates/",
        "register by entity": lambda: f"mandates/?entity=keeper-{rng.randrange(ACTORS)}",
        "calendar": lambda: "mandates/calendar/",
        "mandate": lambda: f"mandates/M-{rng.randrange(1, MANDATES // 2):04}/",
        "texts": lambda: "texts/",
    }
    for number, (kind, address) in zip(range(count), cycle(kinds.items()), strict=False):
        yield kind, f"/{LANGUAGES[number // len(kinds) % len(LANGUAGES)]}/{address()}"


def median_sql(statement: str, runs: int = 15) -> float:
    """The milliseconds of the processor that the database takes for a statement, the median of some runs."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        process = psutil.Process(connection.info.backend_pid)
        times = []
        for _ in range(runs + 3):
            before = _milliseconds(process)
            connection.execute(statement).fetchall()
            times.append(_milliseconds(process) - before)
        return statistics.median(times[3:])


@contextmanager
def bare_server() -> Iterator[tuple[int, int]]:
    """The site's server with the page of ``baresite`` alone."""
    kept = dict(os.environ)
    os.environ["DJANGO_SETTINGS_MODULE"] = "baresite"
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(Path(__file__).parent), kept.get("PYTHONPATH", "")])
    )
    try:
        with server() as served:
            yield served
    finally:
        os.environ.clear()
        os.environ.update(kept)


class Writes:
    """What people write: one thing a second, each kind in turn, on a connection of their own."""

    def __init__(self) -> None:
        from majlis.instruments.models import Provision
        from majlis.kernel.models import Appointment, User
        from majlis.mandates.models import Finding

        self.user = User.objects.create_user("writer@example.org", name="A writer (fictional)")
        Appointment.objects.create(user=self.user, role="secretariat")
        provisions = Provision.objects.filter(kind="operative").select_related("version")
        self.findings = Finding.objects.bulk_create(
            Finding(version=each.version, provision=each, language="en")
            for each in provisions.order_by("-pk")[:FINDINGS]
        )
        self.backend: int | None = None
        self.connected, self.done = threading.Event(), threading.Event()

    @contextmanager
    def running(self) -> Iterator[int]:
        """Write once a second meanwhile; gives the process of the writer's connection."""
        writer = threading.Thread(target=self._write, daemon=True)
        writer.start()
        self.connected.wait(10)
        assert self.backend is not None
        try:
            yield self.backend
        finally:
            self.done.set()
            writer.join()

    def _write(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.backend = int(cursor.fetchone()[0])
        self.connected.set()
        for work in cycle([self._session, self._comment, self._finding, self._mandate]):
            if self.done.wait(1):
                break
            work()
        connection.close()

    def _session(self) -> None:
        from majlis.parties.accounts.sessions import SessionStore

        session = SessionStore()
        session["seen"] = time.time()
        session.save()

    def _comment(self) -> None:
        from majlis.commons.comments.actions import post_comment
        from majlis.kernel.actor import Actor
        from majlis.mandates.models import Mandate

        mandate = Mandate.objects.select_related("record").order_by("?")[0]
        post_comment(Actor(user=self.user), mandate.record, text="A comment.", language="en")

    def _finding(self) -> None:
        from majlis.kernel.actor import Actor
        from majlis.mandates.extraction.actions import reject_finding

        if self.findings:
            reject_finding(
                Actor(user=self.user), self.findings.pop(), reason="No mandate.", language="en"
            )

    def _mandate(self) -> None:
        from django.db import transaction

        from majlis.kernel.models import Record
        from majlis.mandates.core.status import refresh_status
        from majlis.mandates.models import Mandate

        mandate = Mandate.objects.order_by("?")[0]
        with transaction.atomic():
            Record.objects.get(pk=mandate.record_id).save()
            refresh_status([mandate.pk])


if __name__ == "__main__":
    for each in measure():
        print(each)
