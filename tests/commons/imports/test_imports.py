"""A table is brought in: read, mapped, looked at, taken in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext, gettext_lazy
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from majlis.commons.imports import actions, file_reader, rows, table_reader, tasks
from majlis.commons.imports.models import Batch
from majlis.commons.imports.registry import TARGETS, Column, RowFault, Target
from majlis.framework.models import Concept
from majlis.kernel import files, limited_process, work
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import User
from tests.commons.helpers import client_for
from tests.support.languages import TWO_SCRIPTS
from tests.support.people import person
from tests.support.permissions import check_permissions
from tests.support.tasks import DATABASE_TASKS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("immediate_tasks")]
NAMES = (
    "Scheme;Code;Lang;Title;Source;Verified\n"
    "action-lines;C2;fr;Infrastructure fictive;A fictional source;no\n"
    "action-lines;C99;fr;Rien;A fictional source;no\n"
    "action-lines;C3;xx;Rien;A fictional source;no\n"
    "action-lines;C3;es;;A fictional source;no\n"
    "action-lines;C3;es;Acceso ficticio;;perhaps\n"
)


@pytest.fixture
def officer(wsis: None) -> User:
    return person("secretariat")


def uploaded_batch(user: User, text: str | bytes = NAMES, target: str = "concept-names") -> Batch:
    data = text.encode() if isinstance(text, str) else text
    return actions.upload_table(
        Actor(user=user), TARGETS[target], stream=io.BytesIO(data), name="names.csv"
    )


def mapped_batch(user: User, **options: Any) -> Batch:
    batch = uploaded_batch(user, **options)
    keys = {each.place: each.key for each in batch.columns.all()}
    return actions.map_columns(Actor(user=user), batch, keys=keys)


def test_columns_are_guessed_by_their_heads(officer: User) -> None:
    assert [each.key for each in uploaded_batch(officer).columns.all()] == [
        "scheme",
        "code",
        "language",
        "name",
        "source",
        "verified",
    ]


def test_the_preview_names_row_and_column_of_each_fault_and_changes_nothing(officer: User) -> None:
    batch = mapped_batch(officer)
    counted = rows.preview_rows(Actor(user=officer), batch)
    assert (counted.changed, counted.left_out) == (1, 4)
    assert [rows.cell_name(each) for each in counted.faults] == ["B3", "C4", "D5", "E6", "F6"]
    assert all(each.what for each in counted.faults)
    line = Concept.objects.get(scheme__key="action-lines", code="C2")
    assert line.say("title", "fr").text != "Infrastructure fictive"


def test_an_import_without_any_right_row_is_not_offered(officer: User) -> None:
    client = client_for(officer)
    head, *lines = NAMES.splitlines()
    for wrong, offered in ((lines, True), ([each for each in lines if "C2" not in each], False)):
        batch = mapped_batch(officer, text="\n".join([head, *wrong]))
        page = client.get(batch.get_absolute_url()).content.decode()
        assert ("Import rows without errors" in page) == offered


def test_the_rows_that_are_right_are_taken_in_and_the_same_file_again_changes_nothing(
    officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    for expected in ("changed", "same"):
        with django_capture_on_commit_callbacks(execute=True):
            batch = mapped_batch(officer)
            actions.start_import(Actor(user=officer), batch)
        batch.refresh_from_db()
        assert (batch.state, getattr(batch, expected), batch.left_out) == ("done", 1, 4)
        assert batch.faults.count() == 5
    line = Concept.objects.get(scheme__key="action-lines", code="C2")
    assert line.say("title", "fr").text == "Infrastructure fictive"


def test_a_table_as_spreadsheets_write_it_in_utf_16_is_read(officer: User) -> None:
    batch = uploaded_batch(officer, NAMES.replace(";", "\t").encode("utf-16"))
    assert rows.batch_table(batch).rows[0][1][3] == "Infrastructure fictive"


def test_who_has_lost_the_role_meanwhile_gets_an_end_with_every_row_refused(
    officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    batch = mapped_batch(officer)
    with django_capture_on_commit_callbacks() as waiting:
        actions.start_import(Actor(user=officer), batch)
    officer.appointments.all().delete()
    for each in waiting:
        each()
    batch.refresh_from_db()
    assert (batch.state, batch.changed, batch.left_out) == ("done", 0, 5)


def test_what_ends_in_the_middle_goes_on_there_and_counts_each_row_once(
    officer: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    batch = mapped_batch(officer, text=NAMES.replace("C99", "C4"))
    whole = rows.try_import

    def is_ended(actor: Actor, target: Target, values: dict[str, Any]) -> Any:
        came = whole(actor, target, values)
        if values["code"] == "C4":
            raise KeyboardInterrupt
        return came

    with django_capture_on_commit_callbacks() as waiting:
        actions.start_import(Actor(user=officer), batch)
    monkeypatch.setattr(rows, "try_import", is_ended)
    with pytest.raises(KeyboardInterrupt):
        tasks.run.func(batch.pk, officer.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.looked_at, batch.changed) == ("running", 1, 1)
    monkeypatch.setattr(rows, "try_import", whole)
    for each in waiting:
        each()
    batch.refresh_from_db()
    assert (batch.state, batch.looked_at, batch.changed, batch.left_out) == ("done", 5, 2, 3)
    assert batch.faults.count() == 3 + 1


def test_a_running_import_says_how_far_it_is(
    officer: User, settings: Any, django_capture_on_commit_callbacks: Any, client: Client
) -> None:
    batch = mapped_batch(officer)
    settings.TASKS = DATABASE_TASKS
    with django_capture_on_commit_callbacks(execute=True):
        actions.start_import(Actor(user=officer), batch)
    client.force_login(officer)
    task = DBTaskResult.objects.get()
    assert "Import of a table" in client.get(batch.get_absolute_url()).content.decode()
    task.claim("tests")
    work.begin_task(task.task_result)
    work.report_progress(1, batch.rows)
    work.save_progress()
    work.end_task()
    page = client.get(batch.get_absolute_url()).content.decode()
    assert "1 of 5 rows processed" in page
    assert '<progress max="5" value="1">' in page


def test_the_page_says_where_it_does_not_show_every_fault(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = mapped_batch(officer)
    client = Client()
    client.force_login(officer)
    for most, told in ((5, False), (2, True)):
        monkeypatch.setattr(rows, "MAX_FAULTS", most)
        text = client.get(f"/en/imports/{batch.pk}/").content.decode()
        assert ("Only the first errors are shown (2). Correct these first." in text) == told


def test_a_row_that_makes_the_site_fail_is_told_and_the_others_are_taken(
    officer: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    batch = mapped_batch(officer, text=NAMES.replace("C99", "C4"))
    whole = rows.try_import

    def fails(actor: Actor, target: Target, values: dict[str, Any]) -> Any:
        if values["code"] == "C4":
            raise RuntimeError("a defect of the site")
        return whole(actor, target, values)

    monkeypatch.setattr(rows, "try_import", fails)
    with django_capture_on_commit_callbacks(execute=True):
        actions.start_import(Actor(user=officer), batch)
    batch.refresh_from_db()
    assert (batch.state, batch.changed, batch.left_out) == ("done", 1, 4)
    fault = batch.faults.get(row=3)
    assert (
        "System error: this row was not imported." in fault.said["en"]
        and fault.said["ar"] != fault.said["en"]
    )
    assert "a defect of the site" in caplog.text


def test_cells_of_a_matrix_are_proposed_and_corrected(officer: User) -> None:
    text = (
        "matrix,row,column,targets,reason,language,source\n"
        "wsis-sdg,C2,14,14.1; 14.a,A fictional reason,en,A fictional source\n"
        "wsis-sdg,C2,14,2.1,A fictional reason,en,A fictional source\n"
        "nowhere,C2,14,,,en,A fictional source\n"
    )
    batch = mapped_batch(officer, text=text, target="matrix-cells")
    counted = rows.preview_rows(Actor(user=officer), batch)
    assert (counted.made + counted.changed, counted.left_out) == (1, 2)
    assert [rows.cell_name(each)[0] for each in counted.faults] == ["D", "A"]


def test_a_workbook_is_read_like_a_text(officer: User) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["scheme", "code", "language", "name", "source"],
        ["action-lines", "C2", "fr", "Nom", 2024],
    ):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert rows.batch_table(uploaded_batch(officer, stream.getvalue())).rows == [
        (2, ["action-lines", "C2", "fr", "Nom", "2024"])
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"scheme,code\n",
        b"\xff\xfe\x00",
        b"a\xe9,b\n1,2\n",
        b",".join([b"x"] * 61) + b"\n1\n",
        b"%PDF-1.7",
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_a_reason(
    officer: User, content: bytes
) -> None:
    with pytest.raises(InvalidInput) as told:
        uploaded_batch(officer, content)
    assert str(told.value.faults["file"])
    assert not Batch.objects.exists()


def test_two_columns_are_not_the_same_and_what_is_needed_must_be_there(officer: User) -> None:
    batch, actor = uploaded_batch(officer), Actor(user=officer)
    with pytest.raises(InvalidInput) as told:
        actions.map_columns(actor, batch, keys={0: "code", 1: "code"})
    assert set(told.value.faults) == {"column-1"}
    with pytest.raises(InvalidInput) as told:
        actions.map_columns(actor, batch, keys={0: "code"})
    assert set(told.value.faults) == {""}
    with translation.override("ar"), pytest.raises(InvalidInput) as told:
        actions.map_columns(actor, batch, keys={0: "code"})
    assert "، " in str(told.value.faults[""]) and "," not in str(told.value.faults[""])


def test_who_may_do_what(officer: User) -> None:
    batch = uploaded_batch(officer)
    refused = {
        "anybody": None,
        "a person": person(),
        "who left": person("secretariat", is_active=False),
    }
    check_permissions(
        "imports.upload_table",
        TARGETS["concept-names"],
        granted={"secretariat": officer},
        refused=refused,
        do=lambda actor: actions.upload_table(
            actor, TARGETS["concept-names"], stream=io.BytesIO(NAMES.encode()), name="x"
        ),
    )
    others = {**refused, "another officer": person("secretariat")}
    keys = {each.place: each.key for each in batch.columns.all()}
    for name, do in (
        ("imports.map_columns", lambda actor: actions.map_columns(actor, batch, keys=keys)),
        ("imports.start_import", lambda actor: actions.start_import(actor, batch)),
        ("imports.finish_import", lambda actor: actions.finish_import(actor, batch)),
    ):
        check_permissions(name, batch, granted={"who brought it": officer}, refused=others, do=do)
    other = uploaded_batch(officer)
    check_permissions(
        "imports.cancel_import",
        other,
        granted={"who brought it": officer},
        refused=others,
        do=lambda actor: actions.cancel_import(actor, other),
    )


@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_the_whole_way_through_the_pages(
    language: str,
    officer: User,
    django_assert_max_num_queries: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = Client()
    client.force_login(officer)
    with translation.override(language):
        page, upload = reverse("imports:list"), reverse("imports:upload_table")
    told = client.post(upload, {"target": "concept-names"})
    assert told.status_code == 422
    table = SimpleUploadedFile("names.csv", NAMES.encode())
    columns = client.post(upload, {"target": "concept-names", "file": table})["Location"]
    with django_assert_max_num_queries(12):
        named = client.get(columns)
    assert named.status_code == 200
    with translation.override(language):
        must = translation.pgettext("column of a table", "%(column)s (required)")
        optional = translation.pgettext("field of a form", "(optional)")
    text = named.content.decode()
    assert text.count(must % {"column": ""}) >= 4
    assert optional not in text and " *</option>" not in text
    told = client.post(columns, {"column-0": "code", "column-1": "code"})
    assert told.status_code == 422
    keys = ("scheme", "code", "language", "name", "source", "verified")
    batch = client.post(columns, {f"column-{place}": key for place, key in enumerate(keys)})[
        "Location"
    ]
    text = client.get(batch).content.decode()
    assert "B3" in text and "F6" in text
    assert client.get(batch + "?download=csv").getvalue().count(b"\r\n") == 6
    with django_capture_on_commit_callbacks(execute=True):
        client.post(batch + "start/")
    with django_assert_max_num_queries(12):
        assert client.get(batch).status_code == 200
    with django_assert_max_num_queries(12):
        assert "names.csv" in client.get(page).content.decode()
    other = Client()
    other.force_login(person("secretariat"))
    assert other.get(batch).status_code == 404


@given(st.binary(max_size=300))
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused_with_words(tmp_path: Any, data: bytes) -> None:
    path = tmp_path / "table"
    path.write_bytes(data)
    for kind in ("text/plain", files.XLSX):
        try:
            table = file_reader.read_table(path, kind)
        except InvalidInput as told:
            assert str(told)
        else:
            assert all(len(cells) == len(table.heads) for _number, cells in table.rows)


def test_empty_lines_before_the_heads_do_not_hide_what_parts_the_cells(tmp_path: Any) -> None:
    path = tmp_path / "table"
    path.write_text("\n \nScheme;Code\nlines;C1, C2\n")
    assert file_reader.read_table(path, "text/plain") == file_reader.Table(
        ["Scheme", "Code"], [(4, ["lines", "C1, C2"])]
    )


def test_a_cell_that_is_too_long_is_named_and_not_cut(tmp_path: Any) -> None:
    path = tmp_path / "table"
    path.write_text(f"scheme,code\nx,y\nx,{'z' * table_reader.MAX_CELL_LENGTH}\n")
    assert (
        file_reader.read_table(path, "text/plain").rows[1][1][1]
        == "z" * table_reader.MAX_CELL_LENGTH
    )
    path.write_text(f"scheme,code\nx,y\nx,{'z' * (table_reader.MAX_CELL_LENGTH + 1)}\n")
    with pytest.raises(InvalidInput) as told:
        file_reader.read_table(path, "text/plain")
    assert "B3" in str(told.value)


def test_columns_have_the_letters_of_spreadsheets() -> None:
    assert [table_reader.column_letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def workbook() -> bytes:
    book, kept = openpyxl.Workbook(), io.BytesIO()
    for row in (["Scheme", "Code"], ["action-lines", "C2"], ["action-lines", "C3"]):
        book.worksheets[0].append(row)
    book.save(kept)
    return kept.getvalue()


def altered(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return made.getvalue()


def far_down(name: str, data: bytes) -> bytes:
    for near in (b'r="3"', b'r="A3"', b'r="B3"', b':B3"'):
        data = data.replace(near, near.replace(b'3"', b'300000"'))
    return data


def test_a_small_workbook_that_is_endless_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "far"
    path.write_bytes(altered(workbook(), far_down))
    with pytest.raises(InvalidInput, match="more than 20,000 rows"):
        file_reader.read_table(path, files.XLSX)
    path.write_bytes(("a,b\n" + "\n" * 200_000 + "1,2\n").encode())
    with pytest.raises(InvalidInput, match="more than 20,000 rows"):
        file_reader.read_table(path, files.TEXT)


def test_a_workbook_is_not_unpacked_without_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(workbook())
    assert len(file_reader.read_table(path, files.XLSX).rows) == 2
    swollen = altered(workbook(), lambda name, data: data + b" " * 3_000_000)
    assert len(swollen) < 100_000
    path.write_bytes(swollen)
    monkeypatch.setattr(table_reader, "MAX_UNPACKED_BYTES", 2_000_000)
    error = table_reader.read_rows(path, is_workbook=True)
    assert error == {"error": "size", "cell": ""}
    monkeypatch.setattr(file_reader, "run_limited", lambda *_given: error)
    with pytest.raises(InvalidInput, match="exceeds the limit of 100 megabytes"):
        file_reader.read_table(path, files.XLSX)


def broken_sheet(name: str, data: bytes) -> bytes:
    return data.replace(b"</row>", b"<row>") if "sheet1" in name else data


def entities(name: str, data: bytes) -> bytes:
    declared = b'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'
    return data.replace(b"<worksheet", declared) if "sheet1" in name else data


def no_text(name: str, data: bytes) -> bytes:
    return b"\0" if name.endswith((".xml", ".rels")) and "Content_Types" not in name else data


@pytest.mark.parametrize("change", [broken_sheet, entities, no_text])
def test_a_workbook_of_broken_xml_is_told_at_the_form(
    officer: User, change: Callable[[str, bytes], bytes]
) -> None:
    file = SimpleUploadedFile("a.xlsx", altered(workbook(), change))
    data = {"target": "concept-names", "file": file}
    answer = client_for(officer).post(reverse("imports:upload_table"), data)
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        assert "could not be read" in answer.content.decode()
    assert change is entities or not Batch.objects.exists()


def test_a_table_past_its_limits_is_told_at_the_form(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: Any) -> None:
        raise limited_process.UnreadableFile("The file takes too long to process.")

    monkeypatch.setattr(file_reader, "run_limited", refuse)
    file = SimpleUploadedFile("a.csv", NAMES.encode())
    data = {"target": "concept-names", "file": file}
    answer = client_for(officer).post(reverse("imports:upload_table"), data)
    assert answer.status_code == 422
    assert "takes too long" in answer.content.decode()


def test_what_was_found_wrong_in_arabic_is_read_in_french(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def number(text: str) -> str:
        raise ValueError(
            str(gettext_lazy("Enter one of these values: yes, partly, no.")) + f" [{text}]"
        )

    def take(actor: Actor, row: Any) -> str:
        Concept.objects.filter(code="C2").update(code="C2-taken")
        if row["name"] == "row":
            raise RowFault(
                "code", gettext_lazy("This code does not exist in the scheme. Correct it.")
            )
        if translation.get_language() == "ar":
            raise InvalidInput({"name": str(gettext_lazy("The cell is empty. Enter a value."))})
        raise InvalidInput(
            {"name": str(gettext_lazy("This code does not exist in the scheme. Correct it."))}
        )

    columns = (Column("code", "Code"), Column("name", "Name"), Column("mark", "Mark", read=number))
    target = Target("test", "Test", columns, "framework.correct_label", take)
    monkeypatch.setitem(TARGETS, "test", target)
    text = "code,name,mark\n1,row,\n2,verb,\n3,cell,x\n"
    with translation.override("ar"):
        batch = mapped_batch(officer, text=text, target="test")
        arabic = [str(each) for each in batch.faults.all()]
    assert not Concept.objects.filter(code="C2-taken").exists()
    client = Client()
    client.force_login(officer)
    with translation.override("fr"):
        page = client.get(reverse("imports:batch", args=[batch.pk])).content.decode()
        words = [
            gettext("This code does not exist in the scheme. Correct it."),
            gettext("Enter one of these values: yes, partly, no.") + " [x]",
        ]
    for each in words:
        assert escape(each) in page
    assert len(arabic) == 3 and not any(each in page for each in arabic)
    assert page.count(escape(words[0])) == 2
