"""The page of results: what is found for whom, what was typed stays, and what to do where nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override

from majlis.commons.search import registry
from majlis.commons.search.index import index
from majlis.kernel import kinds
from majlis.kernel.languages import CODES
from majlis.kernel.models import Access, Record, User
from majlis.kernel.records import circle, new_record
from tests.commons.kit import browser
from tests.support.people import person

pytestmark = pytest.mark.django_db
KIND = "portal_paper"
NOTHING = "Nothing was found. Try fewer words, another language, or take away a filter. What only members see is found after signing in."
NOT_ASKED = "Type what you look for: words in any of the six languages, a name, or a symbol such as A/RES/70/125."


@pytest.fixture(autouse=True)
def papers() -> Iterator[None]:
    """A kind that is searched."""
    kinds.register(KIND, "paper", "papers")
    registry.register(KIND)
    yield
    kinds.KINDS.pop(KIND)
    registry.SOURCES.pop(KIND)


def paper(title: str, address: str, owner: User | None = None) -> Record:
    """A paper that is public, or private to one person; indexed."""
    fields: dict[str, Any] = {}
    if owner is not None:
        fields = {"access": Access.PRIVATE, "circle": circle(address, {"user": owner})}
    made = new_record(KIND, address, {"title": {"en": title}}, authentic="en", **fields)
    index(Record.objects.filter(pk=made.pk).with_words())
    return made


def test_only_what_the_reader_may_see_is_found_and_counted() -> None:
    owner = person()
    paper("Lighthouses of Ormesia", "papers/open")
    paper("Lighthouses kept secret", "papers/secret", owner)
    for user, count in ((None, 1), (person("secretariat"), 1), (owner, 2)):
        answer = browser(user).get("/en/search/", {"q": "lighthouses"})
        text = answer.content.decode()
        assert 'href="/en/papers/open/"' in text
        assert ("papers/secret" in text) is (count == 2)
        assert ("kept secret" in text) is (count == 2)
        assert answer.context["page"].total == count
        assert [each.count for each in answer.context["page"].kinds] == [count]


@pytest.mark.parametrize("language", CODES)
def test_nothing_found_says_what_to_do(language: str) -> None:
    paper("Lighthouses", "papers/open")
    text = Client().get(f"/{language}/search/", {"q": "xyzzyx"}).content.decode()
    with override(language):
        assert escape(gettext(NOTHING)) in text
    assert text.count('value="xyzzyx"') >= 1


def test_without_words_it_says_what_can_be_typed() -> None:
    for query in ("", "?q=", "?q=%20%20"):
        answer = Client().get(f"/en/search/{query}")
        assert answer.status_code == 200
        assert NOT_ASKED in answer.content.decode()


@pytest.mark.parametrize(
    "typed", ['"salt" <b>&amp;', "ملح البحر", "  two  words ", "<script>alert(1)</script>"]
)
def test_what_was_typed_stays_as_it_was_and_does_nothing(typed: str) -> None:
    text = Client().get("/en/search/", {"q": typed}).content.decode()
    field = text[text.index('id="page-q"') :]
    field = field[: field.index(">")]
    assert " ".join(escape(typed).split()) in " ".join(field.split())
    assert "<script>alert" not in text and "<b>" not in text


def test_a_filter_keeps_the_words_and_can_be_taken_away() -> None:
    paper("Lighthouses", "papers/open")
    text = Client().get("/en/search/", {"q": "lighthouses", "kind": KIND}).content.decode()
    assert 'aria-current="true"' in text and 'href="/en/papers/open/"' in text
    assert "?q=lighthouses" in text
    odd = Client().get("/en/search/", {"q": "lighthouses", "kind": "nothing", "page": "x"})
    assert odd.status_code == 200


def test_what_is_too_long_is_cut_and_says_so() -> None:
    text = Client().get("/en/search/", {"q": "lighthouse " * 100}).content.decode()
    assert "Only the beginning of what you typed was searched for." in text
