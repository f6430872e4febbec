"""A text that was published comes out as it went in, ids included, in every format that carries it."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from majlis.instruments.models import Version
from majlis.instruments.publication.build import VersionFacts, create_instrument, create_version
from majlis.instruments.texts.storage import load_text, settled_text
from majlis.textkit.carry import normal
from majlis.textkit.model import LANGUAGES, Text
from majlis.textkit.read import read_bytes
from majlis.textkit.write.akn import write_akn
from majlis.textkit.write.docx import write_docx
from tests.textkit.strategies import texts

pytestmark = pytest.mark.django_db


def published(text: Text) -> Version:
    """The text as a version of an instrument of its own."""
    return create_version(create_instrument(text, VersionFacts()), text, VersionFacts())


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=texts.filter(lambda text: text.language in LANGUAGES))
def test_what_is_published_comes_out_the_same_also_through_files(text: Text) -> None:
    source = normal(text)
    with transaction.atomic():
        kept = load_text(published(source), source.language)
        transaction.set_rollback(True)
    assert kept == normal(settled_text(source))
    assert read_bytes(write_akn(kept), name="a.xml") == kept
    assert read_bytes(write_docx(kept), name="a.docx") == kept
