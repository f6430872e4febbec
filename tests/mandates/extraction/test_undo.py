"""Decisions undone right after they were made: one, or a list in one step; and forms that are sent twice."""

from __future__ import annotations

import datetime
import html
from typing import Any

import pytest
from django.test import Client

from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused, WrongState
from majlis.kernel.models import AuditEntry, User
from majlis.mandates.extraction import actions
from majlis.mandates.extraction.undo import undo_decisions
from majlis.mandates.models import Finding, Mandate
from tests.mandates import factories
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


@pytest.fixture
def user() -> User:
    return person("secretariat")


@pytest.fixture
def officer(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def version() -> Version:
    found = factories.text()
    actions.extract_findings(SYSTEM, found)
    return found


def at(version: Version, start: str) -> Finding:
    rows = Finding.objects.filter(version=version)
    return next(each for each in rows if each.extracted.get("action", "").startswith(start))


def page(finding: Finding) -> str:
    return f"/en/mandates/findings/finding/{finding.pk}/"


def fields(client: Client, path: str, do: str, **more: str) -> dict[str, Any]:
    """The fields of the page of a finding, and the button that is pressed."""
    context = client.get(path).context
    values = {each.html_name: each.value() for each in context["form"] if each.value() is not None}
    return {**dict(context["drafted"].hidden), **values, "do": do, **more}


def undo(client: Client, version: Version, *findings: Finding) -> Any:
    query = "&".join(f"finding={each.pk}" for each in findings)
    return client.post(f"/en/mandates/findings/{version.pk}/undo/?{query}", follow=True)


def test_a_rejection_is_undone(officer: Client, version: Version) -> None:
    finding = at(version, "report")
    form = fields(officer, page(finding), "reject", reason="No mandate.")
    officer.post(page(finding), form)
    assert at(version, "report").state == "rejected"
    assert "waits for your decision" in undo(officer, version, finding).content.decode()
    assert at(version, "report").state == "waiting"


def test_what_was_left_for_later_is_opened_again(officer: Client, version: Version) -> None:
    finding = at(version, "report")
    answer = officer.post(page(finding), fields(officer, page(finding), "later"), follow=True)
    assert "Finding left for later." in answer.content.decode()
    assert undo(officer, version, finding).redirect_chain == [(page(finding), 302)]
    assert at(version, "report").state == "waiting"


def test_the_history_has_the_acceptance_and_why_it_was_undone(user: User, version: Version) -> None:
    finding, actor = at(version, "report"), Actor(user=user)
    actions.accept_finding(actor, finding)
    assert undo_decisions(actor, version, keys=[finding.pk]) == 1
    entries = AuditEntry.objects.filter(verb="mandates.revoke_acceptance")
    assert [each.reason for each in entries] == ["Undone by the person who decided."]
    assert not AuditEntry.objects.filter(verb="mandates.undo_decisions").exists()


def test_only_ones_own_decision_of_the_last_hour_is_undone(user: User, version: Version) -> None:
    finding, actor = at(version, "report"), Actor(user=user)
    actions.accept_finding(actor, finding)
    with pytest.raises(WrongState):
        undo_decisions(Actor(user=person("secretariat")), version, keys=[finding.pk])
    with pytest.raises(Refused):
        undo_decisions(Actor(user=person()), version, keys=[finding.pk])
    long_ago = clock.now() - datetime.timedelta(hours=2)
    Finding.objects.filter(pk=finding.pk).update(decided_at=long_ago)
    with pytest.raises(WrongState):
        undo_decisions(actor, version, keys=[finding.pk])
    assert Mandate.objects.count() == 1


def test_clear_findings_are_undone_in_one_step(officer: Client, version: Version) -> None:
    factories.entity("Keeper"), factories.entity("Council")
    url = f"/en/mandates/findings/{version.pk}/clear/"
    shown = officer.get(url)
    selected = list(shown.context["page"].items)
    assert 'class="decide"' in shown.content.decode() and selected
    answer = officer.post(url, {"selected": selected, "do": "first"}, follow=True)
    assert Mandate.objects.count() == len(selected)
    query = "&amp;".join(f"finding={each}" for each in selected)
    assert f'action="/en/mandates/findings/{version.pk}/undo/?{query}"' in answer.content.decode()
    findings = Finding.objects.filter(pk__in=selected)
    assert "Undone" in undo(officer, version, *findings).content.decode()
    assert not Mandate.objects.exists() and not findings.exclude(state="waiting").exists()


def test_all_are_undone_or_none(user: User, version: Version) -> None:
    mine, theirs = at(version, "report"), at(version, "paint")
    actions.accept_finding(Actor(user=user), mine)
    actions.accept_finding(Actor(user=person("secretariat")), theirs)
    with pytest.raises(WrongState):
        undo_decisions(Actor(user=user), version, keys=[theirs.pk, mine.pk])
    assert Mandate.objects.count() == 2


@pytest.mark.parametrize(("do", "more"), [("accept", {}), ("reject", {"reason": "No mandate."})])
def test_a_form_that_is_sent_twice_is_recorded_once(
    officer: Client, version: Version, do: str, more: dict[str, str]
) -> None:
    finding = at(version, "report")
    form = fields(officer, page(finding), do, **more)
    first, second = officer.post(page(finding), form), officer.post(page(finding), form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"] == page(at(version, "paint"))
    assert Mandate.objects.count() == (do == "accept")


def test_what_was_corrected_is_still_there_after_the_acceptance_is_undone(
    officer: Client, version: Version
) -> None:
    finding = at(version, "report")
    path = page(finding)
    officer.post(path, fields(officer, path, "accept", action="to report on the tides"))
    assert Mandate.objects.get().source.action == "to report on the tides"  # type: ignore[union-attr]
    officer.post(f"/en/mandates/findings/{version.pk}/undo/?finding={finding.pk}")
    assert not Mandate.objects.exists()
    again = fields(officer, path, "accept")
    assert again["action"] == "to report on the tides"
    officer.post(path, again)
    source = Mandate.objects.get().source
    assert source is not None and source.action == "to report on the tides"
    assert source.found_by["action"] == "person"


def test_a_split_is_undone_until_one_of_its_parts_is_decided_on(
    officer: Client, version: Version, user: User
) -> None:
    finding = at(version, "report")
    count = Finding.objects.exclude(state="replaced").count()
    path = page(finding)
    answer = officer.post(path, fields(officer, path, "split", action="to report twice"))
    assert Finding.objects.exclude(state="replaced").count() == count + 1
    undo = f"/en/mandates/findings/{version.pk}/undo/?finding={finding.pk}"
    assert html.escape(undo) in officer.get(answer["Location"]).content.decode()
    assert officer.post(undo)["Location"] == path
    finding.refresh_from_db()
    assert (finding.state, finding.decided_by, finding.extracted["action"]) == (
        "waiting",
        None,
        "to report twice",
    )
    assert Finding.objects.exclude(state="replaced").count() == count
    first, _second = actions.split_finding(Actor(user=user), finding)
    actions.accept_finding(Actor(user=user), first)
    with pytest.raises(WrongState):
        undo_decisions(Actor(user=user), version, keys=[finding.pk])
    assert Finding.objects.exclude(state="replaced").count() == count + 1
