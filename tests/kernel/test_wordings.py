"""Words in six languages, with their status."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from majlis.kernel.languages import LANGUAGE_CODES, sort_key
from majlis.kernel.models import Wording, WordingStatus
from majlis.kernel.record_kinds import RECORD_KINDS, RecordKind
from majlis.kernel.records import correct_wordings, create_record, set_wording

pytestmark = pytest.mark.django_db


def test_a_reader_gets_their_language_else_the_authentic_one() -> None:
    record = create_record("thing", "t", {"title": {"ar": "خطة", "fr": "Plan"}}, authentic="ar")
    assert record.say("title", "fr").text == "Plan"
    assert (record.say("title", "ru").text, record.say("title", "ru").language) == ("خطة", "ar")
    assert not record.say("summary", "ru")


def test_a_record_without_a_title_goes_by_its_symbol(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = RecordKind("thing", "thing", "things", lambda address: address.upper())
    monkeypatch.setitem(RECORD_KINDS, "thing", kind)
    record = create_record("thing", "t/1", {"summary": {"ar": "خطة"}})
    assert (record.say("title", "ar").text, record.say("title", "ar").language) == ("T/1", "ar")
    assert str(record) == "T/1"
    assert record.say("summary", "fr").text == "خطة"
    assert not record.say("note", "fr")
    titled = create_record("thing", "t/2", {"title": {"en": "Plan"}})
    assert titled.say("title", "ar").text == "Plan"


def test_a_change_of_the_authentic_words_marks_the_translations_lagging() -> None:
    record = create_record(
        "thing", "t", {"title": {"en": "Plan", "fr": "Plan", "es": "Plan"}}, authentic="en"
    )
    change = set_wording(record, "title", "en", "New plan", WordingStatus.AUTHENTIC)
    assert change["old"] == {"title.en": {"text": "Plan", "status": "authentic"}}
    assert {each.language: each.status for each in record.wordings.all()} == {
        "en": "authentic",
        "fr": "lagging",
        "es": "lagging",
    }
    set_wording(record, "title", "fr", "Nouveau plan")
    assert record.say("title", "fr").status == WordingStatus.TRANSLATED
    assert set_wording(record, "title", "fr", "Nouveau plan") == {}


def test_only_one_language_is_authentic() -> None:
    record = create_record("thing", "t", {"title": {"en": "Plan"}}, authentic="en")
    set_wording(record, "title", "ar", "خطة", WordingStatus.AUTHENTIC)
    assert Wording.objects.get(record=record, language="en").status == WordingStatus.TRANSLATED


def test_words_in_another_language_than_the_page_carry_their_language() -> None:
    record = create_record("thing", "t", {"title": {"ar": "خطة <b>"}}, authentic="ar")
    with translation.override("en"):
        page = Template("{% words record %}").render(Context({"record": record}))
    assert page == '<span lang="ar" dir="rtl">خطة &lt;b&gt;</span>'
    with translation.override("ar"):
        assert Template("{% words record %}").render(Context({"record": record})) == "خطة &lt;b&gt;"


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("ar", ["إثيوبيا", "أفغانستان", "الأردن", "مصر"]),
        ("zh", ["阿富汗", "俄罗斯", "法国", "中国"]),
        ("en", ["C2", "C10", "c11", "Éire", "France"]),
        ("ru", ["Ёлка", "Ереван", "Жуков"]),
        ("es", ["nube", "ñandú", "ola"]),
        ("fr", ["cote", "coté", "côte", "côté"]),
    ],
)
def test_words_sort_as_their_language_sorts(language: str, ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=lambda each: sort_key(each, language)) == ordered


def test_the_database_orders_by_the_sort_key() -> None:
    for code in LANGUAGE_CODES:
        for number in (10, 2, 1):
            create_record(
                "thing", f"{code}/{number}", {"title": {code: f"C{number}"}}, authentic=code
            )
    rows = Wording.objects.filter(language="en").order_by("sort_key")
    assert [each.text for each in rows] == ["C1", "C2", "C10"]


def test_translations_that_are_corrected_with_the_original_are_not_lagging() -> None:
    record = create_record(
        "item",
        "items/corrected",
        {"title": {"en": "Old", "ar": "قديم", "fr": "Ancien", "es": "Viejo"}},
        authentic="en",
    )
    old, new = correct_wordings(record, "title", {"ar": "جديد", "en": "New", "fr": "Nouveau"})
    assert set(old) == set(new) == {"title.ar", "title.en", "title.fr"}
    assert {wording.language: wording.status for wording in record.wordings.all()} == {
        "en": "authentic",
        "ar": "translated",
        "fr": "translated",
        "es": "lagging",
    }
    assert correct_wordings(record, "title", {"en": "New\r\n", "fr": "Nouveau"}) == ({}, {})
