"""What was published wrongly is taken back: nothing shows it any more, its address says so, and it can be mended."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils.timezone import localdate

from majlis.instruments.citations import actions as citations_actions
from majlis.instruments.citations.names import comparison_url
from majlis.instruments.imports import actions, publish, working_copy
from majlis.instruments.imports.read import read_file
from majlis.instruments.lifecycle import PUBLISHED, READ
from majlis.instruments.models import (
    Citation,
    Destination,
    Difference,
    Import,
    Instrument,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.instruments.text_list import queries
from majlis.instruments.texts.storage import load_text
from majlis.instruments.withdrawals import actions as withdrawals_actions
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry
from majlis.kernel.records import get_or_create_circle
from majlis.textkit.edit import Edit
from tests.instruments import published_texts
from tests.instruments.stored_texts import SYSTEM, stored_version
from tests.support.forms import submit
from tests.support.people import person

pytestmark = pytest.mark.django_db
ENGLISH = (
    "Resolution 5 (2030)\n\nThe light of the coast\n\nThe Council of Tides,\n\nNoting the tide,\n\n"
    "1. Decides to wait for 3 lights;\n\n2. Requests the Keeper to report to it."
)
FRENCH = (
    "Résolution 5 (2030)\n\nLa lumière de la côte\n\nLe Conseil des marées,\n\nNotant la marée,\n\n"
    "1. Décide d’attendre 4 feux ;\n\n2. Prie le Gardien de lui faire rapport ;\n\n3. Décide de partir."
)


def client_of(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles))
    return client


def brought(words: str, name: str = "tides.en.txt") -> Import:
    return read_file(
        SYSTEM, actions.upload_import(SYSTEM, name=name, stream=io.BytesIO(words.encode()))
    )


def address(of: Version) -> str:
    return f"/en/texts/{of.instrument.slug}/{of.slug}/"


def test_a_withdrawn_version_is_shown_nowhere_and_its_address_says_so() -> None:
    first = stored_version(date="2030")
    second = stored_version(first.instrument, "count the lights", date="2031")
    reader, text = Client(), first.instrument
    before = reader.get(address(second)).content.decode()
    assert "count the lights" in before
    withdrawals_actions.withdraw_version(SYSTEM, second, reason="It is of another council.")
    one = Provision.objects.filter(version=second, kind="operative")[0]
    for path in (
        address(second),
        f"{address(second)}p/{one.eid}/",
        f"{address(second)}text.en.docx",
        f"{address(second)}compare/",
        f"/en/texts/compare/{first.pk}/{second.pk}/",
        comparison_url(first, second),
        f"{comparison_url(first, second)}changes.en.json",
        f"/en/texts/compare/{first.pk}/{second.pk}/changes.en.json",
    ):
        answer = reader.get(path)
        assert answer.status_code == 410, path
        told = answer.content.decode()
        assert "withdrawn" in told and str(localdate().year) in told
        assert "lights" not in told and "another council" not in told
    shown = reader.get(f"/en/texts/{text.slug}/").content.decode()
    assert "report on the tide" in shown and address(second) not in shown
    text.refresh_from_db()
    assert text.year == 2030
    with pytest.raises(WrongState):
        withdrawals_actions.withdraw_version(SYSTEM, second, reason="Wrong.")
    kept = AuditEntry.objects.filter(record=second.pk, verb="instruments.withdraw_version").get()
    assert kept.reason == "It is of another council."
    withdrawals_actions.restore_version(SYSTEM, second)
    assert "count the lights" in reader.get(address(second)).content.decode()


def test_a_text_whose_only_version_is_withdrawn_says_so_and_is_in_no_list() -> None:
    wrong = stored_version()
    reader, text = Client(), wrong.instrument
    assert text in queries.find_texts(AnonymousUser(), {})
    withdrawals_actions.withdraw_version(SYSTEM, wrong, reason="Wrong.")
    assert text not in queries.find_texts(AnonymousUser(), {})
    listed = client_of("secretariat").get("/en/texts/")
    assert listed.status_code == 200 and address(wrong) not in listed.content.decode()
    assert reader.get(f"{address(wrong)}compare/").status_code == 410
    answer = reader.get(f"/en/texts/{text.slug}/")
    assert answer.status_code == 410 and "Withdrawn text" in answer.content.decode()
    withdrawals_actions.restore_version(SYSTEM, Version.objects.get(pk=wrong.pk))
    assert text in queries.find_texts(AnonymousUser(), {})
    assert reader.get(f"/en/texts/{text.slug}/").status_code == 200


def test_what_was_closed_is_closed_again_and_tells_strangers_nothing() -> None:
    wrong = stored_version()
    group = get_or_create_circle("some", {"role": "moderator", "anywhere": True})
    record = wrong.record
    record.access, record.circle = "group", group
    record.save()
    withdrawals_actions.withdraw_version(SYSTEM, wrong, reason="Wrong.")
    assert Client().get(address(wrong)).status_code == 404
    assert Client().get(f"{address(wrong)}compare/").status_code == 404
    assert Client().get(f"/en/texts/compare/{wrong.pk}/{wrong.pk}/").status_code == 404
    assert Client().get(comparison_url(wrong, wrong)).status_code == 404
    assert client_of("moderator").get(address(wrong)).status_code == 410
    withdrawals_actions.restore_version(SYSTEM, wrong)
    record.refresh_from_db()
    assert (record.access, record.circle) == ("group", group)


def test_the_secretariat_withdraws_on_a_page_and_takes_it_up_again() -> None:
    wrong, officer = stored_version(), client_of("secretariat")
    page = f"{address(wrong)}withdraw/"
    assert page in officer.get(address(wrong)).content.decode()
    assert client_of().get(page).status_code == 403
    assert officer.get(page).status_code == 200
    assert submit(officer, page, {"what": "all", "reason": " "}).status_code == 422
    assert Client().get(address(wrong)).status_code == 200
    answer = submit(officer, page, {"what": "all", "reason": "Wrong."}, follow=True)
    assert answer.status_code == 410 and "Restore version" in answer.content.decode()
    assert "Restore version" not in Client().get(address(wrong)).content.decode()
    restore = f"{address(wrong)}restore/"
    assert client_of().post(restore).status_code == 403
    assert officer.post(restore, follow=True).status_code == 200


def test_a_language_is_taken_back_and_its_import_published_otherwise() -> None:
    first = publish.publish_import(SYSTEM, brought(ENGLISH))[0]
    other = brought(FRENCH, "marees.fr.txt")
    row = other.destinations.get()
    values = {"published_as": "language", "version": first, "instrument": first.instrument}
    publish.set_destination(SYSTEM, other, root=row.root, **values)
    was = load_text(first, "en")
    lines = dict(Provision.objects.filter(version=first).values_list("eid", "lineage"))
    publish.publish_import(SYSTEM, other)
    assert Difference.objects.filter(version=first).exists()
    officer = client_of("secretariat")
    with pytest.raises(WrongState):
        actions.reopen_import(SYSTEM, other)
    sent = {"what": "fr", "reason": "Another text."}
    answer = submit(officer, f"{address(first)}withdraw/", sent)
    assert answer.status_code == 302
    assert load_text(first, "en") == was
    assert dict(Provision.objects.filter(version=first).values_list("eid", "lineage")) == lines
    assert not ProvisionWording.objects.filter(language="fr").exists()
    assert not Difference.objects.exists()
    assert "lumière" not in Client().get(f"{address(first)}?in=fr").content.decode()
    kept = AuditEntry.objects.get(verb="instruments.withdraw_language", record=first.pk)
    assert (kept.old["language"], kept.old["file"]) == ("fr", other.file.sha256)

    preview = officer.get(other.get_absolute_url()).content.decode()
    assert "Reopen import" in preview
    officer.post(f"{other.get_absolute_url()}step/", {"do": "reopen"})
    other.refresh_from_db()
    assert (other.state, other.destinations.get().result) == (READ, None)
    publish.set_destination(SYSTEM, other, root=row.root, published_as="instrument")
    made = publish.publish_import(SYSTEM, other)[0]
    assert made.instrument != first.instrument and "4 feux" in str(load_text(made, "fr"))


def test_the_only_language_of_a_version_is_not_taken_from_it() -> None:
    with pytest.raises(InvalidInput):
        withdrawals_actions.withdraw_language(
            SYSTEM, stored_version(), language="en", reason="Wrong."
        )


def test_what_was_withdrawn_and_is_published_again_keeps_the_address_of_its_text() -> None:
    imported = brought(ENGLISH)
    wrong = publish.publish_import(SYSTEM, imported)[0]
    withdrawals_actions.withdraw_version(SYSTEM, wrong, reason="Wrong date.")
    assert actions.upload_import(SYSTEM, name="a", file=imported.file).state == PUBLISHED
    actions.reopen_import(SYSTEM, imported)
    made = publish.publish_import(SYSTEM, imported)[0]
    assert made.instrument == wrong.instrument and made != wrong and made.follows is None
    reader = Client()
    assert reader.get(f"/en/texts/{made.instrument.slug}/").status_code == 200
    assert reader.get(address(wrong)).status_code == 410
    assert reader.get(address(made)).status_code == 200


def test_corrections_that_cannot_be_made_again_are_undone_and_this_is_told() -> None:
    imported = brought(ENGLISH)
    first = next(
        each.id for each in working_copy.current_text(imported).walk() if each.kind == "operative"
    )
    actions.correct_import(SYSTEM, imported, edits=[Edit("label", first, "1 bis.")])
    actions.correct_import(SYSTEM, imported, edits=[Edit("kind", "recital_1", "operative")])
    imported.corrections.filter(position=1).update(provision="nowhere")
    actions.set_import_aside(SYSTEM, imported)
    actions.resume_import(SYSTEM, imported)
    read_file(SYSTEM, imported)
    assert list(imported.corrections.values_list("undone", flat=True)) == [True, True]
    entry = AuditEntry.objects.filter(verb="instruments.read_import").latest("pk")
    assert entry.new["undone"] == 2
    officer = client_of("secretariat")
    told = "Some earlier corrections cannot be reapplied"
    assert told in officer.get(imported.get_absolute_url()).content.decode()
    officer.post(f"{imported.get_absolute_url()}step/", {"do": "redo"})
    assert told not in officer.get(imported.get_absolute_url()).content.decode()
    imported.refresh_from_db()
    assert "1 bis." in [each.label for each in working_copy.current_text(imported).walk()]


def test_what_another_decided_meanwhile_is_not_published_unseen() -> None:
    imported, officer = brought(ENGLISH), client_of("secretariat")
    before = working_copy.decision_token(imported)
    publish.set_destination(
        SYSTEM, imported, root=imported.destinations.get().root, label="Rev. 2031"
    )
    answer = officer.post(f"{imported.get_absolute_url()}publish/", {"seen": before})
    assert answer.status_code == 409 and not Version.objects.exists()
    assert "changed this text or its publication settings" in answer.content.decode()
    now = working_copy.decision_token(imported)
    officer.post(f"{imported.get_absolute_url()}publish/", {"seen": now})
    assert Version.objects.count() == 1


def test_the_slower_of_two_who_decide_is_told_and_types_nothing_twice() -> None:
    imported, officer = brought(ENGLISH), client_of("secretariat")
    root = imported.destinations.get().root
    page = f"{imported.get_absolute_url()}destination/?text={root}"
    form = officer.get(page).context["form"]
    given: dict[str, Any] = {name: form[name].value() or "" for name in form.fields}
    given |= {"label": "Mine", "do": "save"}
    publish.set_destination(SYSTEM, imported, root=root, label="Theirs")
    answer = officer.post(page, given)
    shown = answer.context["form"]
    assert (answer.status_code, shown["label"].value()) == (409, "Mine")
    assert Destination.objects.get().label == "Theirs"
    given["seen"] = shown["seen"].value()
    assert officer.post(page, given).status_code == 302
    assert Destination.objects.get().label == "Mine"


def test_a_stub_is_parted_again_from_the_text_that_it_was_said_to_be() -> None:
    citing = published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="Resolution 77 (2001)")
    )
    stub = Instrument.objects.get(held=False)
    text, officer = stored_version().instrument, client_of("secretariat")
    own = Citation.objects.count()
    citations_actions.resolve_stub(SYSTEM, stub, instrument=text)
    assert Citation.objects.filter(target=text).count() == own
    assert stub.symbol in officer.get(f"/en/texts/{text.slug}/change/").content.decode()
    assert client_of().post(f"/en/texts/{stub.slug}/unresolve/").status_code == 403
    officer.post(f"/en/texts/{stub.slug}/unresolve/")
    assert Citation.objects.filter(target=stub).count() == own and citing is not None
    text.refresh_from_db()
    assert not set(stub.keys) & set(text.keys)
    assert Client().get(f"/en/texts/{stub.slug}/").status_code == 200
    with pytest.raises(WrongState):
        citations_actions.unresolve_stub(SYSTEM, stub)
