"""By meaning: what an accepted mandate near a finding says is proposed where the rules found nothing, and taken by a person."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pytest
from django.test import Client

from majlis.commons.search import embeddings
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Access, AuditEntry, Circle
from majlis.mandates.core import embeddings as core_embeddings
from majlis.mandates.extraction import actions, suggestions
from majlis.mandates.extraction.fields import fields_of_finding
from majlis.mandates.models import Finding, Mandate
from majlis.mandates.similarity import pairs
from tests.mandates import factories
from tests.mandates.extraction.test_actions import SYSTEM, read
from tests.mandates.extraction.test_views import opened, page
from tests.support.people import person

pytestmark = pytest.mark.django_db
WORDS = """Resolution {number}

Boats of the coast

The Council of Tides,

1. Requests the Keeper to account for the boats of the coast;

2. Requests the Warden to feed the gulls.
"""
MEANS = {"tide": "tide", "boats": "tide", "gulls": "gulls"}
"""A word -> the matter that it stands for: what speaks of one matter is near, all else is not."""


@pytest.fixture(autouse=True)
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors by matter in the place of a model."""

    def vectors(said: Any) -> Any:
        rows = np.zeros((len(said), embeddings.DIMENSIONS), dtype=np.float32)
        for row, (_language, words) in zip(rows, said, strict=True):
            matter = next((MEANS[each] for each in MEANS if each in words), words)
            row[int(hashlib.md5(matter.encode()).hexdigest(), 16) % embeddings.DIMENSIONS] = 1
        return rows

    core_embeddings._draft_cache.clear()
    monkeypatch.setattr(embeddings, "is_available", lambda: True)
    monkeypatch.setattr(core_embeddings, "vectors", vectors)


def finding(start: str = "account") -> Finding:
    rows = read(factories.text(words=WORDS))
    return next(each for each in rows if each.extracted["action"].startswith(start))


def proposed(found: Finding) -> list[suggestions.Suggestion]:
    return suggestions.suggest_fields(found, "en", suggestions.texts_of_finding(found))


def similar_mandate(**values: Any) -> Mandate:
    """An accepted mandate on the tide: a report to the Council."""
    it = factories.mandate(factories.text(), **values)
    pairs.update_embeddings()
    return it


def test_what_a_near_mandate_says_is_proposed_and_nothing_is_filled_in() -> None:
    it, found = similar_mandate(), finding()
    assert not found.extracted.get("deliverable") and not found.extracted.get("recipients")
    near_it = proposed(found)
    assert [(each.field, each.slug, list(each.values)) for each in near_it] == [
        ("kind", it.slug, ["report"]),
        ("recipient", it.slug, ["Council"]),
    ]
    assert proposed(finding("feed")) == []
    mandate = actions.accept_finding(SYSTEM, found)
    assert mandate.kind == "action"
    assert set(mandate.source.found_by.values()) == {"rule"}  # type: ignore[union-attr]


def test_what_a_person_takes_says_for_good_that_it_was_found_by_meaning() -> None:
    it, found = similar_mandate(), finding()
    mandate = actions.accept_finding(SYSTEM, found, meant={"kind": it, "recipient": it})
    source = mandate.source
    assert source is not None and source.kind == "report"
    assert {field for field, by in source.found_by.items() if by == "meaning"} == {
        "kind",
        "recipient",
    }
    assert source.found_by["asked"] == "rule"
    assert [str(each.entity) for each in source.addressees.filter(role="recipient")] == ["Council"]
    entry = AuditEntry.objects.get(verb="mandates.accept_finding")
    assert entry.new["by_meaning"] == dict.fromkeys(("kind", "recipient"), f"mandates/{it.slug}")
    shown = Client().get(f"/en/mandates/{mandate.slug}/").content.decode()
    assert "by similarity of meaning" in shown
    data = Client().get(f"/en/mandates/{mandate.slug}/?download=json").json()
    assert data["asks"]["found_by"]["kind"] == "meaning"
    # The rules did not find it: that counts for their error rates.
    found.refresh_from_db()
    assert found.corrected == ["kind", "recipient"]


