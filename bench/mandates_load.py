"""What the register, the front page and the search take among many mandates, at 20 requests a second.

The texts, the server and the manner of source are those of ``instruments_load``; the yardstick is the sign-in page among
the others in the same run. Meanwhile somebody writes once a second. ``python bench/mandates_load.py 2400 20000 60``
takes so many texts (more than 100,000 provisions) and mandates, and asks for so many seconds; a run of all rooms
takes fewer.
"""

from __future__ import annotations

import datetime
import os
import random
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import batched
from typing import Any

import psycopg
from instruments_load import RATE, YARDSTICK, at_their_times, by_kind, part, processor, server
from measuring import Row, row
from served import database
from shelves import fill
from yearly import NOUNS

_ALONE = __name__ == "__main__" and len(sys.argv) == 4
TEXTS = int(sys.argv[1]) if _ALONE else 240
MANDATES = int(sys.argv[2]) if _ALONE else 2000
SECONDS = int(sys.argv[3]) if _ALONE else 20
ACTORS = 60
PROGRESS = ("no_information", "under_way", "answered", "answered", "partly", "not_started")
FORCES = ("obliges", "requests", "requests", "invites", "encourages")
KINDS = ("action", "report", "report", "meeting", "document", "briefing")
AIM = 150
"""Milliseconds within which 95 of 100 pages have to be there."""


def measure() -> list[Row]:
    """The p95 of all pages and of each kind, beside that of the sign-in page."""
    with database() as folder:
        fill(TEXTS)
        mandates(MANDATES)
        rng = random.Random(7)
        warm, asked = list(pages(rng, 84)), list(pages(rng, RATE * SECONDS))
        with server() as (port, process):
            at_their_times(port, [address for _kind, address in warm], RATE / 4)
            load = os.getloadavg()[0]
            began = processor(folder, process)
            with writing():
                times = at_their_times(port, [address for _kind, address in asked], RATE)
            spent = (processor(folder, process) - began) / len(asked)
        return _rows([kind for kind, _address in asked], times, load, spent)


@contextmanager
def writing() -> Iterator[None]:
    """Somebody writes once a second: what is counted for everybody (``kernel/figures.py``) is kept no longer than that."""
    done = threading.Event()

    def write() -> None:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            while not done.wait(1):
                connection.execute(
                    "SELECT pg_current_xact_id()"
                )  # a transaction that is seen as one

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    try:
        yield
    finally:
        done.set()
        writer.join()


def _rows(kinds: Sequence[str], times: Sequence[float], load: float, spent: float) -> list[Row]:
    from majlis.instruments.models import Provision
    from majlis.mandates.models import Mandate

    there = by_kind(kinds, times)
    bare = part(there.pop(YARDSTICK), 0.95)
    name = (
        f"any page, {Mandate.objects.count():,} mandates, {Provision.objects.count():,} provisions"
    )
    return [
        row(f"{name}, {RATE} a second: p50", part(times, 0.5), "ms"),
        row("  the same: p95 (yardstick: the aim)", part(times, 0.95), "ms", AIM),
        *(row(f"  {kind}: p95", part(each, 0.95), "ms", bare) for kind, each in there.items()),
        row("  processor time of a page, in server and database", 1000 * spent, "ms"),
        row("processes that wanted a core before (load average)", load, ""),
    ]


