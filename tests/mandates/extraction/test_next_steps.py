"""What the review offers next: the former version first, what is without doubts at once, the text when all is decided."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import Provision, Version
from majlis.kernel.actor import Actor
from majlis.kernel.records import set_wording
from majlis.mandates.extraction import actions, clauses, queries
from majlis.mandates.extraction.clear_findings_views import AcceptClearFindings
from majlis.mandates.models import Clause, Finding, Mandate
from tests.instruments import published_texts
from tests.mandates import factories
from tests.mandates.extraction.test_actions import CLAUSE
from tests.support.forms import submit
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
QUOTING = """{symbol}

Lights

The Council of Tides,

Recalling Resolution 3 (2020), in which it requested the Secretary-General to report on the tide every year,

1. Requests the Keeper to watch the tide;

2. Requests the Keeper to light the lamps.
"""


def signed_in(*roles: Any) -> Client:
    """A browser in which somebody with these roles has signed in."""
    client = Client()
    client.force_login(person(*roles))
    return client


@pytest.fixture
def officer() -> Client:
    return signed_in("secretariat")


def read(version: Version) -> list[Finding]:
    """The findings of a version."""
    actions.extract_findings(SYSTEM, version)
    return list(Finding.objects.filter(version=version, state="waiting").order_by("pk"))


def at(rows: list[Finding], start: str) -> Finding:
    """The finding whose request begins with these words."""
    return next(each for each in rows if each.extracted.get("action", "").startswith(start))


def following(first: Version, words: str = factories.TEXT) -> Version:
    """A version after another, whose provisions have the lineages of the first one's."""
    second = factories.text(of=first, words=words)
    for old, new in zip(first.provisions.all(), second.provisions.all(), strict=True):
        Provision.objects.filter(pk=new.pk).update(lineage=old.lineage_id)
    return second


