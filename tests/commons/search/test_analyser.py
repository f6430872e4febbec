"""What the analyser promises for every text, and for the symbols and words of the six languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.commons.search.analyser import MAX_POSITION, analyse, position_count, tokens
from majlis.commons.search.normalisation import normalise
from majlis.commons.search.parse import parse_query
from majlis.commons.search.stemming import MAX_LEXEME_BYTES, is_stop_word
from majlis.commons.search.symbols import canonical_symbol
from majlis.commons.search.tsvector import MAX_BYTES, MAX_POSITIONS, tsvector_literal
from tests.commons.search.tsquery_matcher import query_matches

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
TEXTS = {
    "en": "The Council's working group invites Member States to review e-health programmes before 2027.",
    "fr": "Le groupe de travail invite les États à réexaminer l’adoption des programmes de cybersanté déjà adoptés.",
    "es": "El grupo de trabajo invita a los Estados a examinar la difusión de la información en las regiones.",
    "ru": "Рабочая группа предлагает государствам ещё раз рассмотреть программы электронного здравоохранения.",
    "ar": "يدعو فريق العمل الدول الأعضاء إلى استعراض برامج الصحة الإلكترونية والتزاماتها في المناطق الريفيّة.",
    "zh": "工作组请成员国在2027年之前审查各区域的电子卫生计划和数字鸿沟。",
}
SYMBOLS = (
    "A/RES/70/1",
    "A/RES/70/125",
    "CWG-WSIS&SDG-39/2",
    "CWG-WSIS&SDG-40/INF/4",
    "PP-14/20(Add.1)-E",
    "C18/35-E",
    "ODS-16",
    "WSIS+10/3/97",
    "DT/1(Rev.4)",
    "S18-PP-C-2000!!MSW-A",
    "CWG-WSIS-32/16-E Rev. 1",
    "E/RES/2023/3",
    "A/78/L.49",
    "17.8.1",
    "C7",
)
HYPHENS = "-‐‑‒–−－"

anything = st.text(max_size=200)
words = st.lists(
    st.sampled_from(
        [*" ".join(TEXTS.values()).split(), *SYMBOLS, "l'été", "ﷲ", "ЁЛКА", "e\u0301", "ａ"]
    ),
    max_size=30,
).map(" ".join)
texts = st.one_of(anything, words)
languages = st.sampled_from(LANGUAGES)


@given(texts, languages)
def test_it_never_raises_and_positions_rise(text: str, language: str) -> None:
    found = analyse(text, language)
    places = [lexeme.position for lexeme in found]
    assert all(1 <= place <= MAX_POSITION for place in places)
    assert all(
        lexeme.lexeme and len(lexeme.lexeme.encode()) <= MAX_LEXEME_BYTES for lexeme in found
    )
    tsvector_literal(found)
    parse_query(text)


@given(texts)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(texts, languages)
def test_a_normalised_text_gives_the_same_lexemes(text: str, language: str) -> None:
    assert analyse(normalise(text), language) == analyse(text, language)


@settings(deadline=None)
@given(texts, languages)
def test_a_text_is_found_by_any_of_its_own_words(text: str, language: str) -> None:
    for token in tokens(text):
        if token.kind == "word" and is_stop_word(token.text, language):
            continue
        if token.kind == "han" and all(is_stop_word(sign, "zh") for sign in token.text):
            continue
        if token.kind == "compound" and len(token.text) > 400:
            continue
        assert query_matches(token.text[:400], text, language, (language,)) or len(token.text) > 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_of_a_sentence_finds_it_from_any_interface_language(language: str) -> None:
    text = TEXTS[language]
    for token in tokens(text):
        if not is_stop_word(token.text, language) and token.kind != "han":
            assert query_matches(token.text, text, language), token.text
            assert query_matches(token.text.upper(), text, language), token.text


@pytest.mark.parametrize(
    "part", ["数字鸿沟", "工作组", "电子卫生", "作组请成", "2027年之前", "鸿", "字鸿"]
)
def test_chinese_is_found_by_any_run_of_characters(part: str) -> None:
    assert query_matches(part, TEXTS["zh"], "zh")
    assert query_matches(f"“{part}”", TEXTS["zh"], "zh")


@pytest.mark.parametrize("symbol", SYMBOLS)
@pytest.mark.parametrize("hyphen", HYPHENS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_symbol_is_found_whole_with_any_hyphen(symbol: str, hyphen: str, language: str) -> None:
    text = f"{TEXTS[language]} ({symbol}) {TEXTS['en']}"
    assert query_matches(symbol.replace("-", hyphen), text, language)
    assert query_matches(symbol, text.replace("-", hyphen), language)
    assert canonical_symbol(normalise(symbol)) in {
        found.lexeme for found in analyse(text, language)
    }
    assert parse_query(symbol.replace("-", hyphen)).symbols == (
        canonical_symbol(normalise(symbol)),
    )


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("RES/70", "see A/RES/70/1"),
        ("70/1", "see A/RES/70/1"),
        ("a-res-70-1", "see A/RES/70/1"),
        ("A RES 70 1", "see A/RES/70/1"),
        ("ODS16", "meta del ODS-16"),
        ("ods 16", "meta del ODS‑16"),
        ("C18/35", "document C18/35-E"),
        ("C18/35-F", "document C18/35-E"),
        ("c18", "document C18/35-E"),
        ("PP-14/20", "document PP-14/20(Add.1)-E"),
        ("PP-14/20 Add.1", "document PP-14/20(Add.1)-E"),
        ("CWG-WSIS-32/16(Rev.1)", "document CWG-WSIS-32/16-E Rev. 1"),
        ("А/RES/70/1", "see A/RES/70/1"),
        ("WSIS", "paper CWG-WSIS&SDG-39/2"),
        ("ehealth", "an e-health plan"),
        ("e-health", "an e‑health plan"),
        ("organization", "the organisation of programmes"),
        ("program organisations", "the organization of programmes"),
        ("adoptee", "la décision adoptée"),
        ("ECOLES", "les écoles rurales"),
        ("елка", "ёлка"),
        ("gover", "the governments"),
        ("multistakeholder", "a multi-stakeholder forum"),
    ],
)
def test_other_forms_find_it_too(query: str, text: str) -> None:
    assert any(query_matches(query, text, language) for language in ("en", "fr", "es", "ru"))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("A/RES/70/1", "see A/RES/70/125"),
        ("A/RES/70/1", "70 reports in 1 year"),
        ('"digital divide"', "the divide is digital"),
        ("divide -digital", "the digital divide"),
        ('divide -"digital gap"', "the divide, a digital gap"),
        ("-divide", "anything else"),
        ("", "anything"),
        ("the of", "the of"),
    ],
)
def test_what_must_not_be_found_is_not(query: str, text: str) -> None:
    assert not query_matches(query, text, "en")


def test_a_phrase_keeps_its_distance_over_small_words() -> None:
    assert query_matches('"role of the governments"', "the role of the governments", "en")
    assert not query_matches('"role governments"', "the role of the governments", "en")
    assert query_matches("«rôle des gouvernements»", "le rôle des gouvernements", "fr")


def test_a_long_text_stays_within_the_limits_of_a_tsvector() -> None:
    many = " ".join(f"word{number}x" for number in range(60_000))
    found = analyse(many, "en")
    assert found[-1].position == MAX_POSITION
    assert len(tsvector_literal(found).encode()) < 4 * MAX_BYTES
    same = tsvector_literal(analyse("again " * 1000, "en"))
    assert same.count("D") == MAX_POSITIONS
    assert (
        max(len(found.lexeme.encode()) for found in analyse("long" * 2000, "en"))
        <= MAX_LEXEME_BYTES
    )


def test_weights_and_quotes_are_written_as_postgresql_reads_them() -> None:
    found = [*analyse("forum", "en", "A"), *analyse("forum forum", "en", "D")]
    assert tsvector_literal(found) == "'forum':1A,2D"
    assert position_count("A/RES/70/1 forum") == 5
