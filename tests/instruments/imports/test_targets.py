"""What is proposed for texts of one file, and what they are when they are published."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from majlis.commons.search.models import SearchEntry
from majlis.instruments.core.identifiers import fallback_stem, unique_slug
from majlis.instruments.imports import actions, publish, read, reader_pool
from majlis.instruments.models import Citation, Difference, Import, Instrument, Version
from majlis.instruments.publication.build import VersionFacts, create_language
from majlis.kernel import files
from majlis.kernel.models import Access
from majlis.kernel.records import get_or_create_circle
from majlis.textkit.model import Provision, Text
from majlis.textkit.read import read_bytes
from tests.instruments import published_texts

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


def brought() -> Import:
    stream = io.BytesIO((SAMPLES / "lighthouses.2031.ar.txt").read_bytes())
    return read.read_file(
        published_texts.SYSTEM,
        actions.upload_import(published_texts.SYSTEM, name="a.txt", stream=stream),
    )


def test_a_report_is_issued_and_an_annex_is_proposed_with_what_it_is_annexed_to() -> None:
    rows = list(brought().destinations.all())
    assert [(row.kind, row.state) for row in rows] == [
        ("report", "issued"),
        ("resolution", "proposed"),
        ("terms of reference", "proposed"),
    ]


def test_an_annex_of_a_report_is_issued_with_it() -> None:
    words = b"""Report of the Keeper

1 Lights

The lights are lit at night.

Annex

The lamps were counted by the keeper.
"""
    imported = read.read_file(
        published_texts.SYSTEM,
        actions.upload_import(published_texts.SYSTEM, name="a.txt", stream=io.BytesIO(words)),
    )
    assert [(row.kind, row.state) for row in imported.destinations.all()] == [
        ("report", "issued"),
        ("text", "issued"),
    ]


def test_the_label_of_the_former_version_is_the_one_that_the_report_names() -> None:
    imported = brought()
    assert [row.former_label for row in imported.destinations.all()] == ["", "المعدَّل في 2029", ""]
    _report, resolution, _terms = publish.publish_import(published_texts.SYSTEM, imported)
    former = Version.objects.get(reconstructed_from=resolution)
    assert former.record.say("label").text == "المعدَّل في 2029"
    assert resolution.record.say("label").text == "المعدَّل في 2031"
    assert former.languages.get().symbol == "القرار 27 (المعدَّل في 2029)"


def test_without_a_label_the_former_version_has_not_that_of_the_revision() -> None:
    imported = brought()
    row = imported.destinations.get(kind="resolution")
    publish.set_destination(published_texts.SYSTEM, imported, root=row.root, former_label="")
    resolution = publish.publish_import(published_texts.SYSTEM, imported)[1]
    former = Version.objects.get(reconstructed_from=resolution)
    assert former.record.say("label").text == ""
    assert former.languages.get().symbol == "القرار 27"


def test_texts_in_other_scripts_have_addresses_that_say_what_they_are() -> None:
    publish.publish_import(published_texts.SYSTEM, brought())
    slugs = Instrument.objects.filter(held=True).order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["cl31-12", "resolution-27", "resolution-27-annex"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("تقرير المجلس", "report-council-2031"),
        ("理事会的报告 (CWG-WSIS)", "report-council-2031"),
        ("Report on tides", "report-on-tides"),
    ],
)
def test_an_address_of_kind_body_and_year(title: str, slug: str) -> None:
    other = fallback_stem("report", "council", "2031-05-17", "")
    assert unique_slug("", title, "council", lambda _tried: False, other=other) == slug
    assert (
        unique_slug("", title, "council", lambda tried: tried == slug, other=other) == f"{slug}-2"
    )


def test_the_heading_of_an_annex_leads_to_the_text_that_it_became() -> None:
    _report, resolution, terms = publish.publish_import(published_texts.SYSTEM, brought())
    cited = Citation.objects.get(version=resolution, wording__provision__kind="annex")
    assert cited.target == terms.instrument
    assert (cited.start, cited.end) == (0, len(cited.wording.text))


def test_the_heading_of_an_annex_is_no_difference_between_languages() -> None:
    _report, resolution, _terms = publish.publish_import(published_texts.SYSTEM, brought())
    data = (SAMPLES / "lighthouses-resolution-27.2031.en.txt").read_bytes()
    create_language(resolution, read_bytes(data, name="a.en.txt"), VersionFacts(authentic=False))
    rows = Difference.objects.filter(version=resolution)
    assert rows.exists()
    assert not rows.filter(kind="missing", other__kind="annex").exists()


def test_a_hidden_version_does_not_name_its_public_text() -> None:
    version = published_texts.published_text(published_texts.sample_bytes("Resolution 101 (2031)"))
    version.record.access, version.record.circle = Access.PRIVATE, get_or_create_circle("keepers")
    version.record.save(update_fields=["access", "circle"])
    french = published_texts.sample_bytes("Résolution 101 (2031)", title="Registre des marées")
    text = read_bytes(french.encode(), language="fr", name="a.fr.txt")
    create_language(version, text, VersionFacts(authentic=False))
    assert version.record.wordings.filter(field="title", language="fr").exists()
    assert not version.instrument.record.wordings.filter(field="title", language="fr").exists()


def test_names_too_long_are_refused_by_both_ways_of_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = Text(provisions=(Provision(id="a" * 451, kind="paragraph"),), language="en")
    monkeypatch.setattr(reader_pool, "read_bytes", lambda *_all, **_more: long)
    file = tmp_path / "a.txt"
    file.write_text("Words.", encoding="utf-8")
    kept, fault = reader_pool.parse_file(str(file), "")
    assert (kept, "identifiers in the file are too long" in fault) == ("", True)
    answer = reader_pool.read_serialized(file, "", "a.txt")
    assert isinstance(answer, dict) and "identifiers in the file" in str(answer["problem"])


@pytest.mark.django_db(transaction=True)
def test_one_file_that_two_bring_in_at_once_is_one_import() -> None:
    file = files.store_file(io.BytesIO(b"Words of a text."), allowed=None)
    done: list[int] = []

    def second() -> None:
        try:
            done.append(actions.upload_import(published_texts.SYSTEM, name="b.txt", file=file).pk)
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        first = actions.upload_import(published_texts.SYSTEM, name="a.txt", file=file)
        other.start()
        other.join(0.5)
        assert not done  # it waits until the first one is kept
    other.join(10)
    assert done == [first.pk]


def test_the_worker_indexes_what_is_cited_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []
    monkeypatch.setattr("majlis.instruments.signals.refresh", SimpleNamespace(enqueue=left.extend))
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="Resolution 3 (2020)")
    )
    stub = Instrument.objects.get(held=False)
    assert stub.pk in left
    assert not SearchEntry.objects.filter(record=stub.pk).exists()