def test_what_the_person_typed_counts_before_it() -> None:
    it, found = similar_mandate(), finding()
    typed = fields_of_finding(found.extracted) | {"kind": "briefing"}
    mandate = actions.accept_finding(SYSTEM, found, values=typed, meant={"kind": it})
    assert mandate.kind == "briefing"
    assert mandate.source.found_by["kind"] == "person"  # type: ignore[union-attr]


def test_what_the_rules_found_is_not_to_be_taken_from_elsewhere() -> None:
    it, found = similar_mandate(), finding()
    mandate = actions.accept_finding(SYSTEM, found, meant={"asked": it, "force": it})
    assert set(mandate.source.found_by.values()) == {"rule"}  # type: ignore[union-attr]


def test_of_what_is_not_near_nothing_is_taken() -> None:
    it, far = similar_mandate(), finding("feed")
    with pytest.raises(InvalidInput) as refused:
        actions.accept_finding(SYSTEM, far, meant={"kind": it})
    assert set(refused.value.faults) == {"meant"}
    far.refresh_from_db()
    assert far.state == "waiting"


@pytest.mark.parametrize(
    ("field", "said"),
    [("recipient", {"recipient": ""}), ("kind", {"kind": "action"}), ("kind", {"kind": "other"})],
)
def test_what_a_near_mandate_does_not_say_any_more_is_not_taken_of_it(
    field: str, said: dict[str, str]
) -> None:
    it, found = similar_mandate(**said), finding()
    assert field not in [each.field for each in proposed(found)]
    with pytest.raises(InvalidInput, match="data of that mandate have changed") as told:
        actions.accept_finding(SYSTEM, found, meant={field: it})
    assert list(told.value.faults) == ["meant"]


def test_words_alone_are_no_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    it, found = similar_mandate(), finding()
    monkeypatch.setattr(embeddings, "is_available", lambda: False)
    assert proposed(found) == []
    with pytest.raises(InvalidInput):
        actions.accept_finding(SYSTEM, found, meant={"kind": it})


def test_what_is_closed_is_proposed_to_nobody() -> None:
    it = similar_mandate()
    it.record.access, it.record.circle = Access.PRIVATE, Circle.objects.create(code="few")
    it.record.save()
    found = finding()
    assert proposed(found) == []
    with pytest.raises(InvalidInput):
        actions.accept_finding(SYSTEM, found, meant={"kind": it})


def test_the_officer_ticks_it_on_the_page(django_assert_max_num_queries: Any) -> None:
    it, found = similar_mandate(), finding()
    officer = Client()
    officer.force_login(person("secretariat"))
    url = page(found)
    plain = officer.get(url).content.decode()
    assert 'href="?near=1"' in plain and 'name="meant"' not in plain
    url += "?near=1"
    with django_assert_max_num_queries(12):
        shown = officer.get(url).content.decode()
    assert f'value="kind:{it.slug}"' in shown and f'href="/en/mandates/{it.slug}/"' in shown
    assert "report, as in" in shown and "(similarity 1.00)" in shown
    assert "by similarity of meaning" in shown
    assert "checked" not in shown.partition('name="meant"')[2].partition(">")[0]
    form = {k: v for k, v in opened(officer, url).items() if k != "meant"} | {"do": "accept"}
    wrong = officer.post(url, form | {"meant": ["kind:M-9"], "recurrence": "", "period": "x"})
    assert wrong.status_code == 422
    officer.post(url, form | {"meant": [f"kind:{it.slug}"]})
    mandate = Mandate.objects.latest("number")
    assert mandate != it and mandate.kind == "report"
    assert mandate.source.found_by["kind"] == "meaning"  # type: ignore[union-attr]
    assert "recipient" not in mandate.source.found_by  # type: ignore[union-attr]


def test_who_is_no_reviewer_takes_nothing() -> None:
    from majlis.kernel.errors import Refused

    it, found = similar_mandate(), finding()
    with pytest.raises(Refused):
        actions.accept_finding(Actor(user=person()), found, meant={"kind": it})


def test_where_nothing_is_near_the_page_says_so() -> None:
    similar_mandate()
    officer = Client()
    officer.force_login(person("secretariat"))
    shown = officer.get(f"{page(finding('feed'))}?near=1").content.decode()
    assert (
        "No similar accepted mandate has further values." in shown and 'name="meant"' not in shown
    )
