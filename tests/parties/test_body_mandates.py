"""The mandate of a body as it is changed: what is not touched keeps what it is worth."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.kernel.actor import Actor
from majlis.kernel.models import AuditEntry
from majlis.parties.actions import body as body_actions
from majlis.parties.actions import organisation as organisation_actions
from majlis.parties.models import Body
from tests.commons.helpers import client_for
from tests.support.forms import submit
from tests.support.parties import body, organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")


@pytest.fixture
def council() -> Body:
    return body(
        words={
            "title": {"en": "Fictional Council"},
            "mandate": {"en": "To see.\nTo tell.", "fr": "Voir.", "es": "Ver."},
        },
        authentic="en",
    )


def mandate_texts(of: Body) -> dict[str, tuple[str, str]]:
    found = of.record.wordings.filter(field="mandate")
    return {each.language: (each.text, each.status) for each in found}


def test_saving_the_form_untouched_changes_nothing(council: Body) -> None:
    before, entries = mandate_texts(council), AuditEntry.objects.count()
    client, url = client_for(person("secretariat")), f"/en/bodies/{council.slug}/change/"
    sent: dict[str, Any] = {
        "mandate_reference": "",
        "rule": council.rule,
        **{f"mandate_{code}": text for code, (text, _status) in before.items()},
    }
    # A browser ends each line with two signs.
    sent["mandate_en"] = sent["mandate_en"].replace("\n", "\r\n")
    assert submit(client, url, sent).status_code == 302
    assert mandate_texts(council) == before
    assert AuditEntry.objects.count() == entries


def test_a_new_original_stays_the_original_and_its_translations_lag(council: Body) -> None:
    words = {"mandate": {"fr": "Voir et dire.", "en": "To see all.", "es": "Ver."}}
    body_actions.change_body(SYSTEM, council, words=words)
    assert mandate_texts(council) == {
        "en": ("To see all.", "authentic"),
        "fr": ("Voir et dire.", "translated"),
        "es": ("Ver.", "lagging"),
    }


def test_a_text_that_is_taken_away_is_gone(council: Body) -> None:
    body_actions.change_body(
        SYSTEM, council, words={"mandate": {"fr": "", "en": "To see.\nTo tell."}}
    )
    assert mandate_texts(council)["fr"][0] == ""
    assert mandate_texts(council)["en"] == ("To see.\nTo tell.", "authentic")
    assert AuditEntry.objects.latest("pk").old == {
        "mandate.fr": {"text": "Voir.", "status": "translated"}
    }


def test_a_named_organization_that_left_stays_named(council: Body) -> None:
    here, left = organisation(person()), organisation(person())
    body_actions.change_body(SYSTEM, council, words={}, rule="named", named=[here, left])
    organisation_actions.close_organisation(SYSTEM, left, reason="Dissolved.")
    client, url = client_for(person("secretariat")), f"/en/bodies/{council.slug}/change/"
    sent = {"mandate_reference": "Decision 8", "rule": "named", "named": [here.number]}
    assert submit(client, url, sent).status_code == 302
    council.refresh_from_db()
    assert council.mandate_reference == "Decision 8"
    assert set(council.named.all()) == {here, left}
