"""What a list page of documents takes of the processors, and its queries, beside the list of texts in the same run.

Processor seconds of the server and of the database together, for one page after the other on this machine's loopback.
There are as many texts as documents, and as many rows on a page. Each kind of page is asked for in all its variants
first; then both kinds in turn, so that both meet the same machine. A figure is the median of the turns, and a ratio
that of the ratios of two turns that followed each other.

``python bench/documents_list.py 5000 1000`` fills in so many documents and so many texts.
"""

from __future__ import annotations

import http.client
import os
import random
import statistics
import sys
from collections.abc import Callable, Sequence
from itertools import batched
from pathlib import Path

from instruments_load import processor, server
from measuring import Row, row
from served import database
from shelves import fill

_ALONE = __name__ == "__main__" and len(sys.argv) == 3
DOCUMENTS = int(sys.argv[1]) if _ALONE else 5_000
TEXTS = int(sys.argv[2]) if _ALONE else DOCUMENTS
PROVISIONS = (6, 8, 10)
"""Of a text: few, as a list shows none of them."""
MEETINGS = 40
"""Of the documents a fifth belong to one meeting, the others to so many more."""
ITEMS = 15
OFFICES = 60
ROUNDS = 9
"""How often the two kinds take turns."""
PAGES = 30
"""Pages of a kind in a round."""
COUNTED = 18
"""Pages of a kind whose queries are counted."""
SERIES = ("", "INF", "DT", "ADM")
LANGUAGES = ("en", "fr", "ar", "ru", "es", "zh")

type Address = Callable[[random.Random], str]


def measure() -> list[Row]:
    """The processor time and the queries of a page of each list, with those of the list of texts as the yardstick."""
    with database() as folder:
        fill(TEXTS, PROVISIONS)
        large = fill_documents(random.Random(9))
        kinds: dict[str, Address] = {
            "all documents, first page": lambda _rng: "documents/",
            "all documents": lambda rng: f"documents/?page={rng.randint(1, DOCUMENTS // 25)}",
            "all documents, a filter": lambda rng: (
                f"documents/?{rng.choice(('series=INF', 'purpose=information', 'language=fr', 'category=report'))}"
            ),
            "documents of a meeting, first page": lambda _rng: f"meetings/{large}/documents/",
            "documents of a meeting": lambda rng: (
                f"meetings/{large}/documents/?page={rng.randint(1, DOCUMENTS // 5 // 25)}"
            ),
        }
        texts: Address = lambda rng: f"texts/?page={rng.randint(1, TEXTS // 25)}"
        filtered: Address = lambda rng: f"texts/?year={2000 + rng.randrange(30)}"
        first: Address = lambda _rng: "texts/"
        beside = {
            "all documents, first page": first,
            "all documents, a filter": filtered,
            "documents of a meeting, first page": first,
        }
        load = os.getloadavg()[0]
        rows = []
        with server() as (port, process):
            for name, address in kinds.items():
                turns = in_turn(folder, port, process, address, beside.get(name, texts))
                spent, yard = map(statistics.median, zip(*turns, strict=True))
                label = f"{name}, {DOCUMENTS:,} beside {TEXTS:,} texts: processor time of a page"
                measured = row(label, 1000 * spent, "ms", 1000 * yard)
                measured["ratio"] = statistics.median(one / other for one, other in turns)
                rows.append(measured)
        for name, address in kinds.items():
            most, yard = queries(address), queries(beside.get(name, texts))
            rows.append(row(f"{name}: most queries of a page", most, "queries", yard))
        return [*rows, row("processes that wanted a core before (load average)", load, "")]


def in_turn(
    folder: Path, port: int, process: int, one: Address, other: Address
) -> list[tuple[float, float]]:
    """The processor seconds of a page of one kind and of another, which are asked for in turn; a pair a turn."""
    rng = random.Random(11)
    ask(port, [address(rng) for address in (one, other) for _n in range(PAGES)])
    turns = []
    for number in range(ROUNDS):
        spent = {}
        for address in (one, other) if number % 2 else (other, one):
            addresses = [address(rng) for _n in range(PAGES)]
            began = processor(folder, process)
            ask(port, addresses)
            spent[address] = (processor(folder, process) - began) / PAGES
        turns.append((spent[one], spent[other]))
    return turns


def queries(address: Address) -> int:
    """The most queries that a page of a kind makes: the first, for which nothing is kept yet, and more."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    cache.clear()
    rng = random.Random(13)
    most = 0
    for number in range(COUNTED):
        path = f"/{LANGUAGES[number % len(LANGUAGES)]}/{address(rng)}"
        with CaptureQueriesContext(connection) as made:
            answer = Client(headers={"host": "localhost"}).get(path)
            answer.getvalue()
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} for {path}")
        most = max(most, len(made))
    return most


def ask(port: int, addresses: Sequence[str]) -> None:
    """Ask for pages in English, French and Arabic, one after the other on one line."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for number, address in enumerate(addresses):
        path = f"/{('en', 'fr', 'ar')[number % 3]}/{address}"
        line.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} for {path}")
    line.close()


