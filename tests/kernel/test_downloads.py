"""Any list as a file."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from majlis.kernel.downloads import (
    FORMULA_STARTS,
    Field,
    Sheet,
    StoredFileResponse,
    as_csv,
    as_json,
    as_xlsx,
    download_links,
    download_response,
)
from tests.support.stories import run_apart

CELLS = st.one_of(st.none(), st.integers(-(10**6), 10**6), st.booleans(), st.text(max_size=30))


def sheet(rows: Any) -> Sheet:
    return Sheet("list", "A list", [Field("one", "One", "The first."), Field("two", "Two")], rows)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_no_cell_of_a_file_starts_a_formula(rows: list[tuple[Any, Any]]) -> None:
    read = list(
        csv.reader(io.StringIO("".join(as_csv(sheet(rows))).removeprefix("\ufeff"), newline=""))
    )
    assert len(read) == len(rows) + 1
    for row, given_row in zip(read[1:], rows, strict=True):
        for cell, value in zip(row, given_row, strict=True):
            if isinstance(value, str):
                assert not cell.lstrip(" \n").startswith(FORMULA_STARTS)
                assert cell in (value, f"'{value}")


def test_a_workbook_holds_words_not_formulas_and_runs_in_the_direction_of_the_reader() -> None:
    with translation.override("ar"):
        book = openpyxl.load_workbook(io.BytesIO(as_xlsx(sheet([["=1+1", 3], ["http://x", -2]]))))
    page = book["data"]
    assert page["A2"].value == "=1+1"
    assert page["A2"].data_type == "s"
    assert (page["B2"].value, page["B3"].value) == (3, -2)
    assert page.sheet_view.rightToLeft
    assert book["about"]["A3"].value == "one"


def test_json_says_what_its_columns_mean_and_where_it_is_from() -> None:
    read = json.loads("".join(as_json(sheet([["ألف", None]]), "https://example.org/")))
    assert read["rows"] == [{"one": "ألف", "two": ""}]
    assert read["fields"][0] == {"key": "one", "label": "One", "meaning": "The first."}
    assert read["source"] == "https://example.org/"


def test_the_links_keep_the_filters_and_the_answer_has_a_name() -> None:
    request = RequestFactory().get("/en/x/?kind=a&page=3")
    assert download_links(request)[1] == ("XLSX", "?kind=a&download=xlsx")
    for form in ("csv", "xlsx", "json"):
        response = download_response(
            RequestFactory().get(f"/en/x/?download={form}"), sheet([[1, 2]])
        )
        assert f'filename="list.{form}"' in response["Content-Disposition"]
        assert response.getvalue()


def test_a_stored_file_is_sent_block_by_block_by_either_kind_of_server() -> None:
    content = bytes(StoredFileResponse.block_size + 3)

    async def sent() -> list[int]:
        return [len(block) async for block in StoredFileResponse(io.BytesIO(content))]

    lengths = [StoredFileResponse.block_size, 3]
    assert run_apart(sent) == lengths
    assert [len(block) for block in StoredFileResponse(io.BytesIO(content))] == lengths
