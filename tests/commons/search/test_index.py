"""Keeping the index: with the verb, by the task, and what must never be left behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from majlis.commons.search import embeddings, registry
from majlis.commons.search.analyser import analyse
from majlis.commons.search.index import IMMEDIATE_LENGTH, fill_vectors, index_records
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.parse import parse_query
from majlis.commons.search.queries import search
from majlis.commons.search.tasks import rebuild, refresh
from majlis.commons.search.tsvector import tsvector_literal
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.kernel.records import create_record, set_wording
from majlis.kernel.verbs import VERBS, Act, verb
from tests.commons.search.test_analyser import LANGUAGES, TEXTS

KIND = "search_paper"


@pytest.fixture(autouse=True)
def papers() -> Iterator[None]:
    """A kind of record that is searched, and a verb that changes its title."""
    registry.register(
        KIND, body=("text",), symbols=lambda records: {each.pk: [each.address] for each in records}
    )
    rules.add_perm("search_test.rename", rules.always_allow)

    @verb("search_test.rename")
    def rename(act: Act, record: Record, title: str, text: str = "", fails: bool = False) -> Record:
        set_wording(record, "title", "en", title, "authentic")
        if text:
            set_wording(record, "text", "en", text, "authentic")
        act.note(record, new={"title": title})
        return record

    yield
    registry.SOURCES.pop(KIND)
    VERBS.pop("search_test.rename")
    rules.remove_perm("search_test.rename")


def paper(address: str = "C99/1", **words: Any) -> Record:
    """A fictional record of that kind, indexed."""
    record = create_record(
        KIND, address, words or {"title": {"en": "Ferries of Ormesia"}}, authentic="en"
    )
    index_records(Record.objects.filter(pk=record.pk).with_wordings())
    return record


def found(words: str, language: str = "en", user: Any = None) -> list[int]:
    return [
        each.record
        for each in search(user or AnonymousUser(), words, language).best
        if each.how != "meaning"
    ]


@pytest.mark.django_db
def test_a_title_is_found_when_the_verb_is_done() -> None:
    record = create_record(KIND, "C99/7", {"title": {"en": "Old name"}}, authentic="en")
    VERBS["search_test.rename"](Actor(system="tests"), record, "Lighthouses", "keepers rest")
    assert found("lighthouse") == found("keepers") == [record.pk]
    assert found("old name") == []


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_is_not_found() -> None:
    record = paper()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        VERBS["search_test.rename"](Actor(system="tests"), record, "Lighthouses")
        raise ZeroDivisionError
    assert found("lighthouses") == []
    assert found("ferries") == [record.pk]


@pytest.mark.django_db
def test_the_end_of_a_long_text_follows_with_the_task() -> None:
    record = paper()
    long = "gauge " * (IMMEDIATE_LENGTH // 6 + 10) + "periscope"
    VERBS["search_test.rename"](Actor(system="tests"), record, "Gauges", long)
    assert found("gauges") == [record.pk]
    assert found("periscope") == []
    refresh.func([record.pk])
    assert found("periscope") == [record.pk]


@pytest.mark.django_db
def test_a_language_that_is_gone_is_not_found_any_more() -> None:
    record = paper(title={"en": "Ferries", "fr": "Traversiers"})
    assert found("traversiers") == [record.pk]
    record.wordings.filter(language="fr").update(text="")
    refresh.func([record.pk])
    assert found("traversiers") == []
    assert found("ferries") == [record.pk]


@pytest.mark.django_db
def test_a_kind_that_nobody_registered_is_not_searched() -> None:
    record = create_record("search_secret", "x/1", {"title": {"en": "Ferries"}})
    assert index_records(Record.objects.filter(pk=record.pk).with_wordings()) == []
    assert not SearchEntry.objects.exists()


@pytest.mark.django_db
def test_all_is_indexed_again() -> None:
    first, second = paper("C99/1"), paper("C99/2")
    SearchEntry.objects.all().delete()
    rebuild.func()
    assert sorted(found("ferries")) == [first.pk, second.pk]


@pytest.mark.django_db
def test_words_that_a_room_keeps_elsewhere_are_taken_from_it() -> None:
    registry.register(
        KIND,
        words=lambda records: {
            each.pk: {"es": registry.SearchText("Faros", "de la costa")} for each in records
        },
    )
    record = paper()
    assert found("costa", "es") == [record.pk]
    assert found("ferries") == []


@pytest.mark.django_db
@pytest.mark.skipif(not embeddings.is_available(), reason="the model is not installed")
def test_vectors_are_made_once_and_anew_for_other_words() -> None:
    record = paper(title={"en": "Ferries", "ar": "العبّارات"})
    assert fill_vectors([record.pk]) == 2
    assert fill_vectors() == 0
    index_records(Record.objects.filter(pk=record.pk).with_wordings())
    assert not SearchEntry.objects.filter(vector=None).exists()
    set_wording(record, "title", "en", "Lighthouses", "authentic")
    index_records(Record.objects.filter(pk=record.pk).with_wordings())
    assert SearchEntry.objects.get(vector=None).language == "en"
    assert fill_vectors() == 1


@pytest.mark.django_db
def test_without_the_model_everything_else_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "is_available", lambda: False)
    record = paper()
    assert fill_vectors() == 0
    assert embeddings.vectors(["ferries"]) is None
    assert found("ferries") == [record.pk]


class TestPostgresReadsIt(TestCase):
    """Whatever the text: PostgreSQL takes the literals, and finds a text by what our matcher finds it by."""

    @settings(max_examples=60)
    @given(st.text(max_size=120), st.sampled_from(LANGUAGES))
    def test_any_text(self, text: str, language: str) -> None:
        mixed = f"{text} {TEXTS[language]} {text}'\\"
        asked = parse_query(mixed)
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::tsvector", [tsvector_literal(analyse(mixed, language))])
            if asked.tsquery:
                cursor.execute("SELECT %s::tsquery", [asked.tsquery])

    @settings(max_examples=20)
    @given(st.sampled_from(LANGUAGES), st.data())
    def test_each_word_finds_its_text(self, language: str, data: st.DataObject) -> None:
        text = TEXTS[language]
        # A word that says nothing by itself ("before") is no word of the index.
        words = [each for each in text.split() if len(each) > 3 and analyse(each, language)]
        word = data.draw(st.sampled_from(words))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT %s::tsvector @@ %s::tsquery",
                [tsvector_literal(analyse(text, language)), parse_query(word).tsquery],
            )
            assert cursor.fetchone() == (True,)
