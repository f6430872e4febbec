"""Versions stand in the order of their dates, in whatever order they came in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from majlis.instruments import actions, tagging
from majlis.instruments.lifecycle import ADOPTED
from majlis.instruments.models import Instrument, Version
from majlis.instruments.publishing import Facts, former_version
from majlis.instruments.queries.text import current
from majlis.kernel.actor import Actor
from majlis.textkit.model import Run
from tests.instruments import kept, shelf, standing
from tests.support.people import person

pytestmark = pytest.mark.django_db


def chain(instrument: Instrument) -> list[str]:
    """The addresses of the versions in their order; each must follow the one before it."""
    rows = list(instrument.versions.select_related("follows"))
    assert [each.follows for each in rows] == [None, *rows[:-1]]
    assert len({each.position for each in rows}) == len(rows)
    return [each.slug for each in rows]


def test_an_older_version_that_comes_later_stands_before_and_is_not_that_of_today() -> None:
    new = shelf.published(shelf.words("Resolution 27"), date="2026-05", state=ADOPTED)
    old = shelf.published(
        shelf.words(
            "Resolution 27", title="Book of tides", second="to measure the tide once a day"
        ),
        of=new,
        date="2022",
        state=ADOPTED,
    )
    between = shelf.published(
        shelf.words("Resolution 27 (Rev. 2024)"), of=new, state=ADOPTED
    )  # the year of its label
    latest = shelf.published(
        shelf.words("Resolution 27", second="to wait"), of=new, state=ADOPTED
    )  # as it came
    text = new.instrument
    assert chain(text) == ["2022", "2024", "2026", latest.slug]
    assert current(list(text.versions.exclude(pk=latest.pk))) == new
    # The same provisions go on, though the later ones were there first.
    for eid, provision in standing.eids(new).items():
        assert standing.eids(old)[eid].lineage_id == provision.lineage_id
        assert standing.eids(between)[eid].lineage_id == provision.lineage_id


def test_the_page_of_a_text_opens_the_version_of_the_latest_date() -> None:
    new = kept.version(date="2026-03-01", state=ADOPTED, closing="measure the tide")
    kept.version(new.instrument, date="2022-03-01", state=ADOPTED, closing="wait")
    page = Client().get(new.instrument.get_absolute_url())
    assert page.context["version"] == new
    steps = [each.name for each in page.context["steps"]]
    assert steps == ["2022", "2026"]


def test_concepts_are_proposed_for_the_version_of_the_latest_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new = kept.version(date="2026", closing="measure the tide")
    kept.version(new.instrument, date="2022", closing="wait for the tide")
    read: list[str] = []

    def by_meaning(wordings: list[object], *_more: object) -> list[tagging.Proposal]:
        read.extend(str(each) for each in wordings)
        return []

    monkeypatch.setattr(tagging, "by_meaning", by_meaning)
    tagging.proposals(new.instrument)
    assert any("measure" in each for each in read)
    assert not any("wait" in each for each in read)


def test_a_corrected_date_puts_a_version_into_its_place() -> None:
    actor = Actor(user=person("secretariat"))
    first = kept.version(date="2020")
    second = kept.version(first.instrument, date="2022")
    third = kept.version(first.instrument, date="2024")
    assert chain(first.instrument) == ["2020", "2022", "2024"]
    for date, order in (
        ("2026", [second, third, first]),
        ("2022-07", [second, first, third]),
        ("2022", [second, first, third]),  # as far as both are known it is no other day
        ("2019", [first, second, third]),
    ):
        actions.change_version(actor, first, labels={}, reason="It was misread.", date=date)
        assert chain(first.instrument) == [each.slug for each in order], date
    actions.adopt(actor, second, date="2025-01-02")
    assert chain(first.instrument) == ["2020", "2024", "2022"]


def test_what_follows_a_text_of_the_series_still_does() -> None:
    earlier = kept.version(date="2010")
    new = kept.version(date="2026")
    Version.objects.filter(pk=new.pk).update(follows=earlier)
    old = kept.version(new.instrument, date="2022")
    new.refresh_from_db()
    assert (old.follows, new.follows) == (earlier, old)


def changed() -> object:
    """A text with one change in it."""
    text = standing.plain(["Asks the tide to wait;", "Asks the Keeper to go on;"], symbol="27")
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
    first = standing.first(standing.plain(["Asks the sea to wait;"], symbol="27"), date="2020")
    revised = standing.after(first, text, date="2026")
    latest = standing.after(revised, text, date="2028")
    former = former_version(revised, text, Facts())
    names = ["2020", "before-2026", "2026", "2028"]
    assert former.slug == "before-2026"
    assert chain(first.instrument) == names
    between = standing.after(latest, text, date="2023")
    assert chain(first.instrument) == [names[0], "2023", *names[1:]]
    assert between.position == 1
    # Where the revision gets another date, what was reconstructed from it goes with it.
    actions.change_version(kept.SYSTEM, revised, labels={}, reason="Misread.", date="2029")
    assert chain(first.instrument) == ["2020", "2023", "2028", "before-2026", "2026"]


def test_a_language_of_an_old_version_does_not_rename_the_text() -> None:
    first = standing.first(standing.plain(["Asks the tide;"], title="Of tides"), date="2020")
    text = first.instrument
    latest = standing.after(first, standing.plain(["Asks the tide;"]), date="2026")
    for version, title in ((first, "Des mers"), (latest, "Des marées")):
        standing.beside(version, standing.plain(["Demande;"], "fr", title=title))
        assert text.record.wordings.get(field="title", language="fr").text == title
    third = standing.after(latest, standing.plain(["Asks the tide;"]), date="2015")
    standing.beside(third, standing.plain(["Demande;"], "fr", title="Des eaux"))
    assert text.record.wordings.get(field="title", language="fr").text == "Des marées"


def test_what_is_withdrawn_leaves_the_chain_and_comes_back_into_it() -> None:
    text = changed()
    first = standing.first(standing.plain(["Asks the sea to wait;"], symbol="27"), date="2020")
    revised = standing.after(first, text, date="2026")
    latest = standing.after(revised, text, date="2028")
    former = former_version(revised, text, Facts())
    actions.withdraw_version(kept.SYSTEM, revised, reason="Wrong.")
    latest.refresh_from_db()
    assert latest.follows == first
    between = standing.after(latest, text, date="2023")
    latest.refresh_from_db()
    assert (between.follows, latest.follows) == (first, between)
    actions.take_version_back_up(kept.SYSTEM, revised)
    assert chain(first.instrument) == ["2020", "2023", former.slug, "2026", "2028"]


def test_the_only_version_of_a_text_still_follows_the_text_before_when_it_is_back() -> None:
    earlier = kept.version(date="2010")
    new = kept.version(date="2026")
    Version.objects.filter(pk=new.pk).update(follows=earlier)
    new.refresh_from_db()
    actions.withdraw_version(kept.SYSTEM, new, reason="Wrong.")
    actions.take_version_back_up(kept.SYSTEM, new)
    new.refresh_from_db()
    assert new.follows == earlier
