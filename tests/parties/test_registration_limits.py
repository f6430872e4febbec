"""The steps of a registration take a flood: sessions stay few and small, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client

from majlis.kernel import proof_of_work
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import StoredFile
from majlis.kernel.rate_limits import RateLimit
from majlis.parties.accounts.models import Session
from majlis.parties.models import Registration
from majlis.parties.views import registration_check, registration_draft, registration_steps
from tests.parties.test_pages import address, check_page, client_of
from tests.parties.test_registration_steps import (
    APPLICANT_STEP,
    NAMES_STEP,
    ORGANISATION_STEP,
    file,
    fill_steps,
    solved_guard,
    step,
)
from tests.support.people import person

pytestmark = pytest.mark.django_db


def test_a_flood_of_steps_fills_no_sessions_and_takes_nothing_typed_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        registration_steps, "STEP_LIMIT", RateLimit("parties.register_step", 2, 3600)
    )
    honest = Client()
    for client in (Client(), honest):
        assert step(client, "organisation", ORGANISATION_STEP).status_code == 302
    before = Session.objects.count()
    stranger = Client()
    response = step(stranger, "you", {**APPLICANT_STEP, "function": "Fictional Treasurer"}, "en")
    assert response.status_code == 429
    text = response.content.decode()
    assert "Fictional Treasurer" in text and "Keep this page open" in text
    assert Session.objects.count() == before
    assert step(honest, "names", NAMES_STEP).status_code == 429
    assert (
        str(ORGANISATION_STEP["name"])
        in honest.get(address("register_step", ["organisation"])).content.decode()
    )


def test_a_file_too_many_says_when_and_keeps_what_was_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        registration_steps, "EVIDENCE_LIMIT", RateLimit("parties.evidence", 0, 3600)
    )
    client = Client()
    given = {"file": file(), "evidence_note": "The letter."}
    response = step(client, "evidence", given, "en")
    assert response.status_code == 429
    assert "The letter." in response.content.decode() and not StoredFile.objects.exists()
    assert "The letter." in client.get(address("register_step", ["evidence"])).content.decode()


def test_what_is_kept_between_the_steps_is_bounded_and_the_page_says_so() -> None:
    client = Client()
    long = "ن" * 5000
    steps = {
        "organisation": dict.fromkeys(ORGANISATION_STEP, long),
        "names": {**{f"name_{code}": long for code in LANGUAGE_CODES}, "short_name": long},
        "evidence": {"evidence_note": long, "file": file()},
        "you": dict.fromkeys(APPLICANT_STEP, long),
    }
    for name, data in steps.items():
        text = check_page(step(client, name, data, "en"), "en")
        assert long in text and "characters are saved" in text
    kept = client.session[registration_draft.DRAFT_KEY]["answers"]
    assert sum(len(str(each)) for each in kept.values()) < 12_000
    # What is a little too long comes back whole.
    step(client, "organisation", {**ORGANISATION_STEP, "name": "x" * 450})
    assert client.session[registration_draft.DRAFT_KEY]["answers"]["name"] == "x" * 450


@pytest.mark.parametrize("known", [False, True])
def test_too_many_sent_from_one_place_says_when_and_keeps_the_registration(
    monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    client = client_of(person()) if known else Client()
    fill_steps(client, "en")
    monkeypatch.setattr(
        registration_check, "SENDING_LIMIT", RateLimit("parties.submit_registration", 0, 3600)
    )
    response = step(client, "check", solved_guard(client, "en"), "en")
    assert response.status_code == 429 and not Registration.objects.exists()
    text = check_page(response, "en")
    assert "Try again in 60 minutes." in text
    assert "Your entries are saved. Submit them again from this page later." in text
    assert NAMES_STEP["name_en"] in text and "Submit registration" in text
    assert (
        client.session[registration_draft.DRAFT_KEY]["answers"]["name"] == ORGANISATION_STEP["name"]
    )
    monkeypatch.undo()
    # The slip of the first sending is used up: the page came with another.
    assert step(client, "check", solved_guard(client, "en"), "en").status_code == 302
    assert Registration.objects.count() == 1


def test_too_many_without_a_script_keep_the_registration_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = Client()
    fill_steps(client, "ar")
    monkeypatch.setattr(proof_of_work, "WITHOUT_SCRIPT", RateLimit("guard.without_script", 0, 3600))
    monkeypatch.setattr(proof_of_work, "MIN_AGE", 0)
    slip = solved_guard(client)["guard"]
    response = step(client, "check", {"guard": slip, "guard_nonce": ""})
    assert response.status_code == 429 and not Registration.objects.exists()
    text = check_page(response, "ar")
    assert str(ORGANISATION_STEP["name"]) in text and "مدخلاتك محفوظة." in text
    assert solved_guard(client) and client.session[registration_draft.DRAFT_KEY]["answers"]
