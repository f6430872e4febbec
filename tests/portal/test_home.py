"""The front page and "what is asked of me": only what is one's own, and an empty site."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override

from majlis.commons.notices.models import Event, Notice, Subscription
from majlis.kernel import actions as kernel
from majlis.kernel.actor import Actor
from majlis.kernel.audit import personal_reference
from majlis.kernel.models import AuditEntry, PersonalDatum, Record, User
from majlis.parties.actions import delegation
from majlis.parties.actions import registration as registration_actions
from tests.commons.helpers import client_for, make_record
from tests.framework import factories
from tests.support.languages import TWO_SCRIPTS
from tests.support.parties import SYSTEM, admitted, organisation, registration
from tests.support.people import person

pytestmark = pytest.mark.django_db
NOTHING = "No tasks at present."


def todo_page(user: User) -> str:
    """The main part of the page "what is asked of me"."""
    answer = client_for(User.objects.get(pk=user.pk)).get("/en/notices/todo/")
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_an_empty_site_has_a_front_page(language: str, django_assert_max_num_queries: Any) -> None:
    assert not Record.objects.exists()
    for client in (Client(), client_for(person(language=language))):
        with django_assert_max_num_queries(12):
            answer = client.get(f"/{language}/")
        text = answer.content.decode()
        assert answer.status_code == 200
        html5lib.HTMLParser(strict=True).parse(text)
        assert [each.value for each in answer.context["figures"]] == [0, 0, 0, 0]
        with override(language):
            assert escape(gettext("No public activity yet.")) in text


def test_only_who_has_signed_in_is_led_to_what_is_asked() -> None:
    link = 'href="/en/notices/todo/"'
    assert link not in Client().get("/en/").content.decode()
    assert link in client_for(person()).get("/en/").content.decode()
    answer = Client().get("/en/notices/todo/")
    assert answer.status_code == 302 and "/account/sign-in/" in answer["Location"]


def test_the_front_page_leads_to_what_a_role_is_held_for(
    django_assert_max_num_queries: Any,
) -> None:
    mine, other = organisation(person()), organisation(person())
    links = [f'<a href="{each.get_absolute_url()}">' for each in (mine, other)]
    focal = client_for(User.objects.get(appointments__scope=mine.record))
    with django_assert_max_num_queries(12):
        text = focal.get("/en/").content.decode()
    own = text.split('id="h-asked"')[1].split("</section>")[0]
    assert [each in own for each in links] == [True, False]
    assert "My roles" not in Client().get("/en/").content.decode()


def test_the_front_page_counts_what_its_reader_may_see() -> None:
    def counted(user: User | None = None) -> dict[str, int]:
        figures = client_for(user).get("/en/").context["figures"]
        return {str(each.label): each.value for each in figures}

    owner = person()
    make_record(kind="body")
    make_record(kind="body", private_to=owner)
    assert counted()["bodies"] == counted(person("secretariat"))["bodies"] == 1
    assert counted(owner)["bodies"] == 2


def test_what_is_private_is_not_told_as_new() -> None:
    officer = Actor(user=person("secretariat"))
    new = admitted()
    text = Client().get("/en/").content.decode()
    assert str(new.record) in text
    sent = registration(person())
    registration_actions.ask_applicant(officer, sent, words="Which?")
    assert str(sent.record) not in Client().get("/en/").content.decode()


@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_where_nothing_is_asked_it_says_so(language: str) -> None:
    text = client_for(person(language=language)).get(f"/{language}/notices/todo/").content.decode()
    with override(language):
        assert gettext(NOTHING) in text
        assert language == "en" or gettext(NOTHING) != NOTHING


def test_registrations_wait_for_the_secretariat_and_questions_for_the_applicant() -> None:
    officer, applicant, other = person("secretariat"), person(), person()
    sent = registration(applicant)
    registration(other)
    assert "2 registrations awaiting a decision" in todo_page(officer)
    assert NOTHING in todo_page(applicant)
    registration_actions.ask_applicant(SYSTEM, sent, words="Which?")
    assert "1 registration awaiting a decision" in todo_page(officer)
    assert sent.get_absolute_url() in todo_page(applicant)
    assert NOTHING in todo_page(other)
    for role in ("moderator", "translator", "expert"):
        assert "registration" not in todo_page(person(role))


def test_delegates_wait_for_the_focal_point_of_their_organization_alone() -> None:
    mine, theirs, newcomer = person(), person(), person()
    here, elsewhere = organisation(mine), organisation(theirs)
    delegation.request_delegation(Actor(user=newcomer), here)
    told = "New request to become a delegate of your organization"
    assert told in todo_page(mine)
    assert f"/organisations/{here.number}/" in todo_page(mine)
    assert told not in todo_page(theirs) and str(elsewhere.number) not in todo_page(mine)
    assert NOTHING in todo_page(newcomer)


def test_cells_wait_for_the_focal_point_of_their_action_line_alone() -> None:
    link = factories.link(factories.matrix(), 1, 1, "proposed")
    mine = person(("action_line_focal_point", link.row.record))
    other = person(("action_line_focal_point", link.column.record))
    assert link.get_absolute_url() in todo_page(mine)
    assert NOTHING in todo_page(other)


def test_redactions_wait_for_everybody_who_may_confirm_but_who_proposed() -> None:
    record, first = make_record(), person("secretariat")
    AuditEntry.objects.create(
        verb="test.done", record=record, new={"name": personal_reference("Amal")}
    )
    kernel.propose_redaction(
        Actor(user=first), PersonalDatum.objects.all(), reason="Asked for.", record=record
    )
    assert NOTHING in todo_page(first)
    for role in ("secretariat", "administrator"):
        assert "1 proposal to erase personal data" in todo_page(person(role))
    assert NOTHING in todo_page(person("moderator"))
    assert NOTHING in todo_page(person(("secretariat", record)))


def test_an_admission_is_one_notification_of_the_organization() -> None:
    applicant, colleague = person(), person("secretariat")
    sent = registration(applicant)
    Subscription.objects.create(user=colleague, record=sent.record)
    admitted_now = registration_actions.admit_registration(SYSTEM, sent)
    for reader in (applicant, colleague):
        notices = Notice.objects.filter(user=reader, event__kind="parties.admit_registration")
        assert [each.event.record_id for each in notices] == [admitted_now.pk]
    assert Event.objects.filter(kind="parties.admit_registration").count() == 1
