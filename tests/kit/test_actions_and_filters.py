"""The states in which actions are offered, what an action says when it is done, and what filters are sent."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from majlis.kernel.lifecycle import is_possible
from majlis.kernel.models import AuditEntry
from majlis.kit import phrases
from majlis.kit.filters import printable
from tests.support.forms import filled
from tests.support.parties import organisation, registration
from tests.support.people import person


def test_an_action_is_possible_from_the_states_of_its_lifecycle() -> None:
    assert is_possible("parties.close_organisation", "active")
    assert not is_possible("parties.close_organisation", "closed")
    assert is_possible("parties.change_organisation", "closed")


def test_a_filter_holds_no_unprintable_character() -> None:
    assert printable(QueryDict("q=a%00b&q=%1b&page=2")).urlencode() == "q=ab&q=&page=2"


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [False, True])
def test_an_action_that_changed_nothing_says_so(client: Client, changed: bool) -> None:
    client.force_login(person("secretariat"))
    address = f"{organisation(person()).get_absolute_url()}change/"
    typed = filled(client, address, **({"website": "https://example.org/new/"} if changed else {}))
    entries = AuditEntry.objects.count()
    response = client.post(address, typed, follow=True)
    assert (AuditEntry.objects.count() > entries) is changed
    page = response.content.decode()
    assert (str(phrases.UNCHANGED) in page) is not changed
    assert ("<p>Organization details changed.</p>" in page) is changed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("admit", "Organization admitted."),
        ("ask", "Question sent to applicant."),
        ("refuse", "Registration refused."),
    ],
)
def test_an_action_says_which_of_its_verbs_was_done(
    client: Client, decision: str, said: str
) -> None:
    client.force_login(person("secretariat"))
    address = f"{registration(person()).get_absolute_url()}decide/"
    form = filled(client, address, decision=decision, words="In our own words.")
    assert f"<p>{said}</p>" in client.post(address, form, follow=True).content.decode()


@pytest.mark.django_db
def test_a_button_leads_a_visitor_to_the_sign_in_and_back(client: Client) -> None:
    record = organisation(person()).record
    page = record.get_absolute_url()
    response = client.post("/en/notices/follow/", {"record": record.address, "next": page})
    assert response.status_code == 302
    assert response["Location"].endswith(f"/sign-in/?next={page}")


@pytest.mark.django_db
def test_a_button_is_refused_to_a_reader_who_signed_in(client: Client) -> None:
    address = reverse("parties:reactivate_organisation", args=[organisation(person()).number])
    client.force_login(person())
    assert client.post(address).status_code == 403
