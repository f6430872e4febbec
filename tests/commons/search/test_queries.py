"""Asking: who sees what, in which order, with which counts; pages, excerpts and suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from majlis.commons.search import embeddings, queries, registry
from majlis.commons.search.excerpts import EXCERPT_LENGTH, excerpt, mark_matches
from majlis.commons.search.index import fill_vectors, index_records
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.parse import parse_query
from majlis.commons.search.queries import Filters, search
from majlis.commons.search.query_language import detect_query_language
from majlis.commons.search.results import PAGE_SIZE, results_page, suggestions
from majlis.kernel import record_kinds
from majlis.kernel.models import Record
from majlis.kernel.records import create_record, get_or_create_circle
from tests.support.people import person

PAPER, PERSON = "search_paper", "search_person"
SIX = {
    "en": "Ferries of Ormesia",
    "fr": "Traversiers d'Ormésie",
    "es": "Transbordadores de Ormesia",
    "ru": "Паромы Ормезии",
    "ar": "عبّارات أورميسيا",
    "zh": "奥梅西亚的渡轮",
}


@pytest.fixture(autouse=True)
def two_kinds() -> Iterator[None]:
    """Two kinds that are searched."""
    for kind in (PAPER, PERSON):
        record_kinds.register_kind(kind, kind, f"{kind}s")
        registry.register(kind, body=("text",))
    yield
    for kind in (PAPER, PERSON):
        record_kinds.RECORD_KINDS.pop(kind)
        registry.SOURCES.pop(kind)


def record(address: str, title: Any, text: Any = "", kind: str = PAPER, **access: Any) -> Record:
    """A fictional record, indexed; plain strings are English."""
    words = {
        field: {"en": said} if isinstance(said, str) else said
        for field, said in (("title", title), ("text", text))
        if said
    }
    made = create_record(kind, address, words, authentic="en", **access)
    index_records(Record.objects.filter(pk=made.pk).with_wordings())
    return made


def keys(words: str, language: str = "en", user: Any = None, **filters: Any) -> list[int]:
    return [
        each.record
        for each in search(user or AnonymousUser(), words, language, Filters(**filters)).best
    ]


def asked(user: Any = None, language: str = "en", **given: Any) -> Any:
    request = RequestFactory().get("/", given)
    request.user = user or AnonymousUser()
    request.LANGUAGE_CODE = language
    return results_page(request)


@pytest.mark.django_db
def test_a_private_record_is_seen_by_its_circle_alone_whichever_way_it_is_asked_for() -> None:
    inside, outside = person(), person()
    few = get_or_create_circle("search-few", {"user": inside})
    hidden = record(
        "x/1", "Zephyrine lighthouse PP-77/1", "keeper of periscopes", access="private", circle=few
    )
    fill_vectors()
    for words in (
        "zephyrine",
        "PP-77/1",
        "periscopes",
        "zephirine lighthous",
        "a lamp that guides ships",
    ):
        assert hidden.pk in keys(words, user=inside), words
        for nobody in (outside, AnonymousUser()):
            found = search(nobody, words)
            assert not found.best
            assert not found.kinds and not found.languages
            assert not search(nobody, words, "en", Filters(kinds=(PAPER,))).kinds
    assert suggestions(inside, "zephy")
    assert not suggestions(outside, "zephy")


@pytest.mark.django_db
def test_an_exact_symbol_comes_first_then_titles_then_texts() -> None:
    text = record(
        "x/1", "Harbour", "It recalls document C99/35 on ferries, and ferries again, ferries."
    )
    title = record("x/2", "Ferries")
    exact = record("x/3", "Note C99/35-E", "on other things")
    longer = record("x/4", "Note C99/351", "on other things")
    named = record("x/5", "Harbour masters of Ormesia (OHM)")
    SearchEntry.objects.filter(record=named).update(symbols=["ohm"])
    record("x/6", "OHM OHM OHM")
    assert search(AnonymousUser(), "OHM").best[0].how == "symbol"
    assert keys("OHM")[0] == named.pk
    assert keys("C99/35")[:2] == [exact.pk, text.pk]
    assert longer.pk not in keys("C99/35")
    assert keys("ferries")[:2] == [title.pk, text.pk]
    assert keys("C99/35‑F")[0] == exact.pk


@pytest.mark.django_db
@pytest.mark.parametrize("language", SIX)
def test_a_record_is_found_once_in_any_language_and_shown_in_the_readers(language: str) -> None:
    made = record("x/1", SIX)
    for words in SIX.values():
        found = asked(language=language, q=words.split()[0])
        assert [hit.record.pk for hit in found.hits] == [made.pk]
        assert found.total == 1
        assert found.hits[0].language == language
        assert "".join(piece.text for piece in found.hits[0].title) == SIX[language]
        assert found.hits[0].languages == ("ar", "zh", "en", "fr", "ru", "es")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("lighthose keepers", "Lighthouse keepers"),
        ("telecomunication", "Telecommunication rules"),
        ("инфраструктра", "Инфраструктура"),
        ("تكنولوجا المعلومت", "تكنولوجيا المعلومات"),
        ("resolucoin sobre puertos", "Resolución sobre puertos"),
    ],
)
def test_typing_errors_are_forgiven(
    words: str, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embeddings, "is_available", lambda: False)
    made = record("x/1", title)
    record("x/2", "Quite another subject")
    assert keys(words) == [made.pk]


@pytest.mark.django_db
def test_meaning_is_asked_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    near, far = record("x/1", {"ar": "عبّارات"}), record("x/2", {"zh": "渡轮"})
    vector = np.zeros((1, 384), dtype=np.float32)
    vector[0, 0] = 1
    SearchEntry.objects.filter(record=near).update(vector=vector[0])
    SearchEntry.objects.filter(record=far).update(vector=-vector[0])
    monkeypatch.setattr(embeddings, "vectors", lambda *_args: vector)
    found = search(AnonymousUser(), "boats")
    assert [(each.record, each.how) for each in found.best] == [(near.pk, "meaning")]
    assert not search(AnonymousUser(), '"boats"').best


@pytest.mark.django_db
def test_filters_hold_and_counts_stay_beside_them() -> None:
    first = record("x/1", {"en": "Ferries", "fr": "Ferries"})
    second = record("x/2", "Ferries", kind=PERSON)
    assert keys("ferries", kinds=(PERSON,)) == [second.pk]
    assert keys("ferries", languages=("fr",)) == [first.pk]
    shown = asked(q="ferries", kind=PERSON)
    assert {(each.code, each.count, each.chosen) for each in shown.kinds} == {
        (PAPER, 1, False),
        (PERSON, 1, True),
    }
    assert [(each.code, each.count) for each in shown.languages] == [("en", 2), ("fr", 1)]
    on, off = (
        next(each for each in shown.kinds if each.chosen is chosen) for chosen in (False, True)
    )
    assert on.query == f"?q=ferries&kind={PERSON}&kind={PAPER}"
    assert off.query == "?q=ferries"


@pytest.mark.django_db
def test_pages_follow_each_other_without_gap_and_cost_the_same() -> None:
    made = {
        record(f"x/{number}", f"Ferry number {number}").pk for number in range(PAGE_SIZE * 2 + 3)
    }
    seen: list[int] = []
    for number in (1, 2, 3):
        with CaptureQueriesContext(connection) as counted:
            shown = asked(q="ferry", page=number)
        assert len(counted) <= 12
        seen += [hit.record.pk for hit in shown.hits]
    assert shown.pages == 3 and shown.total == len(made) and not shown.more
    assert sorted(seen) == sorted(made)
    assert shown.after == "" and shown.before == "?q=ferry&page=2"
    assert asked(q="ferry", page=99).number == 3
    assert asked(q="ferry", page="x").number == 1
    assert asked(q="ferry").after == "?q=ferry&page=2"


@pytest.mark.django_db
def test_a_frequent_word_is_counted_up_to_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MAX_RANKED", 3)
    monkeypatch.setattr(queries, "SPELLING_BELOW", 0)
    for number in range(5):
        record(f"x/{number}", "Ferry")
    found = search(AnonymousUser(), "ferry")
    assert found.more and len(found.best) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "the",
        "-ferry",
        '"',
        "''",
        "\\",
        "a:*",
        "!",
        "(",
        "&|<->",
        "%s",
        "\x00",
        "€",
        "ferry " * 500,
        "[",
        "'; DROP",
    ],
)
def test_whatever_is_typed_is_answered(words: str) -> None:
    record("x/1", "Ferry")
    shown = asked(q=words, kind="nothing", language="xx", page="-1")
    assert shown.number == 1
    assert shown.cut is (len(words.strip()) > 500)
    suggestions(AnonymousUser(), words)


@pytest.mark.django_db
def test_suggestions_begin_with_the_readers_language() -> None:
    made = record("x/1", SIX)
    record("x/2", "Harbours")
    assert [
        (each.record_id, each.language) for each in suggestions(AnonymousUser(), "orm", "fr")
    ] == [(made.pk, "fr")]
    assert [each.record_id for each in suggestions(AnonymousUser(), "渡", "zh")] == [made.pk]
    assert suggestions(AnonymousUser(), "") == []


@pytest.mark.parametrize(
    ("text", "words", "language", "marked"),
    [
        ("The ferries and the ferry", "ferry", "en", ["ferries", "ferry"]),
        ("L’école et les ÉCOLES", "ecole", "fr", ["école", "ÉCOLES"]),
        ("وقراراتُ اللجنة", "قرار", "ar", ["وقراراتُ"]),
        ("缩小数字鸿沟的计划", "数字鸿沟", "zh", ["数字鸿沟"]),
        ("see A/RES/70/1 and A/RES/70/125", "A/RES/70/1", "en", ["A/RES/70/1"]),
        ("see CWG‑WSIS&SDG‑39/2", "cwg-wsis&sdg-39/2", "en", ["CWG‑WSIS&SDG‑39/2"]),
        ("governments", "gover", "en", ["governments"]),
        ("nothing here", "ferry", "en", []),
    ],
)
def test_what_was_asked_for_is_marked(
    text: str, words: str, language: str, marked: list[str]
) -> None:
    pieces = mark_matches(text, parse_query(words), language)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.marked] == marked


def test_an_excerpt_is_short_and_shows_the_first_match() -> None:
    text = "many words before it " * 100 + "a periscope " + "and many after " * 100
    pieces = excerpt(text, parse_query("periscope"), "en")
    assert [piece.text for piece in pieces if piece.marked] == ["periscope"]
    assert len("".join(piece.text for piece in pieces)) <= EXCERPT_LENGTH + 4
    assert pieces[0].text == "… " and pieces[-1].text == " …"


@pytest.mark.parametrize(
    ("words", "reader", "language"),
    [
        ("فجوة", "en", "ar"),
        ("数字鸿沟", "fr", "zh"),
        ("цифровой разрыв", "en", "ru"),
        ("acceso", "es", "es"),
        ("broadband", "ar", "en"),
        ("les écoles de la montagne et les villages", "en", "fr"),
        ("las escuelas de la montaña y los pueblos", "en", "es"),
    ],
)
def test_the_language_of_a_query(words: str, reader: str, language: str) -> None:
    assert detect_query_language(words, reader) == language


@pytest.mark.django_db
def test_the_indexes_are_the_ones_that_are_asked() -> None:
    """With many rows PostgreSQL would choose them; here it is told that reading the table is dear."""
    record("x/1", "Ferry")
    plans = {
        "search_lexemes": SearchEntry.objects.filter(lexemes__match="'ferri'"),
        "search_heading": SearchEntry.objects.filter(heading__match="'ferri'"),
        "search_symbols": SearchEntry.objects.filter(symbols__overlap=["c99/35"]),
        "search_folded": SearchEntry.objects.filter(folded__like_word="ferrry"),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for name, rows in plans.items():
        assert name in rows.explain()
