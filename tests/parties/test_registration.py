"""A registration goes from the first file to an organization with a focal point."""

from __future__ import annotations

import io
import re
import threading
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import resolve
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import AuditEntry, Record, User
from majlis.parties.actions import registration as registration_actions
from majlis.parties.appointments import LinkTarget
from majlis.parties.decision_reasons import REASONS
from majlis.parties.mail import make_token, read_token
from majlis.parties.models import Organisation, Registration
from tests.support.parties import SYSTEM, answers, evidence, organisation, registration
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


def unrelated_people(own: Organisation | None = None) -> dict[str, User | None]:
    """People whom nothing of another's concerns."""
    focal = person()
    organisation(focal)
    closed = person("secretariat")
    closed.is_active = False
    closed.save()
    return {"nobody": None, "focal point of another": focal, "closed account": closed}


def test_anybody_may_send_and_the_secretariat_decides() -> None:
    office = person("secretariat")
    strangers, given = unrelated_people(), answers()
    check_permissions(
        "parties.submit_registration",
        None,
        granted={"somebody": person()},
        refused={"closed account": strangers["closed account"]},
        do=lambda actor: registration_actions.submit_registration(actor, given),
    )
    check_permissions(
        "parties.upload_evidence",
        "letter.txt",
        granted={"somebody": person()},
        refused={"closed account": strangers["closed account"]},
        do=lambda actor: registration_actions.upload_evidence(
            actor, "letter.txt", io.BytesIO(b"A letter.")
        ),
    )
    applicant = person()
    refused = {**strangers, "the applicant": applicant, "administrator": person("administrator")}
    for name, do in (
        (
            "ask_applicant",
            lambda a, r: registration_actions.ask_applicant(a, r, reason="which_name"),
        ),
        (
            "refuse_registration",
            lambda a, r: registration_actions.refuse_registration(a, r, reason="no_authority"),
        ),
        ("admit_registration", registration_actions.admit_registration),
    ):
        sent = registration(applicant)
        check_permissions(
            f"parties.{name}",
            sent,
            granted={"secretariat": office},
            refused=refused,
            do=lambda actor, do=do, sent=sent: do(actor, sent),
        )


def test_the_applicant_alone_withdraws_or_sends_again() -> None:
    applicant, strangers = person(), {**unrelated_people(), "secretariat": person("secretariat")}
    sent = registration(applicant)
    check_permissions(
        "parties.withdraw_registration",
        sent,
        granted={"applicant": applicant},
        refused=strangers,
        do=lambda actor: registration_actions.withdraw_registration(actor, sent),
    )
    asked, given = registration(applicant), answers()
    registration_actions.ask_applicant(SYSTEM, asked, words="Which?")
    check_permissions(
        "parties.resubmit_registration",
        asked,
        granted={"applicant": applicant},
        refused=strangers,
        do=lambda actor: registration_actions.resubmit_registration(
            actor, asked, given, words="This one."
        ),
    )


def test_the_link_opens_what_its_secret_says() -> None:
    sent = registration()
    assert sent.state == "unconfirmed"
    for key in ("", "0" * 32, registration().link_key):
        with pytest.raises(Exception, match="No permission for this action"):
            registration_actions.confirm_registration_address(Actor(), LinkTarget(sent, key))
    check_permissions(
        "parties.confirm_registration_address",
        LinkTarget(sent, sent.link_key),
        granted={"whoever has the link": person()},
        refused={"closed account": unrelated_people()["closed account"]},
        do=lambda actor: registration_actions.confirm_registration_address(
            actor, LinkTarget(sent, sent.link_key)
        ),
    )
    with pytest.raises(WrongState):
        registration_actions.confirm_registration_address(Actor(), LinkTarget(sent, sent.link_key))


def test_without_an_account_from_the_mail_to_the_focal_point() -> None:
    sent = registration(names={"ar": "جمعية قراءة خيالية"}, authentic="ar", language="ar")
    assert sent.applicant is None
    (message,) = mail.outbox
    assert message.to == [sent.email]
    assert "تسجيل" in message.subject
    link = re.search(r"https://majlis\.example\.org(/ar/\S+)", message.body)
    assert link is not None
    with translation.override("ar"):
        match = resolve(link[1])
    key = read_token(match.kwargs["token"], "registration")
    assert key == (sent.pk, sent.link_key)
    registration_actions.confirm_registration_address(Actor(), LinkTarget(sent, sent.link_key))
    sent.refresh_from_db()
    made = registration_actions.admit_registration(Actor(user=person("secretariat")), sent)
    user = User.objects.get(email=sent.email)
    assert user.language == "ar"
    assert user.holds("focal_point", made.record)
    assert made.say("title", "en").language == "ar"
    assert made.number == 1
    assert Record.objects.get(pk=made.pk).access == "public"
    assert sent.record.is_visible_to(user)
    assert len(mail.outbox) == 2
    assert "/ar/" in mail.outbox[1].body


