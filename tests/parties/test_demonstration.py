"""The demonstration is fictional, says so, and may be loaded again."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.kernel.languages import LANGUAGE_CODES
from majlis.parties import areas, stakeholder_kinds
from majlis.parties.demonstration import OFFICES, load_organisations, scopes_by_person
from majlis.parties.models import Body, Delegation, Organisation, Registration

pytestmark = pytest.mark.django_db
FICTIONAL = {
    "ar": "خيالي",
    "zh": "虚构",
    "en": "fictional",
    "fr": "ficti",
    "ru": "вымышлен",
    "es": "fictici",
}


@pytest.fixture(autouse=True)
def areas_of_the_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration names areas of the profile's own table."""
    monkeypatch.setattr(areas, "_profile_names", PROFILE)


def test_it_is_refused_on_a_real_site(settings: Any) -> None:
    settings.MAJLIS_DEMO = False
    with pytest.raises(RuntimeError):
        load_organisations()
    assert Organisation.objects.count() == 0


# As it is before the tests of the parties put a few areas in its place.
PROFILE = areas._profile_names
# What two fictional organizations leave for the translators.
TO_TRANSLATE = 3


def test_every_kind_every_language_and_something_that_waits(settings: Any) -> None:
    settings.MAJLIS_DEMO = True
    assert load_organisations() == {
        "organisations": len(stakeholder_kinds.kinds_table()) + len(OFFICES),
        "registrations": 1,
    }
    assert load_organisations() == {"organisations": 0, "registrations": 0}
    assert set(Organisation.objects.values_list("kind", flat=True)) == set(
        stakeholder_kinds.kinds_table()
    )
    missing = 0
    for each in [*Organisation.objects.with_wordings(), *Body.objects.with_wordings()]:
        for language in LANGUAGE_CODES:
            said = each.say("title", language)
            missing += said.language != language
            assert FICTIONAL[said.language] in said.text, said.text
    assert missing == TO_TRANSLATE
    waiting = Registration.objects.exclude(state="admitted").get()
    assert (waiting.state, waiting.language) == ("waiting", "ar")
    assert waiting.record.attachments.count() == 1
    assert set(Delegation.objects.values_list("state", flat=True)) == {"asked", "invited"}
    for role, find in scopes_by_person().items():
        record = find()
        assert record is not None
        assert record.kind == ("body" if role in ("chair", "member") else "organisation")
