"""What is brought in is read, corrected, and published whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from majlis.instruments import actions, reading, working
from majlis.instruments.models import Import, Instrument, Provision, Version
from majlis.instruments.reading import read
from majlis.instruments.store import text_of
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access
from majlis.kernel.records import get_or_create_circle
from majlis.textkit.edit import Edit
from tests.instruments import shelf
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


def brought(data: bytes, name: str) -> Import:
    """A file that was brought in and read."""
    return read(SYSTEM, actions.bring_in(SYSTEM, name=name, stream=io.BytesIO(data)))


def test_the_seed_becomes_three_texts_and_former_versions(shared: Path) -> None:
    path = shared / "seed/council-report-wsis-sdg.ar.txt"
    imported = brought(path.read_bytes(), path.name)
    assert [each.root for each in imported.destinations.all()] == ["", "annex_a", "annex_a__annex"]
    report, resolution, terms = actions.publish(SYSTEM, imported)
    assert resolution.state == "proposed"
    assert terms.instrument.annexed_to == resolution.instrument
    assert resolution.instrument.annexed_to == report.instrument
    assert resolution.instrument.slug == "resolution-1332"
    former = resolution.follows
    assert former is not None
    assert former.reconstructed_from == resolution
    old = text_of(former, "ar").by_id()
    assert "instructs__para_12" in old
    lineage = dict(Provision.objects.filter(version=former).values_list("eid", "lineage_id"))
    new = Provision.objects.get(version=resolution, eid="instructs_2__para_14")
    assert lineage["instructs__para_12"] == new.lineage_id
    assert Version.objects.count() == 4
    assert Instrument.objects.filter(held=False).exists()


def test_undo_gives_back_what_was_there() -> None:
    data = b"Resolution 5\n\nThe Council of Tides,\n\nNoting the tide,\n\n1. Decides to wait;\n\n2. Requests the Keeper to report."
    imported = brought(data, "a.txt")
    before = imported.now
    actions.correct(SYSTEM, imported, wanted=[Edit("kind", "recital_1", "operative")])
    imported.refresh_from_db()
    after = imported.now
    assert working.now_of(imported).language == "en"
    assert after != before
    actions.undo(SYSTEM, imported)
    imported.refresh_from_db()
    assert imported.now == before
    actions.redo(SYSTEM, imported)
    imported.refresh_from_db()
    assert imported.now == after


def test_a_file_that_cannot_be_read_is_kept_with_its_reason() -> None:
    imported = brought(b"%PDF-1.7 nothing", "a.docx")
    assert imported.state == "unreadable"
    assert "PDF" in imported.fault
    assert not Instrument.objects.exists()


def test_what_is_annexed_to_a_text_that_is_not_public_is_not_public() -> None:
    closed = get_or_create_circle("closed", {"user": person()})
    above = shelf.published(shelf.words("Resolution 27")).instrument
    above.record.access, above.record.circle = Access.PRIVATE, closed
    above.record.save()
    words = shelf.words("Resolution 27", second="to wait").encode()
    found = actions.bring_in(shelf.SYSTEM, name="a.txt", stream=io.BytesIO(words))
    found = reading.read(shelf.SYSTEM, found)
    last = list(working.now_of(found).walk())[-2].id
    actions.correct(shelf.SYSTEM, found, wanted=[Edit("part", last)])
    as_version = {"published_as": "version", "instrument": above}
    actions.destine(shelf.SYSTEM, found, root="", **as_version)
    made = actions.publish(shelf.SYSTEM, found)
    assert len(made) == 2
    for each in made:
        assert {each.record.access, each.instrument.record.access} == {Access.PRIVATE}