def test_a_registration_is_seen_by_applicant_and_secretariat_only() -> None:
    applicant = person()
    sent = registration(applicant)
    assert sent.record.is_visible_to(applicant)
    assert sent.record.is_visible_to(person("secretariat"))
    assert not sent.record.is_visible_to(person("administrator"))
    assert not sent.record.is_visible_to(person())
    assert not sent.record.is_visible_to(AnonymousUser())


def test_a_margin_stands_beside_a_registration_only_where_it_says_something() -> None:
    sent = registration(person())
    client = Client()
    client.force_login(person("secretariat"))
    page = f"/en/registrations/{sent.number}/"
    assert '<div class="margin">' in client.get(page).content.decode()
    registration_actions.admit_registration(Actor(user=person("secretariat")), sent)
    assert '<div class="margin">' not in client.get(page).content.decode()


def test_personal_values_stand_in_the_audit_by_reference() -> None:
    sent = registration(person(), applicant_name="Unmistakable Name")
    written = str(list(AuditEntry.objects.values("old", "new", "reason")))
    assert "Unmistakable Name" not in written
    assert sent.email not in written


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"names": {"en": "  "}}, "name"),
        ({"names": {"fr": "Nom"}}, "name"),
        ({"authentic": "de"}, "name"),
        ({"kind": "company"}, "kind"),
        ({"area": "999"}, "area"),
        ({"form": "individual"}, "form"),
        ({"files": ()}, "file"),
        ({"applicant_name": " "}, "applicant_name"),
        ({"email": "nowhere"}, "email"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(change: dict[str, Any], field: str) -> None:
    before = (
        Registration.objects.count(),
        AuditEntry.objects.filter(verb="parties.submit_registration").count(),
    )
    with pytest.raises(InvalidInput) as told:
        registration_actions.submit_registration(Actor(), answers(**change))
    assert set(told.value.faults) == {field}
    after = (
        Registration.objects.count(),
        AuditEntry.objects.filter(verb="parties.submit_registration").count(),
    )
    assert before == after


def test_asked_answered_refused_sent_again_admitted() -> None:
    applicant, office = person(), Actor(user=person("secretariat"))
    sent = registration(applicant, names={"en": "Old Name", "fr": "Vieux nom"})
    with pytest.raises(InvalidInput):
        registration_actions.ask_applicant(office, sent)
    registration_actions.ask_applicant(office, sent, reason="which_name", words="See line 3.")
    again = answers(names={"en": "New Name", "ru": "Новое имя"}, files=(evidence("other"),))
    registration_actions.resubmit_registration(
        Actor(user=applicant), sent, again, words="Corrected."
    )
    sent = Registration.objects.get(pk=sent.pk)
    assert sent.state == "waiting"
    assert {each.language: each.text for each in sent.record.wordings.filter(field="title")} == {
        "en": "New Name",
        "ru": "Новое имя",
    }
    assert sent.record.attachments.count() == 2
    with pytest.raises(InvalidInput):
        registration_actions.refuse_registration(office, sent, words="  ")
    with pytest.raises(InvalidInput):
        registration_actions.refuse_registration(office, sent, reason="which_name")
    registration_actions.refuse_registration(office, sent, reason="no_authority")
    with pytest.raises(WrongState):
        registration_actions.admit_registration(office, sent)
    with pytest.raises(WrongState):
        registration_actions.withdraw_registration(Actor(user=applicant), sent)
    registration_actions.resubmit_registration(Actor(user=applicant), sent, again)
    sent = Registration.objects.get(pk=sent.pk)
    made = registration_actions.admit_registration(office, sent, words="Welcome.")
    assert made.say("title").text == "New Name"
    assert [each.kind for each in sent.exchanges.all()] == [
        "question",
        "answer",
        "refusal",
        "admission",
    ]
    assert [m for m in mail.outbox if m.to == [applicant.email]] == []


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_each_sentence_reaches_an_applicant_without_account_in_their_language(
    language: str,
) -> None:
    office = Actor(user=person("secretariat", language="en"))
    for reason, do in (
        ("which_authority", registration_actions.ask_applicant),
        ("out_of_scope", registration_actions.refuse_registration),
    ):
        sent = registration(language=language)
        registration_actions.confirm_registration_address(Actor(), LinkTarget(sent, sent.link_key))
        do(office, Registration.objects.get(pk=sent.pk), reason=reason, words="Own words <b>&</b>")
        with translation.override(language):
            sentence = str(REASONS[reason])
        with translation.override("en"):
            assert (str(REASONS[reason]) == sentence) is (language == "en")
        assert sentence in mail.outbox[-1].body
        assert "Own words <b>&</b>" in mail.outbox[-1].body
        assert f"/{language}/registrations/link/" in mail.outbox[-1].body


def test_a_link_is_of_no_use_when_broken_old_or_of_another_kind(monkeypatch: Any) -> None:
    sent = registration()
    token = make_token("registration", sent)
    assert read_token(token, "registration") == (sent.pk, sent.link_key)
    assert read_token(token, "delegation") is None
    assert read_token(token[:-1] + ("A" if token[-1] != "A" else "B"), "registration") is None
    assert read_token("", "registration") is None
    import time

    later = time.time() + 31 * 86_400
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert read_token(token, "registration") is None


def test_an_address_of_somebody_else_is_not_taken_on_trust() -> None:
    """Signed in under one address, sent under another: that other one must be confirmed first."""
    sent = registration(person(), email="somebody.else@example.org")
    assert sent.state == "unconfirmed"
    assert sent.applicant is None
    with pytest.raises(WrongState):
        registration_actions.admit_registration(SYSTEM, sent)


class Numbers(TestCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.sampled_from(["admit_registration", "refuse_registration", "withdraw"]),
            min_size=1,
            max_size=6,
        )
    )
    def test_organizations_are_numbered_without_gap(self, what: list[str]) -> None:
        before = Organisation.objects.count()
        for each in what:
            applicant = person()
            sent = registration(applicant)
            if each == "admit_registration":
                registration_actions.admit_registration(SYSTEM, sent)
            elif each == "refuse_registration":
                registration_actions.refuse_registration(SYSTEM, sent, words="No.")
            else:
                registration_actions.withdraw_registration(Actor(user=applicant), sent)
        numbers = sorted(Organisation.objects.values_list("number", flat=True))
        assert numbers == list(range(1, before + what.count("admit_registration") + 1))


