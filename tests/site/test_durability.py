"""Whatever is killed, whenever: what the site acknowledged over HTTP is there afterwards, and whole."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Iterator

import psutil
import psycopg
import pytest

from majlis.site.configuration import load_configuration
from tests.site.site_clients import Writer
from tests.site.site_process import Site

pytestmark = pytest.mark.slow
VICTIMS = ("cluster", "site.server", "worker", "a backend", "supervisor", "everything")
ROUNDS = 12


@pytest.fixture
def writable(site: Site) -> Iterator[Site]:
    """The demonstration with one more page, by which a test can do a verb."""
    site.settings["DJANGO_SETTINGS_MODULE"] = "tests.site.writer_settings"
    site.start()
    yield site
    site.end()
    del site.settings["DJANGO_SETTINGS_MODULE"]


def kill_part(site: Site, victim: str, chance: random.Random) -> None:
    """Kill one part, or all of it; a supervisor that was killed is started again."""
    if victim == "everything":
        site.end()
    elif victim == "supervisor":
        site.supervisor().kill()
        assert site.process is not None
        site.process.wait()
    else:
        found = site.child("cluster" if victim == "a backend" else victim)
        with contextlib.suppress(psutil.NoSuchProcess):
            below = found.children()
            doomed = chance.choice(below) if victim == "a backend" and below else found
            doomed.kill()
    if victim in ("everything", "supervisor"):
        site.start()
    assert site.answers_again()


def test_what_was_acknowledged_survives_whatever_is_killed(writable: Site) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    writers = [Writer(writable, f"writer-{number}-{seed}") for number in range(2)]
    reviewer = Writer(writable, f"reviewer-{seed}", "accept/")
    for writer in (*writers, reviewer):
        writer.start()
    for number in range(ROUNDS):
        time.sleep(chance.uniform(0.2, 1.5))
        kill_part(writable, VICTIMS[number % len(VICTIMS)], chance)
    time.sleep(0.5)
    for writer in (*writers, reviewer):
        writer.go_on = False
    for writer in (*writers, reviewer):
        writer.join(30)
    acknowledged = [each for writer in writers for each in writer.acknowledged]
    assert len(acknowledged) > ROUNDS
    url = load_configuration({"MAJLIS_DATA": str(writable.data)}).database_url
    with psycopg.connect(url) as connection:
        kept = {
            address.removeprefix("tests/"): (number, words)
            for address, number, words in connection.execute(
                "select r.address, (a.new->>'number')::int, count(w.id) from kernel_record r "
                "join kernel_auditentry a on a.record_id = r.id and a.verb = 'tests.write' "
                "join kernel_wording w on w.record_id = r.id group by r.id, a.id"
            )
        }
        last = connection.execute("select last from kernel_series where key = 'tests'").fetchone()
        accepted = {
            finding: (number, sources, state)
            for number, finding, sources, state in connection.execute(
                "select m.number, f.id, count(a.id), f.state from mandates_mandate m "
                "join mandates_finding f on f.mandate_id = m.record_id "
                "join mandates_mandatesource a on a.mandate_id = m.record_id group by m.record_id, f.id"
            )
        }
        given = [number for (number,) in connection.execute("select number from mandates_mandate")]
    for each in acknowledged:
        assert kept[str(each["name"])] == (each["number"], 6), each
        sha256 = str(each["sha256"])
        content = (writable.folder / "files" / sha256[:2] / sha256).read_bytes()
        assert content == f"The evidence of {each['name']}".encode()
    assert reviewer.acknowledged
    for each in reviewer.acknowledged:
        assert accepted[each["finding"]] == (each["number"], 1, "accepted"), each
    assert sorted(given) == list(range(1, len(given) + 1)), "each mandate has a number of its own"
    numbers = sorted(number for number, _ in kept.values())
    assert last is not None
    assert numbers == list(range(1, last[0] + 1)), "numbers have neither gap nor collision"
    assert writable.run("check").returncode == 0
    writable.stop()
    assert writable.nothing_is_left()
