"""A volume of ten decisions with annexes, contents and a declaration comes in through the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from majlis.instruments.imports import working_copy
from majlis.instruments.lifecycle import PUBLISHED
from majlis.instruments.models import Import, Instrument, Version
from majlis.instruments.texts.storage import load_text
from majlis.kernel.actor import Actor
from majlis.kernel.models import AuditEntry
from majlis.mandates.extraction.actions import extract_findings
from majlis.mandates.models import Finding
from tests.support.people import person
from tests.textkit.compilations import LANGUAGES, WORDS, Layout, Volume, compose

pytestmark = pytest.mark.django_db

HERE = "/en/texts/imports/"
SYSTEM = Actor.as_system("tests")
VOLUME = Layout(
    "volume",
    number="{n}/CP.9",
    contents="headed",
    annexes=2,
    annex_numbers="roman",
    furniture="FCCC/CP/2033/10/Add.1\n{page}",
    close=",",
    declaration=True,
)
REPORT = Layout("report", number="5/{n}", kind="resolution", report=True, held=True)


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(person("secretariat"))
    return client


def brought(client: Client, volume: Volume, name: str = "volume.txt") -> Import:
    data = volume.text("\n\n").encode()
    answer = client.post(f"{HERE}add/", {"files": [SimpleUploadedFile(name, data)]})
    assert answer.status_code == 302
    return Import.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])


def shown(client: Client, imported: Import) -> str:
    return " ".join(client.get(imported.get_absolute_url()).content.decode().split())


def listed(client: Client, imported: Import) -> dict[str, dict[str, Any]]:
    """The texts of the file as the page lists them, by symbol or title."""
    texts = client.get(imported.get_absolute_url()).context["texts"]
    return {each["symbol"] or each["title"]: each for each in texts}


def press(client: Client, imported: Import, name: str, value: str) -> Any:
    return client.post(f"{HERE}{imported.pk}/step/", {name: value})


def publish(client: Client, imported: Import) -> Import:
    seen = working_copy.decision_token(imported)
    client.post(f"{HERE}{imported.pk}/publish/", {"seen": seen})
    imported.refresh_from_db()
    assert imported.state == PUBLISHED
    return imported


def version_of(symbol: str) -> Version:
    return Version.objects.get(languages__symbol=symbol)


def findings_of(version: Version) -> list[Finding]:
    extract_findings(SYSTEM, version)
    return list(version.findings.all())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_stands_under_its_symbol_with_its_mandates(
    officer: Client, language: str
) -> None:
    volume = compose(VOLUME, language)
    imported = brought(officer, volume)
    assert imported.language == language
    rows = listed(officer, imported)
    for expected in volume.expected:
        row = rows[expected.symbol]
        assert row["title"] == expected.title
        assert row["provisions"] > len(expected.operative)
    assert [name for name, row in rows.items() if row["left_out"]] == [WORDS[language].volume]
    publish(officer, imported)
    for expected in volume.expected:
        version = version_of(expected.symbol)
        text = load_text(version, language)
        operative = [each.text for each in text.walk() if each.kind == "operative"]
        assert operative == list(expected.operative)
        annexes = list(Instrument.objects.filter(annexed_to=version.instrument).order_by("pk"))
        assert len(annexes) == (VOLUME.annexes if expected.annexed else 0)
        numbers = [
            (each.number, each.text)
            for annex in annexes
            for each in load_text(annex.versions.get(), language).walk()
            if each.kind == "paragraph"
        ]
        assert numbers == list(expected.annexed)
        found = [each for each in findings_of(version) if each.kind == Finding.Kind.MANDATE]
        assert {"para_1", "para_2"} <= {each.provision.eid for each in found}
    declared = Version.objects.get(languages__title=WORDS[language].declaration)
    paragraphs = [each.text for each in load_text(declared, language).walk() if each.number]
    assert paragraphs == list(WORDS[language].declared)
    found = findings_of(declared)
    forces = [each.extracted.get("force", "") for each in found]
    assert forces.count("commits") == 1
    assert "Secretary-General" in found[forces.index("requests")].extracted["actors"]


def test_the_page_lists_the_texts_and_one_can_be_left_out(officer: Client) -> None:
    volume = compose(VOLUME, "en", 3)
    imported = brought(officer, volume)
    first, second, third = (each.symbol for each in volume.expected)
    page = shown(officer, imported)
    assert "The file contains 9 texts. Texts selected for publication: 8." in page
    assert page.count("> Leave out <") == 8
    row = listed(officer, imported)[first]
    assert press(officer, imported, "leave_out", row["choice"]).status_code == 302
    left = listed(officer, imported)[first]
    assert left["left_out"]
    assert "Texts selected for publication: 5." in shown(
        officer, imported
    )  # its annexes go with it
    press(officer, imported, "include", row["choice"])  # what the first page still shows
    assert listed(officer, imported)[first]["left_out"]
    press(officer, imported, "include", left["choice"])
    assert not listed(officer, imported)[first]["left_out"]
    press(officer, imported, "leave_out", listed(officer, imported)[second]["choice"])
    publish(officer, imported)
    symbols = set(Instrument.objects.filter(held=True).exclude(symbol="").values_list("symbol"))
    assert len(symbols) == 2
    assert not Version.objects.filter(languages__symbol=second).exists()
    assert version_of(third).instrument.held
    assert AuditEntry.objects.filter(verb="instruments.set_destination").count() == 7


def test_a_symbol_that_majlis_holds_is_said_before_publication(officer: Client) -> None:
    publish(officer, brought(officer, compose(VOLUME, "en", 2)))
    again = compose(VOLUME, "en", 3)
    again.lines.insert(1, "Second printing")
    rows = listed(officer, brought(officer, again, "again.txt"))
    known = [bool(rows[each.symbol]["into"]) for each in again.expected]
    assert known == [True, True, False]


@pytest.mark.parametrize("language", ["en", "fr", "zh"])
def test_the_resolutions_in_an_annex_of_a_report_are_texts_of_their_own(
    officer: Client, language: str
) -> None:
    volume = compose(REPORT, language, 3)
    publish(officer, brought(officer, volume))
    assert all(findings_of(version_of(each.symbol)) for each in volume.expected)
    report = Instrument.objects.get(kind="report")
    assert report.held


def test_annexes_follow_a_decision_that_is_held_already(officer: Client) -> None:
    publish(officer, brought(officer, compose(VOLUME, "en", 3)))
    again = brought(officer, compose(VOLUME, "fr", 3), "volume.fr.txt")
    rows = list(again.destinations.select_related("instrument", "version__instrument"))
    annexes = [row for row in rows if "annex" in row.root]
    assert len(annexes) == 2 * VOLUME.annexes
    into = [row.instrument or (row.version and row.version.instrument) for row in annexes]
    assert all(each is not None and each.annexed_to is not None for each in into)
    assert len({each.pk for each in into if each}) == len(annexes)
    publish(officer, again)
    assert Instrument.objects.exclude(annexed_to=None).count() == len(annexes)
