"""What pages of texts say of the mandates that a version states."""

from __future__ import annotations

import pytest

from majlis.instruments.acts import actions as acts
from majlis.instruments.lifecycle import ADOPTED, PROPOSED
from majlis.kernel.actor import Actor
from tests.commons.helpers import client_for
from tests.mandates import factories
from tests.support.forms import filled
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


def test_the_message_after_a_new_status_says_what_follows_for_the_mandates() -> None:
    version = factories.text(PROPOSED)
    for number in (2, 3):
        factories.mandate(version, number=number)
    client = client_for(person("secretariat"))
    url = f"{version.get_absolute_url()}adopt/by-act/"
    form = filled(client, url) | {"kind": "adopts", "words": "4th meeting"}
    told = client.post(url, form | {"enters_into_force": ""}, follow=True).content.decode()
    assert "now marked as adopted. 2 mandates are not yet in force." in told
    url = f"{version.get_absolute_url()}bring-into-force/"
    told = client.post(url, filled(client, url), follow=True).content.decode()
    assert "changed to “in force”. 2 mandates are now in force." in told
    url = f"{version.get_absolute_url()}supersede/"
    told = client.post(url, filled(client, url), follow=True).content.decode()
    assert "changed to “superseded”. 2 mandates are no longer in force." in told


@pytest.mark.parametrize("state", [PROPOSED, ADOPTED])
def test_an_entity_and_its_brief_say_what_would_apply_and_lead_to_it(state: str) -> None:
    version = factories.text(state)
    made = [factories.mandate(version, number=number) for number in (2, 3)]
    entity = factories.entity("Keeper")
    client = client_for(None)
    sentence = "2 mandates would apply if their texts entered into force."
    for path in ("", "brief/"):
        page = client.get(f"{entity.get_absolute_url()}{path}").content.decode()
        assert sentence in page
        address = page.split(sentence)[0].rsplit('href="', 1)[1].split('"')[0]
        found = client.get(address.replace("&amp;", "&")).content.decode()
        assert all(each.slug in found for each in made)
    acts.adopt_version(SYSTEM, version) if state == PROPOSED else None
    version.refresh_from_db()
    acts.bring_version_into_force(SYSTEM, version)
    assert sentence not in client.get(entity.get_absolute_url()).content.decode()
