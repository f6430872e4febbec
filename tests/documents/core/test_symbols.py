"""Symbols: written and read by the rules of a body, in all their variants, and resolved for who may see."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from majlis.documents.core.symbols import (
    LETTERS,
    Symbol,
    SymbolForms,
    normalise_symbol,
    parse_known_symbol,
    resolve_symbol,
    tidy_symbol,
    version_symbol,
)
from majlis.documents.lifecycle import ACCEPTED, DRAFT, POSTED
from majlis.documents.models import DocumentRules, DocumentVersion
from tests.documents import factories
from tests.events import factories as events
from tests.support.people import person

CWG = SymbolForms("CWG-WSIS&SDG", ("WG-WSIS", "CWG-WSIS"))
UN = SymbolForms(
    "A/AC.999",
    number_form="{group}/{meeting}/{number}",
    series_form="{group}/{meeting}/{series}.{number}",
    revision_form="/Rev.{n}",
    addendum_form="/Add.{n}",
    corrigendum_form="/Corr.{n}",
    language_form="",
)
OWN = SymbolForms(
    "Группа 7",
    number_form="{group} {meeting} №{number}",
    series_form="{group} {meeting} {series} №{number}",
    revision_form=".v{n}",
    language_form=" [{letter}]",
)
KINDS = ("revision", "addendum", "corrigendum")


def test_a_symbol_is_written_by_the_rules_of_its_body() -> None:
    assert CWG.format(Symbol("39", 2)) == "CWG-WSIS&SDG-39/2"
    assert CWG.format(Symbol("40", 4, "INF")) == "CWG-WSIS&SDG-40/INF/4"
    assert CWG.format(Symbol("40", 1, "DT", "revision", 2)) == "CWG-WSIS&SDG-40/DT/1(Rev.2)"
    assert CWG.format(Symbol("40", 1, "", "addendum", 1)) == "CWG-WSIS&SDG-40/1(Add.1)"
    assert CWG.format(Symbol("40", 1, "", "corrigendum", 1, "fr")) == "CWG-WSIS&SDG-40/1(Corr.1)-F"
    assert UN.format(Symbol("70", 3, "L", "revision", 1)) == "A/AC.999/70/L.3/Rev.1"


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("CWG-WSIS&SDG-39/2", Symbol("39", 2)),
        ("cwg-wsis&sdg 39/2", None),
        ("CWG\u2011WSIS&SDG\u201139/2", Symbol("39", 2)),
        ("  cwg-wsis & sdg - 39 / 2 ", Symbol("39", 2)),
        ("\u202aCWG-WSIS&SDG-39/2\u202c", Symbol("39", 2)),
        ("CWG-WSIS&SDG-٣٩/٢", Symbol("39", 2)),
        ("ＣＷＧ－ＷＳＩＳ＆ＳＤＧ－３９／２", Symbol("39", 2)),
        ("WG-WSIS-31/11", Symbol("31", 11)),
        ("CWG-WSIS-32/16-E Rev. 1", Symbol("32", 16, "", "revision", 1, "en")),
        ("CWG-WSIS-32/16 (Rev. 1) -F", Symbol("32", 16, "", "revision", 1, "fr")),
        ("CWG-WSIS-32/16, Revision 1", Symbol("32", 16, "", "revision", 1)),
        ("CWG-WSIS-32/16/Rev.1", Symbol("32", 16, "", "revision", 1)),
        ("CWG-WSIS-32/16(Rév.1)-F", Symbol("32", 16, "", "revision", 1, "fr")),
        ("CWG-WSIS-32/16(Пересм.1)-R", Symbol("32", 16, "", "revision", 1, "ru")),
        ("CWG-WSIS-32/16 addendum 3", Symbol("32", 16, "", "addendum", 3)),
        ("CWG-WSIS-32/INF/16(corr.12)-a", Symbol("32", 16, "INF", "corrigendum", 12, "ar")),
        ("CWG-WSIS-32/0", None),
        ("CWG-WSIS-32", None),
        ("CWG-OTHER-32/1", None),
        ("Comments on CWG-WSIS-32/1", None),
        ("", None),
        ("9" * 200, None),
    ],
)
def test_a_symbol_is_read_in_all_its_variants(text: str, symbol: Symbol | None) -> None:
    assert CWG.parse(text) == symbol


def test_a_form_of_the_body_itself_is_read_too() -> None:
    assert OWN.format(Symbol("3", 2, "INF", "revision", 4, "ru")) == "Группа 7 3 INF №2.v4 [R]"
    assert UN.parse("A/AC.999/70/L.3/Rev.1") == Symbol("70", 3, "L", "revision", 1)
    assert UN.parse("A/AC.999/70/3-E") is None


symbols = st.builds(
    Symbol,
    st.from_regex(r"[1-9][0-9]{0,3}", fullmatch=True),
    st.integers(1, 999_999),
    st.sampled_from(["", "INF", "DT", "TD", "ADM"]),
    st.sampled_from(["original", *KINDS]),
    st.integers(1, 99),
    st.sampled_from(["", *LETTERS]),
).map(
    lambda made: (
        made
        if made.kind != "original"
        else Symbol(made.meeting, made.number, made.series, language=made.language)
    )
)


@given(symbols)
def test_what_is_written_is_read_back(symbol: Symbol) -> None:
    assert CWG.parse(CWG.format(symbol)) == symbol
    in_no_language = Symbol(
        symbol.meeting, symbol.number, symbol.series, symbol.kind, symbol.version
    )
    assert UN.parse(UN.format(in_no_language)) == in_no_language


@given(symbols, st.randoms(use_true_random=False))
def test_variants_of_a_symbol_are_read_as_the_same(symbol: Symbol, chance: object) -> None:
    written = CWG.format(symbol)
    variants = [
        written.lower(),
        written.replace("-", "\u2011"),
        written.replace("/", " / "),
        written.replace("(Rev.", " Revision ")
        .replace("(Add.", " Add. ")
        .replace("(Corr.", "/CORR.")
        .replace(")", ""),
        f"\u200f{written}\u200e",
        written.replace("CWG-WSIS&SDG", "WG-WSIS"),
    ]
    for variant in variants:
        assert CWG.parse(variant) == symbol, variant


@given(st.text(max_size=60))
def test_any_text_is_normalised_once_and_for_all(text: str) -> None:
    once = normalise_symbol(text)
    assert normalise_symbol(once) == once
    assert tidy_symbol(tidy_symbol(text)) == tidy_symbol(text)
    CWG.parse(text)


@pytest.mark.django_db
def test_a_symbol_leads_to_its_document_version_and_language() -> None:
    body = events.body(abbreviation="FSG")
    document = factories.document(events.meeting(body))
    DocumentRules.objects.filter(body=body).update(aliases=["OLD-FSG"])
    DocumentVersion.objects.create(document=document, kind="revision", number=1, state=POSTED)
    DocumentVersion.objects.create(document=document, kind="addendum", state=DRAFT)
    nobody = AnonymousUser()
    for text in ("FSG-1/1", "old-fsg-1/1", "fsg \u2011 1/1"):
        found = resolve_symbol(nobody, text)
        assert found is not None and (found.document, found.version) == (document, None), text
    found = resolve_symbol(nobody, "FSG-1/1 Rev. 1 -F")
    assert found is not None and found.version is not None
    assert (found.version.kind, found.language) == ("revision", "fr")
    assert version_symbol(found.document, found.version, "fr") == "FSG-1/1(Rev.1)-F"
    for text in ("FSG-1/1(Add.1)", "FSG-1/2", "FSG-2/1", "FSG-1/INF/1", "words", ""):
        assert resolve_symbol(nobody, text) is None, text


@pytest.mark.django_db
def test_a_symbol_by_earlier_rules_still_leads_to_its_document() -> None:
    document = factories.document(events.meeting(events.body(abbreviation="FSG")))
    DocumentRules.objects.update(group="NEW", number_form="{group}/{meeting}/{number}")
    found = resolve_symbol(AnonymousUser(), "fsg-1/1")
    assert found is not None and found.document == document
    found = resolve_symbol(AnonymousUser(), "NEW/1/1")
    assert found is not None and found.document == document


@pytest.mark.django_db
def test_a_symbol_resolves_only_for_who_may_see_the_document() -> None:
    meeting = events.meeting(events.body(abbreviation="FSG"), state="draft")
    document = factories.document(meeting, state=ACCEPTED)
    assert resolve_symbol(AnonymousUser(), "FSG-1/1") is None
    assert resolve_symbol(person(), "FSG-1/1") is None
    found = resolve_symbol(events.officer(meeting), "FSG-1/1")
    assert found is not None and found.document == document


@pytest.mark.django_db
def test_a_body_without_rules_has_those_of_its_abbreviation() -> None:
    document = factories.document(events.meeting(events.body(abbreviation="FSG")))
    DocumentRules.objects.all().delete()
    assert document.symbol == "FSG-1/1"
    assert resolve_symbol(AnonymousUser(), "FSG-1/1(Rev.1)") is None
    assert parse_known_symbol("fsg-1/1(Rev.1)") == Symbol("1", 1, "", "revision", 1)
    assert parse_known_symbol("A title of words 1/1") is None
