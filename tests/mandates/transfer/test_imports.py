"""What is taken away can be brought in again; a table adds, and changes nothing that a person accepted."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest

from majlis.commons.imports.actions import guess_columns
from majlis.commons.imports.file_reader import read_table
from majlis.commons.imports.registry import TARGETS, RowFault
from majlis.framework.models import Concept
from majlis.instruments.models import Tag
from majlis.kernel import downloads, files
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.mandates.extraction import actions as extraction_actions
from majlis.mandates.models import Alias, Assignment, Finding, Mandate, MandateSource
from majlis.mandates.register import columns
from majlis.mandates.transfer import actions, imports
from tests.framework import factories
from tests.mandates import factories as mandates_factories
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2031, 3, 1)
TARGET = TARGETS["mandates"]


def officer() -> Actor:
    return Actor(user=person("secretariat"))


def sheet() -> downloads.Sheet:
    return columns.register_sheet(Mandate.objects.order_by("number"), TODAY)


def table(form: str, tmp_path: Any) -> list[dict[str, Any]]:
    """The rows of the download, as an import reads them."""
    data = (
        downloads.as_xlsx(sheet())
        if form == "xlsx"
        else "".join(downloads.as_csv(sheet())).encode()
    )
    place = tmp_path / f"a.{form}"
    place.write_bytes(data)
    found = read_table(place, files.XLSX if form == "xlsx" else files.TEXT)
    keys = guess_columns(TARGET, list(found.heads))
    assert keys == list(columns.KEYS)
    rows = []
    for _number, cells in found.rows:
        row = {}
        for key, cell in zip(keys, cells, strict=True):
            column = TARGET.column(key)
            assert column is not None
            row[key] = column.read(cell) if cell else ""
        rows.append(row)
    return rows


def shelf() -> Mandate:
    version = mandates_factories.text()
    it = mandates_factories.mandate(
        version,
        lead=mandates_factories.entity("Keeper"),
        recurrence="P1Y",
        deadline="2031-06",
        occasion="-the fortieth session",
        trigger="once the tide is low",
    )
    Alias.objects.create(mandate=it, registry="msr", value="17:4")
    concept = Concept.objects.get(pk=factories.link(factories.matrix(), 1, 1).row_id)
    Tag.objects.create(
        concept=concept,
        instrument=it.instrument,
        lineage=it.lineage,
        found="person",
        state="confirmed",
    )
    mandates_factories.mandate(version, number=3, asked="Harbours", force="invites")
    return it


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_taken_away_changes_nothing_when_it_is_brought_in(
    form: str, tmp_path: Any
) -> None:
    shelf()
    rows = table(form, tmp_path)
    assert [imports.import_mandate(officer(), row) for row in rows] == ["same", "same"]


def test_it_makes_the_same_mandates_where_they_are_not(tmp_path: Any) -> None:
    it = shelf()
    rows = table("csv", tmp_path)
    Mandate.objects.update(source=None)
    MandateSource.objects.all().delete()
    Assignment.objects.all().delete()
    Alias.objects.all().delete()
    Mandate.objects.all().delete()
    doer = officer()
    for row in rows:
        assert imports.import_mandate(doer, row | {"number": ""}) == "made"
    assert [imports.import_mandate(doer, row | {"number": ""}) for row in rows] == ["same", "same"]
    again = table("csv", tmp_path)
    # A number is never given twice; who leads has to be confirmed by a person.
    new = {"number", "address", "lead", "legal_status"}
    for before, after in zip(rows, again, strict=True):
        differ = {key for key in before if before[key] != after[key]}
        assert differ <= new
    assert {each.state for each in Assignment.objects.all()} == {"proposed"}
    first = Mandate.objects.order_by("number")[0]
    assert first.number > it.number
    assert first.source is not None
    assert first.source.accepted_by == doer.user
    assert first.source.found_by["force"] == "person"


def test_a_row_adds_ids_and_proposes_actors(tmp_path: Any) -> None:
    it = shelf()
    row = table("csv", tmp_path)[0]
    row |= {"aliases": "msr:17:4; other:9", "lead": "harbours", "contributors": "Harbours"}
    doer = officer()
    assert imports.import_mandate(doer, row) == "changed"
    assert set(it.aliases.values_list("value", flat=True)) == {"17:4", "9"}
    it.refresh_from_db()
    assert it.lead is not None
    assert it.lead.slug == "keeper"
    proposed = it.assignments.filter(state="proposed").values_list("part", "entity__slug")
    assert set(proposed) == {("lead", "harbours"), ("contributor", "harbours")}
    assert imports.import_mandate(doer, row) == "same"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", "M-9999"),
        ("force", "obliges"),
        ("action", "to do another thing"),
        ("asked", "harbours"),
        ("state", "answered"),
        ("words_en", "Other words."),
        ("aliases", "17"),
        ("lead", "nobody at all"),
        ("concepts", "no/such"),
        ("provision", "para_1"),
    ],
)
def test_what_a_person_accepted_is_not_changed(column: str, value: str, tmp_path: Any) -> None:
    shelf()
    row = table("csv", tmp_path)[0] | {column: value}
    before = list(MandateSource.objects.values()), list(Mandate.objects.values())
    with pytest.raises(RowFault) as fault:
        imports.import_mandate(officer(), row)
    assert fault.value.key == column
    assert (list(MandateSource.objects.values()), list(Mandate.objects.values())) == before


@pytest.mark.parametrize(
    ("column", "value"), [("version", "texts/none/1"), ("provision", "para_99"), ("force", "")]
)
def test_a_new_mandate_needs_its_provision_and_force(
    column: str, value: str, tmp_path: Any
) -> None:
    shelf()
    row = table("csv", tmp_path)[1] | {"number": "", "action": "to wait", column: value}
    with pytest.raises(RowFault) as fault:
        imports.import_mandate(officer(), row)
    assert fault.value.key == column


def test_who_may_bring_mandates_in() -> None:
    speaker = person()
    organisation(speaker)
    granted = {"the secretariat": person("secretariat")}
    refused: dict[str, User | None] = {
        "nobody": None,
        "somebody": person(),
        "who speaks for an organization": speaker,
        "an administrator": person("administrator"),
        "a moderator": person("moderator"),
        "a closed account": person("secretariat", is_active=False),
    }
    it = mandates_factories.mandate()
    provision = mandates_factories.operative(mandates_factories.text(), 3)
    given = actions.RowValues("en", addressees={"asked": ["keeper"]})
    check_permissions(
        "mandates.import_row",
        provision,
        granted=granted,
        refused=refused,
        do=lambda who: actions.import_row(who, provision, given=given),
    )
    check_permissions(
        "mandates.supplement_mandate",
        it,
        granted=granted,
        refused=refused,
        do=lambda who: actions.supplement_mandate(who, it, aliases=[("msr", "1")]),
    )


def test_the_data_dictionary_is_in_each_file_that_can_hold_one() -> None:
    import json

    import openpyxl

    shelf()
    about = openpyxl.load_workbook(io.BytesIO(downloads.as_xlsx(sheet())))["about"]
    assert [row[0].value for row in about.iter_rows(min_row=3)] == list(columns.KEYS)
    told = json.loads("".join(downloads.as_json(sheet())))["fields"]
    assert all(each["meaning"] for each in told if each["key"] not in ("verb",))


def test_a_mandate_of_a_table_has_its_lead_proposed_and_its_deliverables() -> None:
    provision = mandates_factories.operative(mandates_factories.text(), 2)
    given = actions.RowValues(
        "en",
        kind="report",
        deadline="2090-05-01",
        addressees={"asked": [mandates_factories.entity("Keeper").slug]},
    )
    it = actions.import_row(officer(), provision, given=given)
    assert it.deliverables.get().due == "2090-05-01"
    assert it.assignments.get().entity.slug == "keeper"
    assert it.assignments.get().state == "proposed"
    named = actions.import_row(
        officer(),
        mandates_factories.operative(mandates_factories.text(), 2),
        given=given,
        propose=False,
    )
    assert not named.assignments.exists()


def test_the_cells_of_a_row_are_made_once(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    shelf()
    real, made_cells = columns._cells, []
    monkeypatch.setattr(
        columns, "_cells", lambda it, today: made_cells.append(it.pk) or real(it, today)
    )
    with django_assert_num_queries(2):
        rows = list(sheet().rows)
    assert len(rows) == len(made_cells) == 2


def test_what_a_table_brought_in_is_decided_in_the_queue() -> None:
    version = mandates_factories.text()
    extraction_actions.extract_findings(Actor.as_system("tests"), version)
    waits = Finding.objects.get(version=version, extracted__action__startswith="report")
    row = {
        "version": version.record.address,
        "provision": waits.provision.eid,
        "force": "obliges",
        "kind": "report",
        "action": waits.extracted["action"],
        "asked": "Keeper",
    }
    assert imports.import_mandate(officer(), row) == "made"
    it = Mandate.objects.get()
    waits.refresh_from_db()
    assert (waits.state, waits.mandate) == ("accepted", it)
    assert set(waits.corrected) >= {"force"} and "action" not in waits.corrected
    # What else its text asks still waits.
    assert Finding.objects.filter(version=version, state="waiting").exists()


def test_what_asks_something_else_at_that_provision_still_waits() -> None:
    version = mandates_factories.text()
    extraction_actions.extract_findings(Actor.as_system("tests"), version)
    waits = Finding.objects.get(version=version, extracted__action__startswith="report")
    given = actions.RowValues("en", action="to sing at dawn", addressees={"asked": ["Keeper"]})
    it = actions.import_row(officer(), waits.provision, given=given)
    waits.refresh_from_db()
    assert (waits.state, waits.mandate) == ("waiting", None)
    assert it.findings.count() == 0


def test_the_next_version_goes_on_what_a_table_brought_in() -> None:
    first = mandates_factories.text()
    second = mandates_factories.text(of=first)
    for old, new in zip(first.provisions.all(), second.provisions.all(), strict=True):
        new.lineage = old.lineage
        new.save()
    extraction_actions.extract_findings(Actor.as_system("tests"), second)
    waits = Finding.objects.get(version=second, extracted__action__startswith="report")
    place = first.provisions.get(eid=waits.provision.eid)
    given = actions.RowValues(
        "en", action=waits.extracted["action"], addressees={"asked": ["Keeper"]}
    )
    it = actions.import_row(officer(), place, given=given)
    waits.refresh_from_db()
    assert waits.continues == it


def test_a_mandate_of_a_table_says_how_its_names_were_found() -> None:
    named = {"asked": ["Keeper"], "recipient": ["Council"], "via": []}
    given = actions.RowValues("en", action="to report", addressees=named)
    it = actions.import_row(
        officer(), mandates_factories.operative(mandates_factories.text(), 2), given=given
    )
    assert it.source is not None
    assert {name: it.source.found_by.get(name) for name in ("asked", "recipient", "via", "action")} == {
        "asked": "person", "recipient": "person", "via": None, "action": "person",
    }  # fmt: skip


def test_headings_of_former_workbooks_are_recognised() -> None:
    headings = ["Who is asked", "À qui il est demandé", "Lead", "What is to come of it", "Late"]
    assert guess_columns(TARGET, headings[:1] + headings[2:]) == ["asked", "lead", "kind", "late"]
    assert guess_columns(TARGET, headings[1:2]) == ["asked"]
    known = {each.key for each in columns.FIELDS}
    assert set(imports.former_headings()) <= known
