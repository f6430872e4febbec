"""What is known of a text is corrected by the secretariat, with a reason, and is found so from then on."""

from __future__ import annotations

import io
from typing import Any

import pytest

from majlis.instruments.imports import actions as imports_actions
from majlis.instruments.imports import publish, read
from majlis.instruments.metadata import actions
from majlis.instruments.models import Citation, Instrument, Version
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry
from tests.instruments import published_texts
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


def test_who_may_correct_what_is_known_and_what_is_written_of_it() -> None:
    text = published_texts.published_text(published_texts.sample_bytes("Resolution 27")).instrument
    council = published_texts.body()
    check_permissions(
        "instruments.change_instrument",
        text,
        granted={"the secretariat": person("secretariat")},
        refused={
            "nobody": None,
            "a delegate": person("delegate"),
            "an administrator": person("administrator"),
            "a closed account": person("secretariat", is_active=False),
        },
        do=lambda actor: actions.change_instrument(
            actor,
            text,
            titles={"en": "Tides, registered", "fr": "Registre des marées"},
            reason="It was misread.",
            symbol="Decision 72",
            kind="decision",
            body=council,
        ),
    )
    text.refresh_from_db()
    assert (text.symbol, text.kind, text.body) == ("Decision 72", "decision", council)
    entry = AuditEntry.objects.get(verb="instruments.change_instrument")
    assert entry.reason == "It was misread."
    assert entry.old["symbol"] == "Resolution 27"
    assert entry.new["body"] == council.record.address
    assert (entry.old["title.fr"], entry.new["title.fr"]) == ("", "Registre des marées")
    # Citations by its right name mean it from now on, and by the wrong one another text.
    for number, cites in enumerate(("Decision 72", "Resolution 27"), 80):
        later = published_texts.published_text(
            published_texts.sample_bytes(f"Resolution {number}", cites=cites)
        )
        target = Citation.objects.get(wording__provision__version=later).target
        assert (target == text) == (cites == "Decision 72")


def test_faults_are_told_by_field_and_what_is_the_same_is_no_change() -> None:
    text = published_texts.published_text(published_texts.sample_bytes("Resolution 27")).instrument
    actor = Actor(user=person("secretariat"))
    with pytest.raises(InvalidInput) as fault:
        actions.change_instrument(actor, text, titles={}, reason="It is one.", kind="poem")
    assert set(fault.value.faults) == {"kind"}
    text.refresh_from_db()
    assert text.kind == "resolution"
    before = AuditEntry.objects.count()
    actions.change_instrument(
        actor, text, titles={"en": "Register of tides"}, reason="The same.", symbol="Resolution 27"
    )
    assert AuditEntry.objects.count() == before


def change(text: Instrument, **values: Any) -> Instrument:
    """Correct a text."""
    officer = Actor(user=person("secretariat"))
    actions.change_instrument(officer, text, titles={}, reason="It was misread.", **values)
    text.refresh_from_db()
    return text


def cited_by(version: Version) -> Instrument:
    """The one text that a version cites."""
    return Citation.objects.get(version=version).target


def test_a_wrong_symbol_is_no_key_any_more_and_what_cites_it_is_resolved_again() -> None:
    wrong = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27", cites="Resolution 9")
    ).instrument
    by_wrong = published_texts.published_text(
        published_texts.sample_bytes("Resolution 80", cites="Resolution 27")
    )
    by_right = published_texts.published_text(
        published_texts.sample_bytes("Resolution 81", cites="Resolution 28")
    )
    assert cited_by(by_wrong) == wrong
    stub = cited_by(by_right)
    change(wrong, symbol="Resolution 28")
    assert wrong.keys == ["resolution 28"]
    other = cited_by(by_wrong)
    assert (other.held, other.symbol) == (False, "resolution 27")
    assert cited_by(by_right) == wrong
    stub.refresh_from_db()
    assert stub.became == wrong
    # The true Resolution 27 is a text of its own, and takes its stub.
    imported = read.read_file(
        published_texts.SYSTEM,
        imports_actions.upload_import(
            published_texts.SYSTEM,
            name="b.txt",
            stream=io.BytesIO(
                published_texts.sample_bytes("Resolution 27", title="Another").encode()
            ),
        ),
    )
    row = imported.destinations.get()
    assert (row.published_as, row.instrument) == ("instrument", None)
    publish.publish_import(published_texts.SYSTEM, imported)
    assert cited_by(by_wrong).held
    assert cited_by(by_wrong) != wrong
    # Corrected the other way round, nothing leads to the wrong one.
    change(wrong, symbol="Resolution 29")
    assert cited_by(by_right).symbol == "resolution 28"
    assert cited_by(by_right) == stub


def test_a_citation_by_the_wrong_symbol_goes_to_the_text_that_bears_it() -> None:
    right = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27", title="The true one")
    ).instrument
    wrong = published_texts.published_text(published_texts.sample_bytes("Resolution 26")).instrument
    citing = published_texts.published_text(
        published_texts.sample_bytes("Resolution 80", cites="Resolution 26")
    )
    change(right, symbol="Résolution 26")  # in whatever language it is written
    assert right.keys == ["resolution 26"]
    change(wrong, symbol="Resolution 31")
    assert cited_by(citing) == right


def test_what_a_text_said_of_its_wrong_symbol_cites_another_text() -> None:
    version = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27", cites="Resolution 27")
    )
    assert not Citation.objects.exists()
    change(version.instrument, symbol="Resolution 28")
    assert cited_by(version).symbol == "resolution 27"


def test_keys_of_the_symbols_that_later_versions_bear_stay() -> None:
    first = published_texts.published_text(published_texts.sample_bytes("Resolution 27"))
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 40", title="Renumbered"), of=first
    )
    text = first.instrument
    text.keys = ["resolution 27", "resolution 40"]
    text.save()
    change(text, symbol="Resolution 40")
    assert text.keys == ["resolution 40"]
    change(text, symbol="Resolution 41")
    assert text.keys == ["resolution 41", "resolution 40"]


def test_a_stub_made_at_the_same_moment_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    text = published_texts.published_text(published_texts.sample_bytes("Resolution 27")).instrument
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 80", cites="Resolution 27")
    )
    monkeypatch.setattr(
        "majlis.instruments.citations.stubs._numbered_slug", lambda *_more: text.slug
    )
    with pytest.raises(WrongState):
        change(text, symbol="Resolution 28")
    text.refresh_from_db()
    assert (text.symbol, text.keys) == ("Resolution 27", ["resolution 27"])
