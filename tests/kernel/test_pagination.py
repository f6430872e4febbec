"""A page of a list, and the number of all, in one query."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.kernel.models import Record
from majlis.kernel.pagination import paginate
from majlis.kernel.records import create_record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "number", "queries"),
    [(None, 1, 1), ("2", 2, 1), ("3", 3, 1), ("9", 3, 3), ("0", 1, 1), ("-4", 1, 1), ("٢", 1, 1)],
)
def test_a_page_knows_where_it_is(
    asked: str | None, number: int, queries: int, django_assert_num_queries: Any
) -> None:
    for n in range(5):
        create_record("thing", f"things/{n}")
    found = Record.objects.filter(kind="thing").order_by("address")
    with django_assert_num_queries(queries):
        page = paginate(found, 2, asked)
        assert (page.number, page.paginator.count, page.paginator.num_pages) == (number, 5, 3)
        here = "".join(each.address[-1] for each in page.object_list)
        assert here == ("01", "23", "4")[number - 1]


def test_a_list_of_nothing_is_one_page() -> None:
    page = paginate(Record.objects.filter(kind="nothing").order_by("pk"), 2, "1")
    assert list(page.object_list) == []
    assert (page.paginator.count, page.has_next()) == (0, False)


def test_a_number_that_is_known_is_not_counted_again(django_assert_num_queries: Any) -> None:
    for n in range(5):
        create_record("thing", f"things/{n}")
    found = Record.objects.filter(kind="thing").order_by("address")
    with django_assert_num_queries(1):
        page = paginate(found, 2, "9", lambda: 5)
        assert [each.address for each in page.object_list] == ["things/4"]
    assert (page.number, page.paginator.num_pages) == (3, 3)


@pytest.mark.parametrize(("asked", "here"), [(None, ["things/0", "things/1"]), ("9", ["things/2"])])
def test_rows_that_a_join_gives_twice_are_counted_once(asked: str | None, here: list[str]) -> None:
    for n in range(3):
        record = create_record("thing", f"things/{n}")
        for language in ("en", "fr"):
            record.wordings.create(field="title", language=language, text="Thing")
    joined = Record.objects.filter(wordings__text="Thing").distinct().order_by("address")
    page = paginate(joined, 2, asked)
    assert [each.address for each in page.object_list] == here
    assert page.paginator.count == 3
