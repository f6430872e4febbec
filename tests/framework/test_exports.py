"""Lists as files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from majlis.kernel.downloads import FORMATS
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Access
from majlis.kernel.records import get_or_create_circle
from tests.framework import factories

pytestmark = pytest.mark.django_db


def file_records(client: Client, page: str, language: str = "en") -> list[dict[str, Any]]:
    """The rows of the file of a page."""
    mark = "&" if "?" in page else "?"
    response = client.get(f"/{language}/{page}{mark}download=json")
    rows: list[dict[str, Any]] = json.loads(response.getvalue())["rows"]
    return rows


def test_a_scheme_as_a_table_has_every_name_and_mark(
    wsis: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        rows = file_records(client, "schemes/action-lines/")
    assert [row["code"] for row in rows][:3] == ["C1", "C2", "C3"]
    assert rows[1]["name_ar"] == "البنية التحتية للمعلومات والاتصالات"
    assert (rows[1]["verified_ar"], rows[1]["verified_zh"]) == ("yes", "no")
    assert all(row[f"name_{code}"] for row in rows for code in LANGUAGE_CODES)
    assert next(row for row in rows if row["code"] == "C7-egov")["parent"] == "C7"


def test_a_parent_that_the_reader_may_not_see_is_not_in_the_file(client: Client) -> None:
    scheme = factories.scheme("colours", 1, 1)
    assert file_records(client, "schemes/colours/")[1]["parent"] == "C1"
    parent = scheme.concepts.get(code="C1").record
    parent.access, parent.circle = Access.PRIVATE, get_or_create_circle("test")
    parent.save()
    assert [row["parent"] for row in file_records(client, "schemes/colours/")] == [""]


def test_a_matrix_as_a_table_tells_what_is_only_proposed(
    wsis: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        rows = file_records(client, "matrices/wsis-sdg/", "fr")
    assert len(rows) == 136
    cell = next(row for row in rows if (row["row"], row["column"]) == ("C2", "9"))
    assert (cell["targets"], cell["state"], cell["rationale"]) == ("9.1 9.a 9.c", "accepted", "")
    assert cell["column_name"] == "Industrie, innovation et infrastructure"
    assert sum(row["state"] == "proposed" for row in rows) == 9


def test_facilitators_as_a_file(
    wsis: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        rows = file_records(client, "schemes/", "es")
    assert len(rows) == 91
    assert {"line": "C2", "agency": "itu", "role": "facilitador único"}.items() <= next(
        row for row in rows if row["line"] == "C2"
    ).items()


def test_the_columns_of_the_files(wsis: None, client: Client) -> None:
    """Other programs read them."""
    names, verified = (
        [f"{each}_{code}" for code in LANGUAGE_CODES] for each in ("name", "verified")
    )
    for page, keys in (
        (
            "schemes/m49/",
            [*["code", "parent", "kind", "other_codes"], *names, *verified, "official"],
        ),
        (
            "matrices/wsis-sdg/",
            [
                "row",
                "row_name",
                "column",
                "column_name",
                "targets",
                "state",
                "agreement",
                "rationale",
                "rationale_language",
                "verified",
            ],
        ),
        (
            "schemes/",
            [
                "line",
                "line_name",
                "agency",
                "agency_name",
                "role",
                "list",
                "since",
                "until",
                "verified",
            ],
        ),
    ):
        assert list(file_records(client, page)[0]) == [*keys, "source", "note"], page


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