@pytest.mark.django_db(transaction=True)
def test_of_officers_who_decide_at_once_one_is_told() -> None:
    sent = registration(person())
    outcomes: list[str] = []

    def decide(what: str) -> None:
        try:
            mine = Registration.objects.get(pk=sent.pk)
            actor = Actor(user=officers[what])
            if what.startswith("admit_registration"):
                registration_actions.admit_registration(actor, mine)
            else:
                registration_actions.refuse_registration(actor, mine, words="No.")
            outcomes.append(what)
        except WrongState:
            outcomes.append("told")
        finally:
            connection.close()

    officers = {
        f"{what}{n}": person("secretariat")
        for what in ("admit_registration", "refuse_registration")
        for n in range(3)
    }
    threads = [threading.Thread(target=decide, args=(what,)) for what in officers]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(outcomes) == 6
    assert outcomes.count("told") == 5
    won = next(each for each in outcomes if each != "told")
    assert Organisation.objects.count() == (1 if won.startswith("admit_registration") else 0)
    assert (
        sent.record.history.filter(
            verb__in=("parties.admit_registration", "parties.refuse_registration")
        ).count()
        == 1
    )


def test_nobody_waits_behind_an_account_that_was_never_confirmed() -> None:
    """Who makes an account with another's address keeps no password to what comes of that address."""
    false, true = person(password="a-trap-for-others"), person(password="my own words")
    EmailAddress.objects.create(user=true, email=true.email, verified=True, primary=True)
    for user in (false, true):
        sent = registration(email=user.email)
        confirmed = registration_actions.confirm_registration_address(
            Actor(), LinkTarget(sent, sent.link_key)
        )
        registration_actions.admit_registration(SYSTEM, confirmed)
        user.refresh_from_db()
        assert user.appointments.filter(role="focal_point").count() == 1
    assert not false.has_usable_password()
    assert true.check_password("my own words")
