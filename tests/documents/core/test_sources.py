"""Those from whom a document comes."""

from __future__ import annotations

import pytest
from django.utils import translation

from majlis.documents.core.sources import office_name
from majlis.documents.models import Document


@pytest.mark.parametrize(
    ("words", "written", "page", "shown"),
    [
        ("Secretariat", "en", "fr", ("Secrétariat", "fr")),
        ("Secrétariat", "fr", "en", ("Secretariat", "en")),
        ("Secretariat", "en", "en", ("Secretariat", "en")),
        ("Office of the Chair", "en", "fr", ("Office of the Chair", "en")),
        ("Secrétariat", "en", "fr", ("Secrétariat", "en")),
    ],
)
def test_an_office_that_the_site_named_is_in_the_language_of_the_page(
    words: str, written: str, page: str, shown: tuple[str, str]
) -> None:
    document = Document(source_words=words, language=written)
    with translation.override(page):
        name = office_name(document)
    assert (name.text, name.language) == shown
    assert office_name(document, page) == name
