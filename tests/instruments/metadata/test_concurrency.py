"""Two who change at once what a text goes by, or where it belongs: one is told, and nothing is half done."""

from __future__ import annotations

import pytest
from django.test import Client

from majlis.instruments.citations import actions, stubs
from majlis.instruments.metadata import actions as metadata_actions
from majlis.instruments.models import Citation, Import, Instrument, Version
from majlis.instruments.publication import build
from majlis.instruments.series import actions as series_actions
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import AuditEntry
from tests.instruments import published_texts
from tests.instruments.stored_texts import SYSTEM, stored_version
from tests.instruments.withdrawals.test_actions import ENGLISH, brought
from tests.support.forms import filled
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(person("secretariat"))
    return client


def test_a_text_in_another_language_keeps_its_own_keys_when_a_stub_is_parted() -> None:
    words = "Résolution 70/1\n\nRegistre des marées\n\nLe Conseil des marées,\n\ndécide\n\n1\tde mesurer la marée."
    text = published_texts.published_text(words, name="a.fr.txt").instrument
    own = list(text.keys)
    assert own == ["resolution 70/1"]
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="A/RES/70/1")
    )
    stub = Instrument.objects.filter(held=False).get()
    actions.resolve_stub(SYSTEM, stub, instrument=text)
    actions.unresolve_stub(SYSTEM, stub)
    text.refresh_from_db()
    assert text.keys == own


def test_what_cites_a_stub_with_the_year_is_parted_with_it() -> None:
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="Resolution 77")
    )
    stub = Instrument.objects.get(held=False)
    text = stored_version().instrument
    actions.resolve_stub(SYSTEM, stub, instrument=text)
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 102 (2031)", cites="Resolution 77 (2001)")
    )
    assert Citation.objects.filter(target=text).count() == 2
    actions.unresolve_stub(SYSTEM, stub)
    assert Citation.objects.filter(target=stub).count() == 2


def test_a_stub_is_of_one_text_whoever_says_so_at_once() -> None:
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="Resolution 77 (2001)")
    )
    one, other = Instrument.objects.get(held=False), Instrument.objects.get(held=False)
    first, second = stored_version().instrument, stored_version().instrument
    actions.resolve_stub(SYSTEM, one, instrument=first)
    with pytest.raises(InvalidInput):  # it read the stub before the other was done
        actions.resolve_stub(SYSTEM, other, instrument=second)
    one.refresh_from_db()
    assert one.became == first


def test_a_text_is_in_one_series_whoever_puts_it_there_at_once() -> None:
    text = stored_version().instrument
    stale = Instrument.objects.get(pk=text.pk)
    one = series_actions.create_series(SYSTEM, titles={"en": "One"})
    other = series_actions.create_series(SYSTEM, titles={"en": "Other"})
    series_actions.set_series(SYSTEM, text, series=one)
    with pytest.raises(InvalidInput):
        series_actions.set_series(SYSTEM, stale, series=other)
    text.refresh_from_db()
    assert text.series == one


def test_two_who_correct_a_symbol_at_once_leave_the_keys_of_one_symbol() -> None:
    text = published_texts.published_text(published_texts.sample_bytes("Resolution 27")).instrument
    stale = Instrument.objects.get(pk=text.pk)
    metadata_actions.change_instrument(
        SYSTEM, text, titles={}, reason="So.", symbol="Resolution 28"
    )
    metadata_actions.change_instrument(
        SYSTEM, stale, titles={}, reason="So.", symbol="Resolution 29"
    )
    text.refresh_from_db()
    assert (text.symbol, text.keys) == ("Resolution 29", ["resolution 29"])


def test_a_text_made_at_the_same_moment_is_told_on_the_form_and_nothing_is_half_done(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = stored_version().instrument
    imported = brought(ENGLISH)
    page = f"{imported.get_absolute_url()}publish/"
    monkeypatch.setattr(build, "unique_slug", lambda *_given, **_more: taken.slug)
    assert officer.post(page).status_code == 409
    assert Version.objects.count() == 1 and Import.objects.get().state == "read"
    monkeypatch.undo()
    assert officer.post(page).status_code == 302


def test_a_stub_made_at_the_same_moment_is_told_on_the_form_of_what_is_known(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = published_texts.published_text(published_texts.sample_bytes("Resolution 27")).instrument
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="Resolution 27 (2027)")
    )
    page = f"/en/texts/{text.slug}/change/"
    form = filled(officer, page, symbol="Resolution 28", reason="So.")
    monkeypatch.setattr(stubs, "slug_stem", lambda *_given: text.slug)
    monkeypatch.setattr(stubs, "first_free", lambda stem, _taken: stem)
    answer = officer.post(page, form)
    assert answer.status_code == 409
    assert answer.context["form"]["symbol"].value() == "Resolution 28"
    text.refresh_from_db()
    assert text.symbol == "Resolution 27"
    monkeypatch.undo()
    again = filled(officer, page, symbol="Resolution 28", reason="So.")
    assert officer.post(page, again).status_code == 302


def test_the_reason_for_another_series_is_in_the_history(officer: Client) -> None:
    text = stored_version().instrument
    series = series_actions.create_series(SYSTEM, titles={"en": "Tides"})
    page = f"/en/texts/{text.slug}/change/"
    form = filled(officer, page, series=series.pk, reason="It follows the others.")
    assert officer.post(page, form).status_code == 302
    entry = AuditEntry.objects.get(verb="instruments.set_series")
    assert entry.reason == "It follows the others."


def test_what_was_corrected_meanwhile_is_shown_beside_what_is_sent(officer: Client) -> None:
    text = stored_version().instrument
    page = f"/en/texts/{text.slug}/change/"
    form = filled(officer, page, title_en="Tides, a register", reason="So.")
    metadata_actions.change_instrument(
        SYSTEM, text, titles={"en": "The register of the tides"}, reason="A slip."
    )
    answer = officer.post(page, form)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Tides, a register" in words and "The register of the tides" in words
    assert str(Instrument.objects.get(pk=text.pk)) == "The register of the tides"


def test_a_text_is_moved_to_another_series_on_its_page_only(officer: Client) -> None:
    text = stored_version().instrument
    one, other = (series_actions.create_series(SYSTEM, titles={"en": name}) for name in ("A", "B"))
    series_actions.set_series(SYSTEM, text, series=one)
    with pytest.raises(InvalidInput):
        series_actions.set_series(SYSTEM, text, series=other)
    page = f"/en/texts/{text.slug}/change/"
    sent = filled(officer, page, series=other.pk, reason="So.")
    assert officer.post(page, sent).status_code == 302
    text.refresh_from_db()
    assert text.series == other
