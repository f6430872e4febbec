"""Lists as data, and as files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from majlis.framework.models import Matrix, Scheme
from majlis.framework.queries import exports
from majlis.kernel.downloads import FORMATS, Sheet
from majlis.kernel.languages import LANGUAGE_CODES
from tests.framework import factories

pytestmark = pytest.mark.django_db


def sheet_records(sheet: Sheet) -> list[dict[str, Any]]:
    keys = [field.key for field in sheet.fields]
    return [dict(zip(keys, row, strict=True)) for row in sheet.rows]


def test_a_scheme_as_a_table_has_every_name_and_mark(
    wsis: None, django_assert_max_num_queries: Any
) -> None:
    scheme = Scheme.objects.get(key="action-lines")
    with django_assert_max_num_queries(10):
        sheet = exports.concepts_sheet(AnonymousUser(), scheme)
    rows = sheet_records(sheet)
    assert [row["code"] for row in rows][:3] == ["C1", "C2", "C3"]
    assert rows[1]["name_ar"] == "البنية التحتية للمعلومات والاتصالات"
    assert (rows[1]["verified_ar"], rows[1]["verified_zh"]) == ("yes", "no")
    assert all(row[f"name_{code}"] for row in rows for code in LANGUAGE_CODES)
    assert next(row for row in rows if row["code"] == "C7-egov")["parent"] == "C7"


def test_a_matrix_as_a_table_tells_what_is_only_proposed(
    wsis: None,
    django_assert_max_num_queries: Any,
) -> None:
    matrix = Matrix.objects.get(key="wsis-sdg")
    with django_assert_max_num_queries(10):
        rows = sheet_records(exports.matrix_sheet(AnonymousUser(), matrix, "fr"))
    assert len(rows) == 136
    cell = next(row for row in rows if (row["row"], row["column"]) == ("C2", "9"))
    assert (cell["targets"], cell["state"], cell["rationale"]) == ("9.1 9.a 9.c", "accepted", "")
    assert cell["column_name"] == "Industrie, innovation et infrastructure"
    assert sum(row["state"] == "proposed" for row in rows) == 9


def test_facilitators_as_a_sheet(wsis: None, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        rows = sheet_records(exports.facilitations_sheet(AnonymousUser(), "es"))
    assert len(rows) == 91
    assert {"line": "C2", "agency": "itu", "role": "facilitador único"}.items() <= next(
        row for row in rows if row["line"] == "C2"
    ).items()


def test_only_some_concepts_in_the_order_given() -> None:
    scheme = factories.scheme("colours", 3)
    concepts = list(scheme.concepts.order_by("-position"))[:2]
    sheet = exports.concepts_sheet(AnonymousUser(), scheme, concepts)
    assert [row["code"] for row in sheet_records(sheet)] == ["C3", "C2"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("page", ["schemes/", "schemes/m49/", "matrices/wsis-sdg/"])
def test_every_list_comes_as_a_file(wsis: None, client: Client, page: str, form: str) -> None:
    response = client.get(f"/ru/{page}?download={form}")
    assert response.status_code == 200
    assert f".{form}" in response["Content-Disposition"]
    assert f"download={form}" in client.get(f"/ru/{page}").content.decode()


def test_a_file_holds_what_was_looked_for_and_whole(wsis: None, client: Client) -> None:
    found = client.get("/en/schemes/m49/?q=Jamaica&download=json").getvalue()
    assert [row["code"] for row in json.loads(found)["rows"]] == ["388"]
    whole = client.get("/en/schemes/m49/?sort=name&page=2&download=json").getvalue()
    assert len(json.loads(whole)["rows"]) == 278
