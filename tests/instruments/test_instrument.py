"""What is known of a text is corrected by the secretariat, with a reason, and is found so from then on."""

from __future__ import annotations

import pytest

from majlis.instruments import actions
from majlis.instruments.models import Citation
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Faulty
from majlis.kernel.models import AuditEntry
from tests.instruments import shelf
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


def test_who_may_correct_what_is_known_and_what_is_written_of_it() -> None:
    text = shelf.published(shelf.words("Resolution 27")).instrument
    council = shelf.body()
    check_permissions(
        "instruments.change_instrument",
        text,
        granted={"the secretariat": person("secretariat")},
        refused={
            "nobody": None,
            "a delegate": person("delegate"),
            "an administrator": person("administrator"),
            "a closed account": person("secretariat", is_active=False),
        },
        do=lambda actor: actions.change_instrument(
            actor,
            text,
            titles={"en": "Tides, registered", "fr": "Registre des marées"},
            reason="It was misread.",
            symbol="Decision 72",
            kind="decision",
            body=council,
        ),
    )
    text.refresh_from_db()
    assert (text.symbol, text.kind, text.body) == ("Decision 72", "decision", council)
    entry = AuditEntry.objects.get(verb="instruments.change_instrument")
    assert entry.reason == "It was misread."
    assert entry.old["symbol"] == "Resolution 27"
    assert entry.new["body"] == council.record.address
    assert (entry.old["title.fr"], entry.new["title.fr"]) == ("", "Registre des marées")
    # Citations by either name mean it from now on.
    for number, cites in enumerate(("Decision 72", "Resolution 27"), 80):
        later = shelf.published(shelf.words(f"Resolution {number}", cites=cites))
        assert Citation.objects.get(wording__provision__version=later).target == text


def test_faults_are_told_by_field_and_what_is_the_same_is_no_change() -> None:
    text = shelf.published(shelf.words("Resolution 27")).instrument
    actor = Actor(user=person("secretariat"))
    with pytest.raises(Faulty) as fault:
        actions.change_instrument(actor, text, titles={}, reason="It is one.", kind="poem")
    assert set(fault.value.faults) == {"kind"}
    text.refresh_from_db()
    assert text.kind == "resolution"
    before = AuditEntry.objects.count()
    actions.change_instrument(
        actor, text, titles={"en": "Register of tides"}, reason="The same.", symbol="Resolution 27"
    )
    assert AuditEntry.objects.count() == before
