"""Taking back what was published wrongly, twice, by two at once, with what hangs on it: nothing undoes it unasked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from majlis.instruments.citations.names import comparison_url
from majlis.instruments.imports import actions as imports_actions
from majlis.instruments.imports import publish
from majlis.instruments.metadata import actions as metadata_actions
from majlis.instruments.models import Citation, Instrument, Version
from majlis.instruments.tags import proposals
from majlis.instruments.withdrawals import actions
from majlis.kernel.errors import WrongState
from majlis.kernel.models import AuditEntry, Record, User
from majlis.kernel.records import get_or_create_circle
from majlis.textkit.edit import Edit
from majlis.textkit.model import Text
from tests.instruments import parsed_texts, published_texts
from tests.instruments.stored_texts import SYSTEM, stored_version
from tests.instruments.test_search import found, worked
from tests.instruments.withdrawals.test_actions import ENGLISH, brought
from tests.support.forms import filled, submit
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(person("secretariat"))
    return client


def address(of: Version) -> str:
    return f"/en/texts/{of.instrument.slug}/{of.slug}/"


def withdrawn(of: Version) -> bool:
    return hasattr(Record.objects.get(pk=of.pk), "withdrawal")


def french(title: str) -> Text:
    return parsed_texts.numbered_text(["Décide d’attendre"], "fr", title=title)


def titles(record: Any) -> dict[str, str]:
    return dict(record.wordings.filter(field="title").values_list("language", "text"))


def test_a_form_that_is_sent_twice_withdraws_once(officer: Client) -> None:
    wrong = stored_version()
    page, form = f"{address(wrong)}withdraw/", {"what": "all", "reason": "Wrong."}
    assert submit(officer, page, form).status_code == 302
    again = officer.post(page, form, follow=True)
    assert withdrawn(wrong) and again.status_code == 410
    assert "published again" not in again.content.decode()
    assert Client().get(address(wrong)).status_code == 410
    restore = f"{address(wrong)}restore/"
    assert officer.post(restore).status_code == 302
    assert not withdrawn(wrong)
    assert officer.post(restore, follow=True).status_code == 200
    assert AuditEntry.objects.filter(verb="instruments.restore_version").count() == 2


def test_what_is_taken_back_up_stands_where_its_date_says() -> None:
    first = stored_version(date="2030")
    wrong = stored_version(first.instrument, "wait", date="2032")
    actions.withdraw_version(SYSTEM, wrong, reason="Wrong.")
    between = stored_version(first.instrument, "wait longer", date="2031")
    actions.restore_version(SYSTEM, Version.objects.get(pk=wrong.pk))
    rows = list(first.instrument.versions.select_related("follows"))
    assert rows == [first, between, wrong]
    assert [each.follows for each in rows] == [None, first, between]


def test_a_reconstructed_version_does_not_come_back_without_the_one_it_was_made_from() -> None:
    main = stored_version()
    made = stored_version(main.instrument, "wait")
    Version.objects.filter(pk=made.pk).update(reconstructed_from=main, follows=None)
    made.refresh_from_db()
    actions.withdraw_version(SYSTEM, made, reason="Wrong.")
    actions.withdraw_version(SYSTEM, main, reason="Wrong.")
    with pytest.raises(WrongState):
        actions.restore_version(SYSTEM, made)
    assert withdrawn(made) and withdrawn(main)
    assert Client().get(f"/en/texts/{main.instrument.slug}/").status_code == 410


def test_a_title_that_a_withdrawn_version_gave_its_text_goes_and_comes_with_it() -> None:
    first = stored_version(date="2030")
    wrong = stored_version(first.instrument, "wait", date="2031")
    parsed_texts.add_language(wrong, french("Les phares secrets"))
    above = first.instrument.record
    assert titles(above)["fr"] == "Les phares secrets"
    actions.withdraw_version(SYSTEM, wrong, reason="Wrong.")
    assert "fr" not in titles(above)
    actions.restore_version(SYSTEM, Version.objects.get(pk=wrong.pk))
    assert titles(above)["fr"] == "Les phares secrets"
    # A language of it that goes leaves the title that another version has in that language.
    parsed_texts.add_language(first, french("Les phares"))
    actions.withdraw_language(SYSTEM, wrong, language="fr", reason="Wrong.")
    assert titles(above)["fr"] == "Les phares"
    noted = AuditEntry.objects.filter(record=above, verb="instruments.withdraw_language").get()
    assert noted.old == {"title.fr": "Les phares secrets"}


def test_titles_that_change_together_do_not_lag_behind_one_another() -> None:
    first = stored_version(date="2030")
    parsed_texts.add_language(first, french("Les phares secrets"))
    second = stored_version(first.instrument, "wait", date="2031")
    parsed_texts.add_language(second, french("Les phares"))
    second.languages.filter(language="en").update(title="Lights of the coast")
    said = first.instrument.record.wordings.filter(field="title")
    for language, title in (("en", "Secret lights"), ("fr", "Les phares secrets")):
        first.languages.filter(language=language).update(title=title)
        said.filter(language=language).update(text=title)
    actions.withdraw_version(SYSTEM, first, reason="Wrong.")
    assert dict(said.values_list("text", "status")) == {
        "Lights of the coast": "authentic",
        "Les phares": "translated",
    }


def test_what_only_a_withdrawn_text_cites_is_found_no_more(officer: Client) -> None:
    made = published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="Resolution 77 (2001)")
    )
    stub = Instrument.objects.get(held=False)
    worked()
    assert stub.record.address in found("Resolution 77")
    actions.withdraw_version(SYSTEM, made, reason="Wrong.")
    worked()
    assert stub.record.address not in found("Resolution 77")
    actions.restore_version(SYSTEM, Version.objects.get(pk=made.pk))
    worked()
    assert stub.record.address in found("Resolution 77")


def test_a_text_that_is_not_kept_has_no_page_of_concepts() -> None:
    made = published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="Resolution 77 (2001)")
    )
    stub = Instrument.objects.get(held=False)
    actions.withdraw_version(SYSTEM, made, reason="Wrong.")
    assert Client().get(f"/en/texts/{stub.slug}/").status_code == 404
    assert Client().get(f"/en/texts/{stub.slug}/concepts/").status_code == 404


def test_what_only_a_withdrawn_language_cites_is_found_no_more() -> None:
    made = published_texts.published_text(published_texts.sample_bytes("Resolution 101 (2031)"))
    words = "Résolution 101 (2031)\n\nRegistre\n\nLe Conseil des marées,\n\nrappelant la résolution 77 (2001),\n\ndécide\n\n1\td’attendre."
    published_texts.published_text(words, name="a.fr.txt", version=made)
    worked()
    stub = Instrument.objects.get(slug="resolution-77")
    assert stub.record.address in found("Resolution 77")
    actions.withdraw_language(SYSTEM, made, language="fr", reason="Wrong.")
    worked()
    assert stub.record.address not in found("Resolution 77")


def test_no_concept_is_proposed_for_words_that_were_withdrawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = stored_version(date="2030", closing="measure the tide")
    wrong = stored_version(first.instrument, "wait for the tide", date="2031")
    read: list[str] = []

    def by_meaning(wordings: list[object], *_more: object) -> list[proposals.Proposal]:
        read.extend(str(each) for each in wordings)
        return []

    monkeypatch.setattr(proposals, "meaning_proposals", by_meaning)
    actions.withdraw_version(SYSTEM, wrong, reason="Wrong.")
    proposals.proposals(first.instrument)
    assert any("measure" in each for each in read)
    assert not any("wait" in each for each in read)


def test_the_label_that_goes_with_a_language_is_in_the_history() -> None:
    made = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Port Lira, 2027)")
    )
    words = "Résolution 27 (Port Lira, 2027)\n\nRegistre des marées\n\nLe Conseil des marées,\n\ndécide\n\n1\tde mesurer la marée."
    published_texts.published_text(words, name="a.fr.txt", version=made)
    actions.withdraw_language(SYSTEM, made, language="fr", reason="Wrong.")
    entry = AuditEntry.objects.get(verb="instruments.withdraw_language", record=made.pk)
    assert (entry.old["title"], entry.old["label"]) == ("Registre des marées", "Port Lira, 2027")


def test_who_changes_a_date_keeps_what_the_form_cannot_offer(officer: Client) -> None:
    first = stored_version(date="2030")
    other = stored_version(first.instrument, "wait", date="2030")
    metadata_actions.mark_variant(SYSTEM, other, of=first)
    actions.withdraw_version(SYSTEM, first, reason="Wrong.")
    page = f"{address(other)}change/"
    form = filled(officer, page, date="2031", reason="So.")
    assert officer.post(page, form).status_code == 302
    other.refresh_from_db()
    assert (other.date, other.variant_of) == ("2031", first)


def test_a_text_published_again_has_the_title_that_was_mended() -> None:
    imported = brought(ENGLISH)
    wrong = publish.publish_import(SYSTEM, imported)[0]
    text = wrong.instrument
    assert titles(text.record)["en"] == "The light of the coast"
    actions.withdraw_version(SYSTEM, wrong, reason="Misread.")
    imports_actions.reopen_import(SYSTEM, imported)
    row = imported.destinations.get()
    edit = Edit("describe", row.root, values={"title": "The lights of the coasts"})
    publish.set_destination(SYSTEM, imported, root=row.root, described=edit)
    made = publish.publish_import(SYSTEM, imported)[0]
    assert made.instrument == text and str(made) == "The lights of the coasts"
    assert titles(text.record)["en"] == "The lights of the coasts"


def test_a_version_is_compared_with_itself_and_none_of_a_number_that_is_too_large() -> None:
    one = stored_version()
    reader = Client()
    assert reader.get(comparison_url(one, one)).status_code == 200
    where = f"{address(one)}compare/?text={one.instrument.slug}"
    assert reader.get(where).status_code in (302, 422)
    assert reader.get(f"/en/texts/compare/{one.pk}/{'9' * 30}/").status_code == 404
    assert reader.get(f"/en/texts/compare/{'9' * 30}/{one.pk}/changes.en.json").status_code == 404


def sees(who: User, of: Version) -> bool:
    return Record.objects.visible_to(who).filter(pk=of.pk).exists()


def test_what_is_withdrawn_is_seen_by_the_whole_secretariat_and_by_that_of_no_body() -> None:
    wrong = stored_version()
    actions.withdraw_version(SYSTEM, wrong, reason="Wrong.")
    assert sees(person("secretariat"), wrong)
    assert not sees(person(("secretariat", published_texts.body().record)), wrong)


def test_an_officer_who_did_not_see_a_closed_text_does_not_see_it_once_it_is_withdrawn() -> None:
    first = stored_version(date="2030")
    wrong, text = stored_version(first.instrument, "wait", date="2031"), first.instrument.record
    member, inside, outside = person("moderator"), person("secretariat"), person("secretariat")
    group = get_or_create_circle("some", {"user": member}, {"user": inside})
    Record.objects.filter(pk__in=[first.pk, wrong.pk, text.pk]).update(access="group", circle=group)
    wrong = Version.objects.get(pk=wrong.pk)
    actions.withdraw_version(SYSTEM, wrong, reason="Wrong.")
    assert [sees(each, wrong) for each in (inside, outside, member)] == [True, False, False]
    client = Client()
    client.force_login(outside)
    assert client.get(comparison_url(first, wrong)).status_code == 404
    client.force_login(inside)
    assert client.post(f"{address(wrong)}restore/").status_code == 302
    assert sees(member, wrong) and not sees(outside, wrong)
    # An officer who sees it by now, and did not the first time.
    get_or_create_circle("some").admissions.create(user=outside)
    actions.withdraw_version(SYSTEM, Version.objects.get(pk=wrong.pk), reason="Wrong.")
    assert [sees(each, wrong) for each in (inside, outside, member)] == [True, True, False]


def test_no_language_is_taken_from_what_was_withdrawn_meanwhile() -> None:
    made = stored_version()
    parsed_texts.add_language(made, french("Les phares"))
    stale = Version.objects.get(pk=made.pk)
    actions.withdraw_version(SYSTEM, made, reason="Wrong.")
    with pytest.raises(WrongState):
        actions.withdraw_language(SYSTEM, stale, language="fr", reason="Wrong.")
    assert made.languages.count() == 2


def target_of(citing: Version) -> Instrument:
    return Citation.objects.get(version=citing, value__startswith="resolution 5").target


def test_what_cited_a_withdrawn_text_meanwhile_cites_it_when_it_is_back() -> None:
    made = publish.publish_import(SYSTEM, brought(ENGLISH))[0]
    actions.withdraw_version(SYSTEM, made, reason="Wrong.")
    citing = published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="Resolution 5 (2030)")
    )
    stub = target_of(citing)
    assert not stub.held
    actions.restore_version(SYSTEM, Version.objects.get(pk=made.pk))
    assert target_of(citing) == made.instrument
    stub.refresh_from_db()
    assert stub.became == made.instrument


def test_what_cited_a_withdrawn_text_cites_the_one_that_is_published_in_its_place() -> None:
    citing = published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="Resolution 5 (2030)")
    )
    imported = brought(ENGLISH)
    wrong = publish.publish_import(SYSTEM, imported)[0]
    assert target_of(citing) == wrong.instrument
    actions.withdraw_version(SYSTEM, wrong, reason="Wrong.")
    imports_actions.reopen_import(SYSTEM, imported)
    row = imported.destinations.get()
    publish.set_destination(SYSTEM, imported, root=row.root, published_as="instrument")
    made = publish.publish_import(SYSTEM, imported)[0]
    assert made.instrument != wrong.instrument
    assert target_of(citing) == made.instrument


def test_a_text_published_again_goes_by_the_symbol_that_was_mended() -> None:
    citing = published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="Resolution 6 (2030)")
    )
    imported = brought(ENGLISH)
    wrong = publish.publish_import(SYSTEM, imported)[0]
    actions.withdraw_version(SYSTEM, wrong, reason="Misread.")
    imports_actions.reopen_import(SYSTEM, imported)
    row = imported.destinations.get()
    edit = Edit("describe", row.root, values={"symbol": "Resolution 6 (2030)"})
    publish.set_destination(SYSTEM, imported, root=row.root, described=edit)
    text = publish.publish_import(SYSTEM, imported)[0].instrument
    text.refresh_from_db()
    assert (text, text.symbol) == (wrong.instrument, "Resolution 6 (2030)")
    assert not {"resolution 5", "resolution 5 (2030)"} & set(text.keys)
    assert Citation.objects.get(version=citing).target == text
    noted = AuditEntry.objects.get(record=text.record, new__symbol="Resolution 6 (2030)")
    assert noted.old == {"symbol": "Resolution 5 (2030)"}
