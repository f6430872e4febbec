"""What people wrote to a running site, and what must be there afterwards."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from tests.site.site_clients import Writer
from tests.site.site_process import Site


def stop_writers(writers: Sequence[Writer]) -> None:
    """Let the writers end after their present attempt."""
    for writer in writers:
        writer.go_on = False
    for writer in writers:
        writer.stop()


def assert_all_kept(site: Site, database_url: str, writers: Sequence[Writer]) -> int:
    """Assert that each acknowledged write is there once and whole; return the number of writes.

    A writer of the page ``accept/`` accepts findings; the others make records with words, a file and a number.
    """
    with psycopg.connect(database_url) as connection:
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
    count = 0
    for writer in writers:
        assert writer.acknowledged, f"{writer.prefix} wrote nothing"
        for each in writer.acknowledged:
            count += 1
            if writer.page == "accept/":
                assert accepted[each["finding"]] == (each["number"], 1, "accepted"), each
                continue
            assert kept[str(each["name"])] == (each["number"], 6), each
            sha256 = str(each["sha256"])
            content = (site.folder / "files" / sha256[:2] / sha256).read_bytes()
            assert content == f"The evidence of {each['name']}".encode()
    assert sorted(given) == list(range(1, len(given) + 1)), "each mandate has a number of its own"
    numbers = sorted(number for number, _ in kept.values())
    assert last is not None
    assert numbers == list(range(1, last[0] + 1)), "numbers have neither gap nor collision"
    return count
