"""Lists as tables of plain values."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.framework import queries
from majlis.framework.models import Matrix, Scheme
from majlis.framework.profile import load_profile
from majlis.kernel.languages import CODES
from tests.framework import factories

pytestmark = pytest.mark.django_db


def test_a_scheme_as_a_table_has_every_name_and_mark(django_assert_max_num_queries: Any) -> None:
    load_profile("wsis")
    scheme = Scheme.objects.get(key="action-lines")
    with django_assert_max_num_queries(10):
        table = queries.concepts_table(None, scheme)
    rows = table.records()
    assert [row["code"] for row in rows][:3] == ["C1", "C2", "C3"]
    assert rows[1]["name_ar"] == "البنية التحتية للمعلومات والاتصالات"
    assert (rows[1]["verified_ar"], rows[1]["verified_zh"]) == ("yes", "no")
    assert all(row[f"name_{code}"] for row in rows for code in CODES)
    assert next(row for row in rows if row["code"] == "C7-egov")["parent"] == "C7"


def test_a_matrix_as_a_table_tells_what_is_only_proposed(
    django_assert_max_num_queries: Any,
) -> None:
    load_profile("wsis")
    matrix = Matrix.objects.get(key="wsis-sdg")
    with django_assert_max_num_queries(10):
        rows = queries.matrix_table(None, matrix, "fr").records()
    assert len(rows) == 136
    cell = next(row for row in rows if (row["row"], row["column"]) == ("C2", "9"))
    assert (cell["targets"], cell["state"], cell["rationale"]) == ("9.1 9.a 9.c", "accepted", "")
    assert cell["column_name"] == "Industrie, innovation et infrastructure"
    assert sum(row["state"] == "proposed" for row in rows) == 9


def test_facilitators_as_a_table(django_assert_max_num_queries: Any) -> None:
    load_profile("wsis")
    with django_assert_max_num_queries(10):
        rows = queries.facilitations_table(None, "es").records()
    assert len(rows) == 91
    assert {"line": "C2", "agency": "itu", "role": "facilitador único"}.items() <= next(
        row for row in rows if row["line"] == "C2"
    ).items()


def test_only_some_concepts_in_the_order_given() -> None:
    scheme = factories.scheme("colours", 3)
    concepts = list(scheme.concepts.order_by("-position"))[:2]
    table = queries.concepts_table(None, scheme, concepts)
    assert [row["code"] for row in table.records()] == ["C3", "C2"]