def shown(client: Client, path: str) -> str:
    """The words and tags of a page in one line."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(html.unescape(answer.content.decode()).split())


def findings_page(version: Version) -> str:
    return f"/en/mandates/findings/{version.pk}/"


def boxes(text: str) -> list[str]:
    """The keys of the check boxes that are ticked."""
    return re.findall(r'name="selected" value="(\d+)" id="\w+" checked', text)


# The former version.


def test_the_former_version_is_offered_first_with_what_it_will_spare(officer: Client) -> None:
    first = factories.text()
    second = following(first, factories.TEXT.replace("paint their boats", "paint their nets"))
    rows = read(first)
    read(second)
    page = shown(officer, findings_page(second))
    assert (
        "Check the earlier version first: 3 findings. 2 findings of this version can then be accepted in one step."
        in page
    )
    assert f'href="{findings_page(first)}">Check earlier version</a>' in page
    assert "Check first finding" in page
    assert "former version" not in shown(officer, findings_page(first))
    for finding in rows:
        actions.accept_finding(SYSTEM, finding)
    page = shown(officer, findings_page(second))
    assert "former version" not in page
    assert "Accept 2 unchanged findings" in page


def test_findings_of_a_former_version_that_are_decided_are_not_offered(officer: Client) -> None:
    first = factories.text()
    second = following(first)
    for finding in read(first):
        actions.reject_finding(SYSTEM, finding, reason="Of no weight.", language="en")
    page = shown(officer, findings_page(first))
    assert "Check next version" not in page
    read(second)
    assert "former version" not in shown(officer, findings_page(second))
    link = f'href="{findings_page(second)}">Check next version</a>'
    assert link in shown(officer, findings_page(first))


# After a decision.


def test_an_acceptance_names_the_mandate_and_is_undone_by_a_button(officer: Client) -> None:
    rows = read(factories.text())
    report = at(rows, "report")
    first = f"/en/mandates/findings/finding/{report.pk}/"
    answer = submit(officer, first, decision_form(officer, first), follow=True)
    message = " ".join(answer.content.decode().split())
    mandate = Mandate.objects.get()
    link = f'<a href="/en/mandates/{mandate.slug}/"><bdi dir="ltr">{mandate.slug}</bdi></a>'
    said = (
        f'Accepted as {link}: Keeper, <span lang="en" dir="ltr">report on the tide to the Council'
    )
    assert said in message
    undo = f"/en/mandates/findings/{report.version_id}/undo/?finding={report.pk}"
    assert f'<form method="post" action="{undo}">' in message
    undone = officer.post(undo, follow=True)
    assert undone.redirect_chain == [(first, 302)]
    assert "The finding waits for your decision." in undone.content.decode()
    assert not Mandate.objects.exists()
    assert at(list(Finding.objects.all()), "report").state == "waiting"


def decision_form(client: Client, path: str, **more: str) -> dict[str, Any]:
    """The fields of a finding as its form shows them, accepted."""
    form = client.get(path).context["form"]
    values = {field.html_name: field.value() for field in form if field.value() is not None}
    return {**values, "do": "accept", **more}


def test_the_acceptance_of_a_clause_can_be_undone_too(officer: Client) -> None:
    rows = read(factories.text(words=CLAUSE))
    clause = next(each for each in rows if each.kind != "mandate")
    path = f"/en/mandates/findings/finding/{clause.pk}/"
    answer = submit(officer, path, decision_form(officer, path), follow=True)
    undo = f"/en/mandates/findings/{clause.version_id}/undo/?finding={clause.pk}"
    shown_page = answer.content.decode()
    assert "The clause was accepted." in shown_page and f'action="{undo}"' in shown_page
    officer.post(undo)
    assert not Clause.objects.exists()


def test_after_a_decision_the_focus_is_at_its_message_or_at_the_errors(
    officer: Client,
) -> None:
    rows = read(factories.text())
    path = f"/en/mandates/findings/finding/{at(rows, 'report').pk}/"
    assert "autofocus" not in shown(officer, path)
    other = next(each for each in rows if each.pk != at(rows, "report").pk)
    before = f"/en/mandates/findings/finding/{other.pk}/"
    submit(officer, before, decision_form(officer, before))
    page = shown(officer, path)
    assert page.count("autofocus") == 1
    assert '<div class="told" role="status" tabindex="-1" autofocus' in page
    wrong = decision_form(officer, path, recurrence="often")
    answer = submit(officer, path, wrong)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert page.count("autofocus") == 1
    assert '<div class="errors" role="alert" tabindex="-1" autofocus' in page


# Clear findings.


def test_clear_findings_are_listed_and_accepted_at_once(officer: Client) -> None:
    version = factories.text()
    rows = read(version)
    factories.entity("Keeper", lexicon=["Keeper"])
    factories.entity("Council of Tides", lexicon=["Council"])
    path = f"{findings_page(version)}clear/"
    assert f'href="{path}"> Accept 1 clear finding' in shown(officer, findings_page(version))
    page = shown(officer, path)
    assert boxes(page) == [str(at(rows, "report").pk)]
    for words in ("report on the tide", "requests", "Keeper", "Council", "every year"):
        assert words in page.split("<tbody")[1]
    answer = officer.post(path, {"selected": boxes(page), "do": "first"}, follow=True)
    assert "1 finding accepted." in answer.content.decode()
    source = Mandate.objects.get().source
    assert source is not None and set(source.found_by.values()) == {"rule"}
    assert boxes(shown(officer, path)) == []


def test_the_list_of_clear_findings_is_in_the_language_of_the_reader(
    officer: Client,
) -> None:
    version = factories.text(
        words=factories.TEXT.replace("every year", "at its next session by 31 December 2031")
    )
    read(version)
    keeper = factories.entity("Keeper", lexicon=["Keeper"])
    factories.entity("Council of Tides", lexicon=["Council"])
    set_wording(keeper.record, "title", "ar", "الأمين")
    rows = shown(officer, f"{findings_page(version)}clear/").split("<tbody")[1]
    assert '<span lang="en" dir="ltr">at its next session' in rows
    assert "31 December 2031" in rows
    rows = shown(officer, f"/ar{findings_page(version)[3:]}clear/").split("<tbody")[1]
    assert "الأمين" in rows


def test_what_needs_a_look_is_not_listed_as_clear(officer: Client) -> None:
    """An unknown name would become an entity; a continuation and a quotation have another mandate."""
    version = published_texts.published_text(QUOTING.format(symbol="Resolution 101 (2031)"))
    rows = read(version)
    path = f"{findings_page(version)}clear/"
    assert boxes(shown(officer, path)) == []
    factories.entity("Keeper", lexicon=["Keeper"])
    keys = [str(at(rows, start).pk) for start in ("watch", "light")]
    assert boxes(shown(officer, path)) == keys
    first, second = (Finding.objects.get(pk=key) for key in keys)
    Finding.objects.filter(pk=first.pk).update(continues=factories.mandate())
    actions.split_finding(SYSTEM, second)
    assert boxes(shown(officer, path)) == []
    assert officer.post(path, {"selected": keys, "do": "first"}).status_code == 409
    assert Mandate.objects.count() == 1


def test_findings_are_not_accepted_together_before_those_of_the_former_version(
    officer: Client,
) -> None:
    first = factories.text()
    second = following(first)
    factories.entity("Keeper", lexicon=["Keeper"])
    factories.entity("Council of Tides", lexicon=["Council"])
    for version in (first, second):
        read(version)
    assert "clear finding" in shown(officer, findings_page(first))
    assert "clear finding" not in shown(officer, findings_page(second))
    # The address of the list, and a list that was opened before, follow the same rule.
    path = f"{findings_page(second)}clear/"
    assert boxes(shown(officer, path)) == []
    keys = [str(each.pk) for each in Finding.objects.filter(version=second)]
    assert officer.post(path, {"selected": keys, "do": "first"}).status_code == 409
    assert not Mandate.objects.exists()
    assert boxes(shown(officer, f"{findings_page(first)}clear/")) != []


def test_a_list_says_that_more_follow_only_if_they_do(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = published_texts.published_text(QUOTING.format(symbol="Resolution 101 (2031)"))
    read(version)
    factories.entity("Keeper", lexicon=["Keeper"])
    for most, keys, follow in ((3, 2, False), (2, 2, False), (1, 1, True)):
        monkeypatch.setattr(AcceptClearFindings, "max_items", most)
        page = shown(officer, f"{findings_page(version)}clear/")
        assert (len(boxes(page)), "More entries follow" in page) == (keys, follow)


def test_who_may_check_a_text_may_accept_its_findings_together() -> None:
    version = factories.text()
    council = body()
    version.instrument.body = council
    version.instrument.save()
    read(version)
    path = f"{findings_page(version)}clear/"
    assert signed_in(("chair", council.record)).get(path).status_code == 200
    for client in (signed_in(), signed_in("moderator"), signed_in(("chair", body().record))):
        assert client.get(path).status_code == 404


# Quotations.


def test_quotations_of_recitals_are_folded_and_come_last(officer: Client) -> None:
    version = published_texts.published_text(QUOTING.format(symbol="Resolution 101 (2031)"))
    rows = read(version)
    quoted = next(each for each in rows if each.extracted.get("quoted"))
    page = shown(officer, findings_page(version))
    folded = page.split("<summary> 1 quotation from another text")[1].split("</details>")[0]
    assert f"/finding/{quoted.pk}/" in folded
    assert f"/finding/{quoted.pk}/" not in page.replace(folded, "")
    assert (
        f'href="/en/mandates/findings/finding/{at(rows, "watch").pk}/" data-key="j" > Check first'
        in page
    )
    assert queries.next_waiting(at(rows, "watch")) == at(rows, "light").pk
    assert queries.next_waiting(at(rows, "light")) == quoted.pk


# All decided.


def test_a_text_whose_findings_are_all_decided_says_what_comes_next(officer: Client) -> None:
    version = factories.text(PROPOSED)
    first, *others = read(version)
    actions.accept_finding(SYSTEM, first)
    assert "All findings of this text are checked." not in shown(officer, findings_page(version))
    for finding in others:
        actions.reject_finding(SYSTEM, finding, reason="Of no weight.", language="en")
    page = shown(officer, findings_page(version))
    assert "All findings of this text are checked." in page
    slug = version.instrument.slug
    assert f"/en/texts/{slug}/{version.slug}/" in page.split("Record the adoption")[0][-200:]
    listed = f"/en/mandates/?text={slug}&standing=all"
    assert f'href="{listed}">Show 1 mandate</a>' in page
    assert Mandate.objects.get().slug in shown(officer, listed)


def test_a_text_in_force_needs_no_adoption(officer: Client) -> None:
    version = factories.text()
    for finding in read(version):
        actions.accept_finding(SYSTEM, finding)
    page = shown(officer, findings_page(version))
    assert "Show 3 mandates" in page and "Record the adoption" not in page


def test_a_clause_alone_gives_no_mandates_to_show(officer: Client) -> None:
    version = factories.text(words=CLAUSE)
    rows = read(version)
    for finding in rows:
        if finding.kind == "mandate":
            actions.reject_finding(SYSTEM, finding, reason="Of no weight.", language="en")
        else:
            clauses.accept_clause(SYSTEM, finding, deadline="2033-12-31")
    page = shown(officer, findings_page(version))
    assert "All findings" not in page and "Show" not in page.split("<main")[1].split("</h2>")[0]