def fill_documents(rng: random.Random) -> str:
    """Fill in meetings and their documents, all fictional; return the code of the largest meeting."""
    import datetime

    from django.db import connection, transaction
    from django.utils import timezone
    from shelves import _record

    from majlis.documents.models import DocumentRules, Series
    from majlis.events.models import AgendaItem, Meeting
    from majlis.parties.models import Body, Organisation

    bodies = list(Body.objects.order_by("pk")[:4])
    offices = []
    for number in range(OFFICES):
        record = _record(
            "organisation", f"organisations/bench-{number}", f"Fictional office {number}"
        )
        offices.append(
            Organisation.objects.create(
                record=record, number=90_000 + number, kind="civil-society", area="004"
            )
        )
    series = {
        body.pk: [
            Series.objects.create(body=body, code=code, position=place)
            for place, code in enumerate(SERIES)
        ]
        for body in bodies
    }
    for place, body in enumerate(bodies):
        DocumentRules.objects.create(body=body, group=f"BG{place}")
    meetings, items = [], {}
    for number in range(MEETINGS + 1):
        body = bodies[number % len(bodies)]
        slug = f"bench-{number}"
        meeting = Meeting.objects.create(
            record=_record("meeting", f"meetings/{slug}", f"Fictional meeting {number}"),
            body=body,
            slug=slug,
            number=number + 1,
            state="closed",
            first_day=datetime.date(2020, 1, 1) + datetime.timedelta(days=40 * number),
            last_day=datetime.date(2020, 1, 2) + datetime.timedelta(days=40 * number),
        )
        meetings.append(meeting)
        items[meeting.pk] = [
            AgendaItem.objects.create(
                record=_record(
                    "agenda_item", f"meetings/{slug}/items/{place}", f"Fictional item {place}"
                ),
                meeting=meeting,
                position=place,
                label=str(place),
            )
            for place in range(1, ITEMS + 1)
        ]
    large, *others = meetings
    of = [large if number % 5 == 0 else others[number % len(others)] for number in range(DOCUMENTS)]
    for group in batched(enumerate(of), 500):
        with transaction.atomic():
            _documents(rng, group, series, items, offices, timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return str(large.slug)


def _documents(rng, group, series, items, offices, now) -> None:  # type: ignore[no-untyped-def]
    """Documents with sources, items, versions and files; each tenth with a revision, each third in all languages."""
    import datetime

    from majlis.documents.models import (
        Consideration,
        Document,
        DocumentFile,
        DocumentVersion,
        Source,
    )
    from majlis.kernel.languages import sort_key
    from majlis.kernel.models import Record, Wording

    records, wordings, documents, sources, places = [], [], [], [], []
    versions, files = [], []
    for number, meeting in group:
        code = SERIES[0] if number % 3 else SERIES[number % len(SERIES)]
        own = series[meeting.body_id][SERIES.index(code)]
        record = Record(kind="document", address=f"documents/bench-{number}")
        title = f"Fictional contribution {number} on lamps and boats"
        for language in ("en", "fr", "ar") if number % 3 == 0 else ("en",):
            words = title if language == "en" else f"{title} ({language})"
            status = "authentic" if language == "en" else "translated"
            key = sort_key(words, language)
            wordings.append(
                Wording(
                    record=record, field="title", language=language, text=words, status=status,
                    sort_key=key,
                )
            )  # fmt: skip
        between = f"{code}/" if code else ""
        document = Document(
            record=record, meeting=meeting, series=own, slug=f"bench-{number}", number=number + 1,
            symbol=f"BG-{meeting.number}/{between}{number + 1}", state="posted", language="en",
            purpose="information" if number % 4 == 0 else "action", late=number % 9 == 0,
            category="report" if number % 6 == 0 else "contribution",
            posted_at=now - datetime.timedelta(hours=number),
        )  # fmt: skip
        records.append(record)
        documents.append(document)
        for office in rng.sample(offices, 1 + number % 2):
            sources.append(Source(document=document, organisation=office))
        for item in rng.sample(items[meeting.pk], 1 + number % 2):
            places.append(Consideration(document=document, item=item))
        for revision in range(2 if number % 10 == 0 else 1):
            version = DocumentVersion(
                document=document, kind="revision" if revision else "original", number=revision,
                state="posted", posted_at=document.posted_at,
            )  # fmt: skip
            versions.append(version)
            for language in LANGUAGES if number % 3 == 0 else LANGUAGES[:1]:
                status = "authentic" if language == "en" else "translated"
                files.append(
                    DocumentFile(
                        version=version, language=language, status=status, origin="form",
                        text="<akomaNtoso/>", words=title,
                    )
                )  # fmt: skip
    Record.objects.bulk_create(records)
    Wording.objects.bulk_create(wordings)
    Document.objects.bulk_create(documents)
    Source.objects.bulk_create(sources)
    Consideration.objects.bulk_create(places)
    DocumentVersion.objects.bulk_create(versions)
    DocumentFile.objects.bulk_create(files)


if __name__ == "__main__":
    for each in measure():
        print(each)
