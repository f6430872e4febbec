"""A history tells readers what a record said, and not what people did in private."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from majlis.commons.notices import actions as notices
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.kernel.verbs import CONFIDENTIAL_VERBS
from majlis.parties.actions import delegation, succession
from tests.support.parties import admitted
from tests.support.people import person

pytestmark = pytest.mark.django_db
PRIVATE = (
    "heir@example.org",
    "Asking Person",
    "Not one of us.",
    "Following Person",
    "Focal Person",
)


def read(address: str, user: User | None = None) -> str:
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(f"/en/{address}/history/")
    assert answer.status_code == 200
    # What stands above the page is the reader's own.
    return answer.content.decode().partition("<main")[2]


def test_only_the_office_reads_who_was_named_asked_and_followed() -> None:
    translation.activate("en")
    focal, asker = person(name="Focal Person"), person(name="Asking Person")
    mine = admitted(focal)
    succession.name_successor(Actor(user=focal), mine, email="heir@example.org")
    asked = delegation.request_delegation(Actor(user=asker), mine)
    delegation.decline_delegate(Actor(user=focal), asked, reason="Not one of us.")
    notices.follow_record(Actor(user=person(name="Following Person")), mine.record)
    address = mine.record.address
    for reader in (None, person()):
        page = read(address, reader)
        assert "Organization admitted" in page
        assert [each for each in PRIVATE if each in page] == []
    for reader in (person("secretariat"), person("administrator")):
        page = read(address, reader)
        assert [each for each in PRIVATE if each not in page] == []
    own = read(address, asker)
    assert (
        "Request to be a delegate" not in read(address)
        and "Request to become a delegate submitted" in own
    )
    assert "heir@example.org" not in own


def test_a_personal_value_is_shown_to_the_person_and_the_office() -> None:
    translation.activate("en")
    council, member = admitted(person()), person(name="Applying Person")
    other = admitted(names={"en": "Fictional Society of One"})
    first = other.record.appointments.get(role="focal_point").user
    User.objects.filter(pk=first.pk).update(name=member.name)
    assert first.name in read(other.record.address, person("secretariat"))
    assert first.name in read(other.record.address, first)
    assert first.name not in read(other.record.address)
    assert first.name not in read(council.record.address, first)


def test_what_readers_do_is_confidential() -> None:
    for verb in (
        "moderation.report_contribution",
        "moderation.appeal_decision",
        "comments.post_comment",
        "notices.follow_record",
    ):
        assert verb in CONFIDENTIAL_VERBS
    assert not {"parties.admit_registration", "parties.change_organisation"} & CONFIDENTIAL_VERBS
