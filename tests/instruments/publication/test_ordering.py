"""Versions stand in the order of their dates, in whatever order they came in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from majlis.instruments.acts import actions as acts_actions
from majlis.instruments.lifecycle import ADOPTED
from majlis.instruments.metadata import actions
from majlis.instruments.models import Instrument, Version
from majlis.instruments.publication.build import VersionFacts, create_former_version
from majlis.instruments.tags import proposals
from majlis.instruments.texts.queries import current_version
from majlis.instruments.withdrawals import actions as withdrawals_actions
from majlis.kernel.actor import Actor
from majlis.textkit.model import Run
from tests.instruments import parsed_texts, published_texts, stored_texts
from tests.support.people import person

pytestmark = pytest.mark.django_db


def chain(instrument: Instrument) -> list[str]:
    """The addresses of the versions in their order; each must follow the one before it."""
    rows = list(instrument.versions.select_related("follows"))
    assert [each.follows for each in rows] == [None, *rows[:-1]]
    assert len({each.position for each in rows}) == len(rows)
    return [each.slug for each in rows]


def test_an_older_version_that_comes_later_stands_before_and_is_not_that_of_today() -> None:
    new = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27"), date="2026-05", state=ADOPTED
    )
    old = published_texts.published_text(
        published_texts.sample_bytes(
            "Resolution 27", title="Book of tides", second="to measure the tide once a day"
        ),
        of=new,
        date="2022",
        state=ADOPTED,
    )
    between = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Rev. 2024)"), of=new, state=ADOPTED
    )  # the year of its label
    latest = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27", second="to wait"), of=new, state=ADOPTED
    )  # as it came
    text = new.instrument
    assert chain(text) == ["2022", "2024", "2026", latest.slug]
    assert current_version(list(text.versions.exclude(pk=latest.pk))) == new
    # The same provisions go on, though the later ones were there first.
    for eid, provision in parsed_texts.provisions_by_eid(new).items():
        assert parsed_texts.provisions_by_eid(old)[eid].lineage_id == provision.lineage_id
        assert parsed_texts.provisions_by_eid(between)[eid].lineage_id == provision.lineage_id


def test_the_page_of_a_text_opens_the_version_of_the_latest_date() -> None:
    new = stored_texts.stored_version(date="2026-03-01", state=ADOPTED, closing="measure the tide")
    stored_texts.stored_version(new.instrument, date="2022-03-01", state=ADOPTED, closing="wait")
    page = Client().get(new.instrument.get_absolute_url())
    assert page.context["version"] == new
    steps = [each.name for each in page.context["steps"]]
    assert steps == ["2022", "2026"]


def test_concepts_are_proposed_for_the_version_of_the_latest_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new = stored_texts.stored_version(date="2026", closing="measure the tide")
    stored_texts.stored_version(new.instrument, date="2022", closing="wait for the tide")
    read: list[str] = []

    def by_meaning(wordings: list[object], *_more: object) -> list[proposals.Proposal]:
        read.extend(str(each) for each in wordings)
        return []

    monkeypatch.setattr(proposals, "meaning_proposals", by_meaning)
    proposals.proposals(new.instrument)
    assert any("measure" in each for each in read)
    assert not any("wait" in each for each in read)


def test_a_corrected_date_puts_a_version_into_its_place() -> None:
    actor = Actor(user=person("secretariat"))
    first = stored_texts.stored_version(date="2020")
    second = stored_texts.stored_version(first.instrument, date="2022")
    third = stored_texts.stored_version(first.instrument, date="2024")
    assert chain(first.instrument) == ["2020", "2022", "2024"]
    for date, order in (
        ("2026", [second, third, first]),
        ("2022-07", [second, first, third]),
        ("2022", [second, first, third]),  # as far as both are known it is no other day
        ("2019", [first, second, third]),
    ):
        actions.change_version(actor, first, labels={}, reason="It was misread.", date=date)
        assert chain(first.instrument) == [each.slug for each in order], date
    acts_actions.adopt_version(actor, second, date="2025-01-02")
    assert chain(first.instrument) == ["2020", "2024", "2022"]


def test_what_follows_a_text_of_the_series_still_does() -> None:
    earlier = stored_texts.stored_version(date="2010")
    new = stored_texts.stored_version(date="2026")
    Version.objects.filter(pk=new.pk).update(follows=earlier)
    old = stored_texts.stored_version(new.instrument, date="2022")
    new.refresh_from_db()
    assert (old.follows, new.follows) == (earlier, old)


def changed() -> object:
    """A text with one change in it."""
    text = parsed_texts.numbered_text(
        ["Asks the tide to wait;", "Asks the Keeper to go on;"], symbol="27"
    )
    one, *rest = text.provisions
    runs = (
        Run("Asks the "),
        Run("sea", frozenset({"deleted"})),
        Run("tide", frozenset({"inserted"})),
        Run(" to wait;"),
    )
    return replace(text, provisions=(replace(one, runs=runs), *rest))


def test_a_reconstructed_version_stands_in_the_chain() -> None:
    text = changed()
    first = parsed_texts.first_version(
        parsed_texts.numbered_text(["Asks the sea to wait;"], symbol="27"), date="2020"
    )
    revised = parsed_texts.next_version(first, text, date="2026")
    latest = parsed_texts.next_version(revised, text, date="2028")
    former = create_former_version(revised, text, VersionFacts())
    names = ["2020", "before-2026", "2026", "2028"]
    assert former.slug == "before-2026"
    assert chain(first.instrument) == names
    between = parsed_texts.next_version(latest, text, date="2023")
    assert chain(first.instrument) == [names[0], "2023", *names[1:]]
    assert between.position == 1
    # Where the revision gets another date, what was reconstructed from it goes with it.
    actions.change_version(stored_texts.SYSTEM, revised, labels={}, reason="Misread.", date="2029")
    assert chain(first.instrument) == ["2020", "2023", "2028", "before-2026", "2026"]


def test_a_language_of_an_old_version_does_not_rename_the_text() -> None:
    first = parsed_texts.first_version(
        parsed_texts.numbered_text(["Asks the tide;"], title="Of tides"), date="2020"
    )
    text = first.instrument
    latest = parsed_texts.next_version(
        first, parsed_texts.numbered_text(["Asks the tide;"]), date="2026"
    )
    for version, title in ((first, "Des mers"), (latest, "Des marées")):
        parsed_texts.add_language(
            version, parsed_texts.numbered_text(["Demande;"], "fr", title=title)
        )
        assert text.record.wordings.get(field="title", language="fr").text == title
    third = parsed_texts.next_version(
        latest, parsed_texts.numbered_text(["Asks the tide;"]), date="2015"
    )
    parsed_texts.add_language(
        third, parsed_texts.numbered_text(["Demande;"], "fr", title="Des eaux")
    )
    assert text.record.wordings.get(field="title", language="fr").text == "Des marées"


def test_what_is_withdrawn_leaves_the_chain_and_comes_back_into_it() -> None:
    text = changed()
    first = parsed_texts.first_version(
        parsed_texts.numbered_text(["Asks the sea to wait;"], symbol="27"), date="2020"
    )
    revised = parsed_texts.next_version(first, text, date="2026")
    latest = parsed_texts.next_version(revised, text, date="2028")
    former = create_former_version(revised, text, VersionFacts())
    withdrawals_actions.withdraw_version(stored_texts.SYSTEM, revised, reason="Wrong.")
    latest.refresh_from_db()
    assert latest.follows == first
    between = parsed_texts.next_version(latest, text, date="2023")
    latest.refresh_from_db()
    assert (between.follows, latest.follows) == (first, between)
    withdrawals_actions.restore_version(stored_texts.SYSTEM, revised)
    assert chain(first.instrument) == ["2020", "2023", former.slug, "2026", "2028"]


def test_the_only_version_of_a_text_still_follows_the_text_before_when_it_is_back() -> None:
    earlier = stored_texts.stored_version(date="2010")
    new = stored_texts.stored_version(date="2026")
    Version.objects.filter(pk=new.pk).update(follows=earlier)
    new.refresh_from_db()
    withdrawals_actions.withdraw_version(stored_texts.SYSTEM, new, reason="Wrong.")
    withdrawals_actions.restore_version(stored_texts.SYSTEM, new)
    new.refresh_from_db()
    assert new.follows == earlier
