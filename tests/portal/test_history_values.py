"""A history calls what the audit keeps by key and code by the words of the reader."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from majlis.kernel.languages import LANGUAGE_CODES
from majlis.parties import stakeholder_kinds
from majlis.parties.models.organisation import ParticipationForm
from majlis.portal import history_values


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("state", "shown", "معروض"),
        ("language", "en", "English"),
        ("languages", ["ar", "ru"], "العربية، Русский"),
        ("role", "translator", "مترجم"),
        ("since", "2026-11-27", "27 تشرين الثاني/نوفمبر 2026"),
        ("since", "2026", None),
        ("state", "unheard of", None),
        ("title", "en", None),
        ("number", 4, None),
        ("title", {"en": "A plan", "ar": "خطة"}, "خطة"),
        ("title", {"fr": "Un plan"}, "Un plan"),
    ],
)
def test_codes_are_said_in_words(key: str, value: object, words: str | None) -> None:
    with override("ar"):
        found = history_values.value_label("comments.comment:1", key, value)
        assert (None if found is None else str(found)) == words


@pytest.mark.parametrize("language", [code for code in LANGUAGE_CODES if code != "en"])
def test_keys_are_said_in_each_language(language: str) -> None:
    for key, label in history_values.KEY_LABELS.items():
        with override("en"):
            plain = str(label)
        with override(language):
            same = str(history_values.key_label(key)) == plain
        assert not same or plain in ("Entity", "Concept", "Date", "Note", "Source"), (
            f"{key} in {language}"
        )
    assert history_values.key_label("unheard_of") == "unheard_of"


def test_codes_of_organizations_are_said_in_words() -> None:
    with override("ar"):
        for key, value, words in (
            ("area", "788", "تونس"),
            ("form", "one_person", str(ParticipationForm.ONE_PERSON.label)),
            ("kind", "civil-society", stakeholder_kinds.kind_name("civil-society")),
        ):
            assert (
                str(history_values.value_label("parties.organisation:1", key, value))
                == words
                != value
            )
            assert history_values.value_label("parties.organisation:1", key, "unheard of") is None
            assert history_values.value_label("drafts.draft:1", key, value) is None


def test_an_address_is_said_by_its_title() -> None:
    titles = {"bodies/council": "A Council"}
    assert (
        history_values.value_label("kernel.appointment:1", "scope", "bodies/council", titles)
        == "A Council"
    )
    assert (
        history_values.value_label("kernel.appointment:1", "scope", "bodies/hidden", titles) is None
    )
