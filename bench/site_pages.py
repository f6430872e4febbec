"""The processor time of pages, of the server and of the database: each kind of page that a visitor and the
secretariat reach by links from the front page of the demonstration.

The yardstick of every page is the page of the appearance settings, which reads next to nothing: its ratio says how
many of those a page costs. ``bench/out/site_pages_each.json`` gets every page: visitor or secretariat, name of the
address, milliseconds of the server and of the database, and queries.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from measuring import Row, row
from served import database

RUNS = 15
MOST_PAGES = 400
HOTTEST = (
    "home",
    "instruments:list",
    "instruments:version",
    "mandates:register",
    "mandates:mandate",
)
YARDSTICK = "look:appearance"
LINK = re.compile(r'href="(/en/[^"#]*)')


def measure() -> list[Row]:
    """The hottest pages, the slowest one and the mean of the others, for a visitor and the secretariat."""
    with database():
        from django.core.management import call_command

        os.environ["MAJLIS_DEMO"] = "1"
        from django.conf import settings

        settings.MAJLIS_DEMO = True
        settings.ALLOWED_HOSTS = ["*"]
        call_command("collectstatic", interactive=False, verbosity=0)
        for command in ("load_profile", "load_profile", "demonstration"):
            call_command(command, verbosity=0)
        drain_tasks()
        results = {role: measure_as(role) for role in ("visitor", "secretariat")}
    target = Path(__file__).parent / "out/site_pages_each.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(results, indent=1), encoding="utf-8")
    rows = []
    for role, pages in results.items():
        plain = sum(pages[YARDSTICK][:2])
        rows += [
            row(f"{name}, {role}", sum(pages[name][:2]), "ms", plain)
            for name in HOTTEST
            if name in pages
        ]
        slowest = max(pages, key=lambda name: sum(pages[name][:2]))
        rows.append(row(f"the slowest, {slowest}, {role}", sum(pages[slowest][:2]), "ms", plain))
        others = [sum(page[:2]) for name, page in pages.items() if name not in HOTTEST]
        rows.append(
            row(
                f"{len(others)} other kinds of pages, mean, {role}",
                statistics.mean(others),
                "ms",
                plain,
            )
        )
    return rows


def drain_tasks() -> None:
    """Run what the demonstration left to the worker."""
    from django.core.management import call_command

    call_command("db_worker", batch=True, interval=0, verbosity=0)


def measure_as(role: str) -> dict[str, tuple[float, float, int]]:
    """Name of the address -> milliseconds of server and database, and queries, for one kind of reader."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from majlis.kernel.models import Appointment

    client = Client()
    if role != "visitor":
        client.force_login(Appointment.objects.filter(role=role)[0].user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    pages = {}
    for name, address in crawl(client):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        server, base = [], []
        for _ in range(RUNS):
            server_start, base_start = time.process_time(), cpu_of(backend)
            client.get(address)
            server.append(time.process_time() - server_start)
            base.append(cpu_of(backend) - base_start)
        pages[name] = (
            round(statistics.median(server) * 1000, 2),
            round(statistics.median(base) * 1000, 2),
            len(captured),
        )
    return pages


def cpu_of(process: int) -> float:
    """The processor time of a process so far, in seconds."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def crawl(client: Any) -> Iterator[tuple[str, str]]:
    """One address of each kind of page that links lead to from the front page: (name of the address, address)."""
    from django.urls import Resolver404, resolve

    seen: set[str] = set()
    kinds: set[str] = set()
    waiting = ["/en/", "/en/mandates/", "/en/texts/"]
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        path, _mark, query = address.partition("?")
        try:
            name = resolve(path).view_name
        except Resolver404:
            continue
        if address in seen or name in kinds or "download=" in query:
            continue
        seen.add(address)
        response = client.get(address)
        if response.status_code != 200 or "text/html" not in response.get("Content-Type", ""):
            continue
        kinds.add(name)
        yield name, address
        body = b"".join(response) if response.streaming else response.content
        waiting += [unescape(link) for link in LINK.findall(body.decode())]
