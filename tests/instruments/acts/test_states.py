"""States of versions: which step leads where, what it supersedes, who is told; and what is corrected."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from majlis.instruments.acts import actions
from majlis.instruments.acts.forms import AdoptingActForm
from majlis.instruments.metadata import actions as metadata_actions
from majlis.instruments.models import Version
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry, Record
from majlis.kernel.records import get_or_create_circle
from tests.commons.helpers import client_for
from tests.instruments.stored_texts import SYSTEM, stored_version
from tests.support.forms import opened, submit
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db


def page(of: Version, name: str = "acts") -> str:
    return f"/en/texts/{of.instrument.slug}/{of.slug}/{name}/"


def state_of(each: Version) -> str:
    return Version.objects.get(pk=each.pk).state


def test_what_comes_into_force_supersedes_what_was_and_the_history_of_both_says_so() -> None:
    old = stored_version(state="in_force", date="2029")
    new = stored_version(old.instrument, "report twice", state="adopted", date="2031")
    other = stored_version(state="in_force")
    actions.bring_version_into_force(SYSTEM, new)
    assert (state_of(new), state_of(old), state_of(other)) == ("in_force", "superseded", "in_force")
    words = client_for().get(f"/en/{old.record.address}/history/").content.decode()
    assert "Version brought into force" in words
    assert "superseded" in words
    assert "Superseded by" in words
    assert f'/en/{new.record.address}/">' in words
    entry = AuditEntry.objects.get(record=old.record, verb="instruments.bring_version_into_force")
    assert entry.new == {"state": "superseded", "by": new.record.address}


def test_a_step_that_is_no_step_changes_nothing() -> None:
    kept = stored_version(state="draft")
    for step in (
        actions.bring_version_into_force,
        actions.supersede_version,
        actions.repropose_version,
    ):
        with pytest.raises(WrongState):
            step(SYSTEM, kept)
    assert state_of(kept) == "draft"


def test_the_second_of_two_officers_is_told_and_keeps_what_was_typed() -> None:
    kept, client = stored_version(state="draft"), client_for(person("secretariat"))
    form = opened(client, page(kept, "propose"))
    actions.propose_version(SYSTEM, kept)
    answer = client.post(page(kept, "propose"), form | {"reason": "As I was told."})
    assert answer.status_code == 409
    assert "The record has changed since you opened it." in answer.content.decode()
    assert "As I was told." in answer.content.decode()
    assert state_of(kept) == "proposed"


def test_only_the_steps_that_are_possible_are_offered() -> None:
    client = client_for(person("secretariat"))
    for state, offered in (
        ("draft", {"propose", "adopt", "mark-not-adopted"}),
        ("in_force", {"supersede"}),
        ("not_adopted", {"repropose"}),
        ("superseded", set()),
    ):
        answer = client.get(page(stored_version(state=state)))
        assert {link.url.split("/")[-2] for link in answer.context["moves"]} == offered


def test_a_date_that_is_none_is_refused_before_the_step() -> None:
    kept, client = stored_version(state="draft"), client_for(person("secretariat"))
    answer = submit(client, page(kept, "propose"), {"date": "in spring"})
    assert answer.status_code == 422
    assert 'value="in spring"' in answer.content.decode()
    assert state_of(kept) == "draft"


def known(**values: str) -> dict[str, str]:
    """What the page of a version sends."""
    return {"state": "draft", "date": "", "reason": "As printed."} | values


def test_label_date_and_state_of_a_version_are_corrected_with_a_reason() -> None:
    kept, client = stored_version(label="Rev. 1", date="2030"), client_for(person("secretariat"))
    address = kept.get_absolute_url()
    url = page(kept, "change")
    assert 'value="Rev. 1"' in client.get(url).content.decode()
    wrong = known(label_en="Rev. Ormesia, 2031", reason="")
    assert submit(client, url, wrong).status_code == 422
    sent = known(
        label_en="Rev. Ormesia, 2031",
        label_fr="Rév. Ormésie, 2031",
        date="2031-05",
        state="proposed",
    )
    assert submit(client, url, sent).status_code == 302
    found = Version.objects.get(pk=kept.pk)
    assert (found.date, found.state) == ("2031-05", "proposed")
    labels = {
        each.language: (each.text, each.status)
        for each in kept.record.wordings.filter(field="label")
    }
    assert labels == {
        "en": ("Rev. Ormesia, 2031", "authentic"),
        "fr": ("Rév. Ormésie, 2031", "translated"),
    }
    assert found.instrument.year == 2031
    assert found.get_absolute_url() == address
    history = client.get(f"/en/{kept.record.address}/history/").content.decode()
    for words in ("Rev. 1", "Rév. Ormésie, 2031", "draft", "proposed", "May 2031", "As printed."):
        assert words in history
    assert "label.en" not in history


def test_a_label_can_be_taken_away_and_nothing_changed_is_no_entry() -> None:
    kept = stored_version(label="Rev. 1")
    metadata_actions.change_version(SYSTEM, kept, labels={"en": ""}, reason="It has none.")
    assert not kept.record.wordings.filter(field="label", language="en").exists()
    before = AuditEntry.objects.count()
    metadata_actions.change_version(SYSTEM, kept, labels={"en": " "}, reason="Again.", date="")
    assert AuditEntry.objects.count() == before


def test_a_version_that_moved_on_is_not_corrected_unseen() -> None:
    kept, client = stored_version(), client_for(person("secretariat"))
    form = opened(client, page(kept, "change"))
    actions.propose_version(SYSTEM, kept)
    answer = client.post(page(kept, "change"), form | known(label_en="Rev. 2"))
    assert answer.status_code == 409
    assert "Rev. 2" in answer.content.decode()
    assert state_of(kept) == "proposed"


def test_a_state_that_is_corrected_to_in_force_leaves_one_in_force() -> None:
    old = stored_version(state="in_force")
    new = stored_version(old.instrument, "report twice", state="draft")
    metadata_actions.change_version(SYSTEM, new, labels={}, reason="It is.", state="in_force")
    assert (state_of(new), state_of(old)) == ("in_force", "superseded")
    with pytest.raises(InvalidInput) as told:
        metadata_actions.change_version(SYSTEM, new, labels={}, reason=" ", state="gone", date="x")
    assert set(told.value.faults) == {"reason", "state", "date"}


def test_a_body_that_an_officer_does_not_see_stays_when_they_correct_the_rest() -> None:
    closed = body(words={"title": {"en": "Closed Council"}}, authentic="en")
    kept, client = stored_version(state="draft", body=closed), client_for(person("secretariat"))
    act = actions.record_act(SYSTEM, kept, kind="notes", body=closed)
    Record.objects.filter(pk=closed.pk).update(
        access="private", circle=get_or_create_circle("test:closed", {"user": person()})
    )
    text = kept.instrument
    sent = {"kind": text.kind, "symbol": "TIDES/9", "title_en": "Lights", "reason": "So."}
    assert submit(client, f"/en/texts/{text.slug}/change/", sent).status_code == 302
    assert submit(client, page(kept, "change"), known(label_en="Rev. 2")).status_code == 302
    sent = {"kind": "endorses", "words": "A meeting", "reason": "So."}
    assert submit(client, f"{page(kept)}{act.pk}/correct/", sent).status_code == 302
    for each in (text, kept, act):
        each.refresh_from_db()
        assert each.body == closed
    assert (text.symbol, act.words) == ("TIDES/9", "A meeting")
    assert "Closed Council" not in client.get(page(kept)).content.decode()


def test_a_text_has_a_history_of_its_own_beside_its_versions() -> None:
    text = stored_version().instrument
    metadata_actions.change_instrument(
        SYSTEM, text, titles={"fr": "Feux"}, reason="So.", kind="decision"
    )
    words = client_for().get(f"/en/texts/{text.slug}/history/").content.decode()
    for each in ("Text details corrected", "Feux", "Français", "resolution", "So."):
        assert each in words
    assert "title.fr" not in words


def test_titles_that_are_corrected_keep_what_they_are_worth() -> None:
    text, client = stored_version().instrument, client_for(person("secretariat"))
    url = f"/en/texts/{text.slug}/change/"
    sent = {"kind": text.kind, "symbol": text.symbol, "reason": "A slip."}
    assert submit(client, url, sent | {"title_en": ""}).status_code == 422
    sent |= {"title_en": "Lights of the coasts", "title_ar": "أضواء السواحل"}
    assert submit(client, url, sent).status_code == 302
    rows = {each.language: each.status for each in text.record.wordings.filter(field="title")}
    assert rows == {"en": "authentic", "ar": "translated"}


def test_a_form_of_an_act_reports_all_errors_at_once() -> None:
    data = {"kind": "adopts", "date": "soon", "manner": "consensus", "against": "3"}
    assert set(AdoptingActForm(data, reader=AnonymousUser()).errors) == {"body", "date", "manner"}
    assert "kind" in AdoptingActForm({**data, "kind": "notes"}, reader=AnonymousUser()).errors
