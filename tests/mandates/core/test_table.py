"""The table of mandates: words in place of a date stay marked with their language, a year is written as a date."""

from __future__ import annotations

import pytest
from django.utils import translation

from majlis.look.bidi import as_html, parts_of
from majlis.mandates.core import table
from majlis.mandates.models import Mandate
from tests.mandates import factories

pytestmark = pytest.mark.django_db


def undated(words: str) -> Mandate:
    """A mandate of an English text, with words in place of its due date, read with its source."""
    mandate = factories.mandate()
    Mandate.objects.filter(pk=mandate.pk).update(due=None, due_text=words)
    return Mandate.objects.select_related("source").get(pk=mandate.pk)


def test_words_in_place_of_a_date_are_marked_with_the_language_of_the_text() -> None:
    mandate = undated("the fortieth session")
    with translation.override("ar"):
        due = table.due_text(mandate)
        assert ("the fortieth session", "en") in parts_of(due)
        assert '<span lang="en" dir="ltr">the fortieth session</span>' in as_html(due)
    with translation.override("en"):
        assert {language for _, language in parts_of(table.due_text(mandate))} == {""}


@pytest.mark.parametrize("code", ["ar", "zh", "fr"])
def test_a_year_in_place_of_a_date_is_in_the_language_of_the_reader(code: str) -> None:
    mandate = undated("2031")
    with translation.override(code):
        due = table.due_text(mandate)
        assert "2031" in due
        assert {language for _, language in parts_of(due)} == {""}
