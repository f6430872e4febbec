"""The states in which actions are offered, what filters are sent, and columns of fields."""

from __future__ import annotations

from django.http import QueryDict

from majlis.instruments.models import Instrument
from majlis.kernel.lifecycle import is_possible
from majlis.kit.columns import field_column, file_fields
from majlis.kit.filters import printable


def test_an_action_is_possible_from_the_states_of_its_lifecycle() -> None:
    assert is_possible("parties.close_organisation", "active")
    assert not is_possible("parties.close_organisation", "closed")
    assert is_possible("parties.change_organisation", "closed")


def test_a_filter_holds_no_unprintable_character() -> None:
    assert printable(QueryDict("q=a%00b&q=%1b&page=2")).urlencode() == "q=ab&q=&page=2"


def test_a_column_of_a_field_has_the_same_value_on_the_page_and_in_files_and_sorts() -> None:
    column = field_column("symbol", "Symbol", meaning="as the text has it")
    text = Instrument(symbol="A/1")
    assert column.cell is not None and column.value is not None
    assert (column.cell(text), column.value(text), column.sort) == ("A/1", "A/1", ("symbol",))
    assert [(each.key, each.meaning) for each in file_fields([column])] == [
        ("symbol", "as the text has it")
    ]