def mandates(count: int) -> None:
    """Fill the register: so many mandates at operative paragraphs, with actors, leads, dates, concepts and clauses."""
    from django.db import connection, transaction

    from majlis.framework.models import Concept
    from majlis.instruments.models import Provision
    from majlis.mandates.core.status import refresh_status
    from majlis.mandates.models import Clause, Mandate

    rng = random.Random(11)
    actors = [_actor(number) for number in range(ACTORS)]
    concepts = list(Concept.objects.order_by("pk"))
    found = Provision.objects.filter(kind="operative", version__reconstructed_from=None)
    provisions = list(found.select_related("version").order_by("pk")[:count])
    number = 0
    for group in batched(provisions, 1000):
        with transaction.atomic():
            number = _made(rng, group, actors, concepts, number)
            refresh_status(Mandate.objects.filter(source=None).values_list("pk", flat=True))
            _dates(rng, Mandate.objects.filter(number__gt=number - len(group)))
    Clause.objects.bulk_create(
        Clause(
            version=each.version,
            provision=each,
            kind=rng.choice(("expiry", "review", "renewal")),
            language="en",
            deadline=_day(rng.randint(1, 700)).isoformat(),
        )
        for each in provisions[::40]
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _day(days: int) -> datetime.date:
    from django.utils import timezone

    return timezone.localdate() + datetime.timedelta(days=days)


def _actor(number: int) -> Any:
    from majlis.kernel.records import create_record
    from majlis.mandates.models import Entity

    slug, title = f"keeper-{number}", f"Keeper of {NOUNS[number % len(NOUNS)]} {number}"
    words = {"title": {code: title for code in ("ar", "en", "fr")}}
    record = create_record("entity", f"entities/{slug}", words, authentic="en")
    return Entity.objects.create(record=record, slug=slug, kind="office")


def _made(
    rng: random.Random, group: Sequence[Any], actors: Sequence[Any], concepts: Any, number: int
) -> int:
    """Mandates at these provisions; the last number that was given."""
    from majlis.instruments.models import Tag
    from majlis.kernel.models import Record
    from majlis.mandates.core.numbers import format_number
    from majlis.mandates.models import Addressee, Assignment, Mandate, MandateSource

    records = [
        Record(kind="mandate", address=f"mandates/{format_number(number + n)}")
        for n in range(1, len(group) + 1)
    ]
    Record.objects.bulk_create(records)
    rows, sources = [], []
    for each, record in zip(group, records, strict=True):
        number += 1
        force, kind = rng.choice(FORCES), rng.choice(KINDS)
        rows.append(
            Mandate(
                record=record,
                number=number,
                slug=format_number(number),
                instrument_id=each.version.instrument_id,
                lineage_id=each.lineage_id,
                force=force,
                kind=kind,
                progress=rng.choice(PROGRESS),
            )
        )
        period = rng.choice(("", "P1Y", "P2Y"))
        sources.append(
            MandateSource(
                mandate=rows[-1],
                version=each.version,
                provision=each,
                language="en",
                force=force,
                kind=kind,
                verb="Requests",
                action="to wait",
                recurrence=period,
            )
        )
    Mandate.objects.bulk_create(rows)
    MandateSource.objects.bulk_create(sources)
    named = []
    for source in sources:
        asked, recipient = rng.sample(list(actors), 2)
        named += [
            Addressee(source=source, role="asked", entity=asked),
            Addressee(source=source, role="recipient", entity=recipient),
        ]
    Addressee.objects.bulk_create(named)
    Assignment.objects.bulk_create(
        Assignment(mandate=each, entity=rng.choice(actors), part="lead", state="confirmed")
        for each in rows[::3]
    )
    Tag.objects.bulk_create(
        (
            Tag(
                instrument_id=each.instrument_id,
                lineage_id=each.lineage_id,
                concept=rng.choice(concepts),
                state="confirmed",
                found="person",
            )
            for each in rows[::2]
        ),
        ignore_conflicts=True,
    )
    return number


def _dates(rng: random.Random, found: Any) -> None:
    """A third due in some months, some of them late, and all that were made in force."""
    from majlis.mandates.models import Mandate

    rows = list(found)
    for place, each in enumerate(rows):
        each.legal_status = "in_force" if place % 5 else "if_adopted"
        if place % 3 == 0:
            each.due = _day(rng.randint(-200, 800))
            each.overdue_from = each.due + datetime.timedelta(days=20) if place % 2 else None
        elif place % 3 == 1:
            each.due_text = str(2030 + place % 5)
    Mandate.objects.bulk_update(rows, ["legal_status", "due", "due_text", "overdue_from"])


def pages(rng: random.Random, count: int) -> Iterator[tuple[str, str]]:
    """Kind of a page and its address, ``count`` times: all kinds in turn, each time another one of them."""
    kinds: list[tuple[str, Any]] = [
        ("home", lambda: ""),
        ("register", lambda: f"mandates/?page={rng.randint(1, 40)}"),
        ("register by entity", lambda: f"mandates/?entity=keeper-{rng.randrange(ACTORS)}"),
        ("register by recipient", lambda: f"mandates/?recipient=keeper-{rng.randrange(ACTORS)}"),
        ("register by body", lambda: f"mandates/?body=board-{rng.randrange(12)}"),
        ("register by state", lambda: f"mandates/?state={rng.choice(('late', 'soon', 'undated'))}"),
        (
            "register by concept",
            lambda: f"mandates/?in-action-lines=action-lines/{rng.randint(1, 18)}",
        ),
        ("register by year", lambda: f"mandates/?year={2000 + rng.randrange(30)}"),
        ("register by words", lambda: f"mandates/?q={rng.choice(NOUNS).split()[0]}"),
        ("register by symbol", lambda: f"mandates/?q=TG/RES/12/{rng.randrange(200)}"),
        ("register, sorted by entity", lambda: "mandates/?sort=entity"),
        ("calendar", lambda: f"mandates/calendar/?entity=keeper-{rng.randrange(ACTORS)}"),
        ("reports", lambda: f"mandates/reports/?page={rng.randint(1, 20)}"),
        ("coverage", lambda: "mandates/coverage/"),
        ("feed", lambda: "mandates/feed.atom"),
        ("search", lambda: f"search/?q={rng.choice(NOUNS).split()[-1]}"),
        (YARDSTICK, lambda: "account/sign-in/"),
    ]
    for number in range(count):
        kind, address = kinds[number % len(kinds)]
        yield kind, f"/{('en', 'fr', 'ar')[number // len(kinds) % 3]}/{address()}"


if __name__ == "__main__":
    for each in measure():
        print(each)
