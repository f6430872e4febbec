"""What is brought in is read, corrected, and published whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from majlis.instruments.imports import actions, publish, read, working_copy
from majlis.instruments.imports.read import read_file
from majlis.instruments.models import Import, Instrument, Provision, Version
from majlis.instruments.texts.storage import load_text
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access
from majlis.kernel.records import get_or_create_circle
from majlis.textkit.edit import Edit
from tests.instruments import published_texts
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


def brought(data: bytes, name: str) -> Import:
    """A file that was brought in and read."""
    return read_file(SYSTEM, actions.upload_import(SYSTEM, name=name, stream=io.BytesIO(data)))


def test_the_seed_becomes_three_texts_and_former_versions(shared: Path) -> None:
    path = shared / "seed/council-report-wsis-sdg.ar.txt"
    imported = brought(path.read_bytes(), path.name)
    assert [each.root for each in imported.destinations.all()] == ["", "annex_a", "annex_a__annex"]
    report, resolution, terms = publish.publish_import(SYSTEM, imported)
    assert resolution.state == "proposed"
    assert terms.instrument.annexed_to == resolution.instrument
    assert resolution.instrument.annexed_to == report.instrument
    assert resolution.instrument.slug == "resolution-1332"
    former = resolution.follows
    assert former is not None
    assert former.reconstructed_from == resolution
    old = load_text(former, "ar").by_id()
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
    actions.correct_import(SYSTEM, imported, edits=[Edit("kind", "recital_1", "operative")])
    imported.refresh_from_db()
    after = imported.now
    assert working_copy.current_text(imported).language == "en"
    assert after != before
    actions.undo_correction(SYSTEM, imported)
    imported.refresh_from_db()
    assert imported.now == before
    actions.redo_correction(SYSTEM, imported)
    imported.refresh_from_db()
    assert imported.now == after


def test_a_file_that_cannot_be_read_is_kept_with_its_reason() -> None:
    imported = brought(b"%PDF-1.7 nothing", "a.docx")
    assert imported.state == "unreadable"
    assert "PDF" in imported.fault
    assert not Instrument.objects.exists()


def test_what_is_annexed_to_a_text_that_is_not_public_is_not_public() -> None:
    closed = get_or_create_circle("closed", {"user": person()})
    above = published_texts.published_text(published_texts.sample_bytes("Resolution 27")).instrument
    above.record.access, above.record.circle = Access.PRIVATE, closed
    above.record.save()
    words = published_texts.sample_bytes("Resolution 27", second="to wait").encode()
    found = actions.upload_import(published_texts.SYSTEM, name="a.txt", stream=io.BytesIO(words))
    found = read.read_file(published_texts.SYSTEM, found)
    last = list(working_copy.current_text(found).walk())[-2].id
    actions.correct_import(published_texts.SYSTEM, found, edits=[Edit("part", last)])
    as_version = {"published_as": "version", "instrument": above}
    publish.set_destination(published_texts.SYSTEM, found, root="", **as_version)
    made = publish.publish_import(published_texts.SYSTEM, found)
    assert len(made) == 2
    for each in made:
        assert {each.record.access, each.instrument.record.access} == {Access.PRIVATE}
