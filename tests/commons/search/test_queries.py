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
from majlis.commons.search.results import PAGE_SIZE, results_page
from majlis.commons.search.suggestions import MAX_SUGGESTIONS, suggestions
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
        "Zephyrine light for ships",
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


def give_vectors(monkeypatch: pytest.MonkeyPatch, likeness: dict[Record, float]) -> None:
    """Let every query resemble these records as much as that, and no other record."""
    query = np.zeros((1, embeddings.DIMENSIONS), dtype=np.float32)
    query[0, 0] = 1
    for each, like in likeness.items():
        vector = np.zeros(embeddings.DIMENSIONS, dtype=np.float32)
        vector[0], vector[1] = like, (1 - like**2) ** 0.5
        SearchEntry.objects.filter(record=each).update(vector=vector)
    monkeypatch.setattr(embeddings, "vectors", lambda *_args: query)


@pytest.mark.django_db
def test_meaning_is_asked_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    near = record("x/1", {"ar": "عبّارات تربط الجزر البعيدة بالميناء"})
    far = record("x/2", {"zh": "连接偏远岛屿与港口的渡轮服务"})
    give_vectors(monkeypatch, {near: 1.0, far: -1.0})
    found = search(AnonymousUser(), "boats")
    assert [(each.record, each.how) for each in found.best] == [(near.pk, "meaning")]
    assert not search(AnonymousUser(), '"boats"').best


@pytest.mark.django_db
def test_nothing_below_the_stated_likeness_is_shown_and_no_mere_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    least = queries.MIN_SIMILARITY
    above = record("x/1", "Vessels that carry people over the strait")
    below = record("x/2", "Lamps that guide the vessels in the night")
    name, chinese = record("x/3", "Ormesia"), record("x/4", {"zh": "奥梅西亚"})
    give_vectors(monkeypatch, {above: least + 0.01, below: least - 0.01, name: 0.9, chinese: 0.9})
    shown = asked(q="boats")
    assert [hit.record.pk for hit in shown.hits_by_meaning] == [above.pk]
    assert (shown.hits_by_words, shown.min_similarity) == ([], least)


@pytest.mark.django_db
def test_provisions_come_before_names_unless_a_name_is_typed_in_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registry.register(PAPER, body=("text",), leads=True)
    person_named = record("x/1", "Ferry masters (fictional)", kind=PERSON)
    other = record("x/2", "Ferry masters of the strait", kind=PERSON)
    near = record("x/3", "to train", "the masters of each ferry every year")
    far = record("x/4", "On ferries", f"{'many other words ' * 40} and masters")
    assert keys("ferry masters") == [person_named.pk, near.pk, other.pk, far.pk]
    assert keys("ferry master") == [near.pk, person_named.pk, other.pk, far.pk]
    like = {
        record("x/5", "Keepers of lighthouses and of beacons", kind=PERSON): 0.9,
        record("x/6", "to keep each lighthouse lit in every night"): 0.5,
    }
    give_vectors(monkeypatch, like)
    assert [each.kind for each in search(AnonymousUser(), "pharos").best] == [PAPER, PERSON]


@pytest.mark.django_db
def test_the_first_version_of_a_text_is_shown_first() -> None:
    old = record("x/1", "Ferries", "ferry ferry ferry ferry")
    other = record("x/2", "Ferries", "a ferry")
    new = record("x/3", "Ferries", "a ferry and many other things that are not like it")
    registry.register(
        PAPER,
        body=("text",),
        siblings=lambda found: {
            key: (1, 0 if key == new.pk else 1) for key in found if key != other.pk
        },
    )
    found = keys("ferry")
    assert found.index(new.pk) < found.index(old.pk)
    assert sorted(found) == sorted([old.pk, other.pk, new.pk])


@pytest.mark.django_db
def test_a_hit_leads_to_the_place_that_contains_the_words() -> None:
    made = record("x/1", "Ferries", "long text of ferries")
    asked_for: list[Any] = []

    def places(languages: Any, query: Any) -> Any:
        asked_for.append(languages)
        place = registry.Place("/somewhere/?in=en&at=par_3#par_3", "resolves 3", "Three ferries")
        return {key: place for key, language in languages.items() if language}

    registry.register(PAPER, body=("text",), places=places)
    (hit,) = asked(q="ferries").hits
    assert (hit.url, hit.note) == ("/somewhere/?in=en&at=par_3#par_3", "resolves 3")
    assert "".join(piece.text for piece in hit.excerpt) == "Three ferries"
    assert asked_for == [{made.pk: "en"}]


@pytest.mark.django_db
def test_similar_spelling_is_shown_only_if_no_word_matches() -> None:
    right = record("x/1", "Lighthouse keepers")
    wrong = record("x/2", "Lighthose keepers")
    assert keys("lighthose") == [wrong.pk]
    assert keys("lighthosue")[0] in (right.pk, wrong.pk)
    assert search(AnonymousUser(), "lighthosue").best[0].how == "spelling"
    assert not keys("lightning")


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
    record("x/1", SIX)
    record("x/2", "Harbours")
    for typed, language in (("orm", "fr"), ("渡", "zh")):
        found = [
            (each.title, each.language) for each in suggestions(AnonymousUser(), typed, language)
        ]
        assert found == [(SIX[language], language)]
    assert suggestions(AnonymousUser(), "") == []


@pytest.mark.django_db
def test_what_is_typed_of_a_symbol_or_number_suggests_it() -> None:
    made = [record(f"x/{number}", f"Note C99/{number}") for number in (1, 12, 35)]
    assert [each.title for each in suggestions(AnonymousUser(), "c99/1")] == [
        "Note C99/1",
        "Note C99/12",
    ]
    assert len(suggestions(AnonymousUser(), "C99")) == len(made)
    assert [each.title for each in suggestions(AnonymousUser(), "note 3")] == ["Note C99/35"]
    # A query that is sent is finished.
    assert keys("C99/1") == [made[0].pk]


@pytest.mark.django_db
def test_suggestions_are_few_and_of_the_kind_that_a_field_asks_for() -> None:
    for number in range(MAX_SUGGESTIONS + 2):
        record(f"x/{number}", f"Ferry {number}")
    named = record("x/n", "Ferry master", kind=PERSON)
    assert len(suggestions(AnonymousUser(), "ferry")) == MAX_SUGGESTIONS
    registry.register(
        PERSON,
        suggested=registry.Suggested(
            "person", lambda keys, _language: {key: f"P-{key}" for key in keys}
        ),
    )
    found = suggestions(AnonymousUser(), "ferry", "en", "person")
    assert [(each.value, each.title) for each in found] == [(f"P-{named.pk}", "Ferry master")]
    assert suggestions(AnonymousUser(), "ferry", "en", "nothing") == []


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
