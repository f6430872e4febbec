"""An organization registers in short steps, without an account and without scripts; nothing is lost."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from majlis.kernel.models import StoredFile, User
from majlis.kernel.proof_of_work import is_solved
from majlis.look.templatetags.look import moment
from majlis.parties.actions import registration as registration_actions
from majlis.parties.models import Registration
from majlis.parties.process import process_rules
from tests.parties.test_pages import address, check_page, client_of
from tests.support.forms import submit
from tests.support.markup import compact
from tests.support.parties import SYSTEM, organisation, registration
from tests.support.people import person

pytestmark = pytest.mark.django_db

ORGANISATION_STEP = {
    "form": "organisation",
    "name": "جمعية القراءة الخيالية",
    "authentic": "ar",
    "kind": "civil-society",
    "area": "392",
    "website": "reading.example.org",
}
NAMES_STEP = {
    "name_en": "Fictional Reading Society",
    "short_name": "FRS",
    "languages": ["ar", "en"],
}
APPLICANT_STEP = {
    "applicant_name": "مريم مثال",
    "function": "أمينة السر",
    "email": "maryam@example.org",
    "language": "ar",
}


def file(words: bytes = b"A letter.", name: str = "letter.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words)


def step(client: Client, name: str, data: dict[str, Any], language: str = "ar") -> Any:
    return client.post(address("register_step", [name], language), data)


def fill_steps(client: Client, language: str = "ar", **changes: Any) -> None:
    """All steps but the last."""
    order = ["organisation", "names", "evidence", "you", "check"]
    given = [
        ORGANISATION_STEP,
        NAMES_STEP,
        {"file": file(), "evidence_note": "The letter."},
        APPLICANT_STEP,
    ]
    for name, following, data in zip(order, order[1:], given, strict=False):
        response = step(client, name, {**data, **changes.get(name, {})}, language)
        assert response.status_code == 302, compact(response.content.decode())
        assert response.url == address("register_step", [following], language)


def solved_guard(client: Client, language: str = "ar") -> dict[str, str]:
    """The guard of the last page, with its work done as a script does it."""
    text = compact(client.get(address("register_step", ["check"], language)).content.decode())
    found = re.search(r'name="guard" value="([^"]+)"', text)
    if found is None:
        return {}
    nonce = next(str(each) for each in itertools.count() if is_solved(found[1], str(each)))
    return {"guard": found[1], "guard_nonce": nonce}


def test_from_the_first_page_to_the_mailed_link_without_an_account() -> None:
    client = Client()
    check_page(client.get(address("register", [], "ar")), "ar")
    fill_steps(client)
    text = check_page(client.get(address("register_step", ["check"], "ar")), "ar")
    for shown in (
        ORGANISATION_STEP["name"],
        "Fictional Reading Society",
        "letter.txt",
        APPLICANT_STEP["email"],
    ):
        assert str(shown) in text
    response = step(client, "check", solved_guard(client))
    assert response.url == address("register_sent", [], "ar")
    sent = Registration.objects.get()
    text = check_page(client.get(response.url), "ar")
    assert APPLICANT_STEP["email"] in text and "<h1>تأكيد عنوان بريدك الإلكتروني</h1>" in text
    with translation.override("ar"):
        until = str(moment(sent.sent_at + timedelta(days=process_rules().link_days)))
    # What comes next, until when, and the ways on.
    assert 'aria-current="step"' in text and until in text
    for way_on in ("/ar/", address("organisations", [], "ar"), address("register", [], "ar")):
        assert f'href="{way_on}"' in text
    assert sent.state == "unconfirmed"
    assert sent.website == "https://reading.example.org"
    assert sent.languages == ["ar", "en"]
    assert sent.say("title", "ar").status == "authentic"
    link = re.search(r"https://majlis\.example\.org(\S+)", mail.outbox[0].body)
    assert link is not None
    other = Client()
    assert f'action="{link[1]}confirm/"' in check_page(other.get(link[1]), "ar")
    sent.refresh_from_db()
    assert sent.state == "unconfirmed"
    assert other.post(f"{link[1]}confirm/").url == link[1]
    sent.refresh_from_db()
    assert sent.state == "waiting"
    # Whoever comes back to the page is not told to confirm what is confirmed.
    text = check_page(client.get(response.url), "ar")
    assert "<h1>أُرسل طلب التسجيل</h1>" in text and APPLICANT_STEP["email"] not in text
    assert "أُكد العنوان" in text and f'href="{address("organisations", [], "ar")}"' in text
    # Nor how it stands: whose address it is may be somebody else.
    with translation.override("ar"):
        assert str(sent.state_name) not in text
    assert 'aria-current="step"' not in text
    assert client.get(address("register_sent", [], "ar")).url == address("register", [], "ar")
    assert f'action="{link[1]}confirm/"' not in check_page(other.get(link[1]), "ar")
    assert other.post(f"{link[1]}confirm/").url == link[1]
    assert client.get(address("register_step", ["check"], "ar")).url == address(
        "register", [], "ar"
    )


def test_signed_in_it_waits_for_the_secretariat_at_once() -> None:
    user = person(name="Fictional Person", language="fr")
    client = client_of(user)
    text = compact(client.get(address("register_step", ["you"])).content.decode())
    assert user.email in text
    assert "Fictional Person" in text
    fill_steps(client, you={"email": user.email})
    response = step(client, "check", {})
    sent = Registration.objects.get()
    assert response.url == f"/ar/registrations/{sent.number}/"
    assert (sent.state, sent.applicant) == ("waiting", user)
    assert mail.outbox == []


def test_without_the_work_of_a_script_one_waits_and_nothing_is_lost() -> None:
    client = Client()
    fill_steps(client)
    text = compact(client.get(address("register_step", ["check"], "ar")).content.decode())
    token = re.search(r'name="guard" value="([^"]+)"', text)
    assert token is not None
    response = step(client, "check", {"guard": token[1], "guard_nonce": ""})
    assert response.status_code == 422
    assert token[1] in compact(response.content.decode())
    assert Registration.objects.count() == 0
    assert step(client, "check", solved_guard(client)).status_code == 302


def test_what_is_typed_is_kept_through_errors_and_when_one_comes_back() -> None:
    client = Client()
    bad = {**ORGANISATION_STEP, "name": "", "website": "no such <b>address", "kind": "x"}
    response = step(client, "organisation", bad)
    assert response.status_code == 422
    text = check_page(response, "ar")
    assert "no such &lt;b&gt;address" in text
    for field in ("name", "website", "kind"):
        assert f'href="#id_{field}"' in text
    text = compact(client.get(address("register_step", ["organisation"], "ar")).content.decode())
    assert "no such &lt;b&gt;address" in text
    step(client, "organisation", ORGANISATION_STEP)
    text = compact(client.get(address("register_step", ["organisation"], "fr")).content.decode())
    assert ORGANISATION_STEP["name"] in text
    # A language switch and a sign-in keep the draft.
    client.force_login(person())
    assert ORGANISATION_STEP["name"] in compact(
        client.get(address("register_step", ["organisation"])).content.decode()
    )


def test_a_file_is_kept_through_errors_and_can_be_taken_away() -> None:
    client = Client()
    fill_steps(client)
    long = {"file": file(b"Another letter.", "second.txt"), "evidence_note": "x" * 2001}
    response = step(client, "evidence", long)
    assert response.status_code == 422
    text = check_page(response, "ar")
    assert "letter.txt" in text
    assert "second.txt" in text
    held = {each.sha256 for each in StoredFile.objects.all()}
    assert len(held) == 2
    first = StoredFile.objects.order_by("pk")[0].sha256
    assert step(client, "evidence", {"remove": [first]}).status_code == 302
    step(client, "check", solved_guard(client))
    assert [each.name for each in Registration.objects.get().record.attachments.all()] == [
        "second.txt"
    ]


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "empty.txt"), (b"MZ\x90\x00" + b"\0" * 100, "letter.pdf"), (b"<\0>", "page.docx")],
)
def test_a_file_is_refused_by_its_content_with_words(content: bytes, name: str) -> None:
    client = Client()
    step(client, "organisation", ORGANISATION_STEP)
    response = step(client, "evidence", {"file": file(content, name), "evidence_note": "Kept note"})
    assert response.status_code == 422
    text = check_page(response, "ar")
    assert "Kept note" in text
    assert 'href="#id_file"' in text
    assert StoredFile.objects.count() == 0


def test_the_last_page_says_what_is_missing_and_where() -> None:
    client = Client()
    step(client, "organisation", ORGANISATION_STEP)
    response = step(client, "check", solved_guard(client))
    assert response.status_code == 422
    text = check_page(response, "ar")
    for name in ("evidence", "you"):
        assert f'<li><a href="{address("register_step", [name], "ar")}">' in text
    assert Registration.objects.count() == 0


def test_one_is_told_of_organizations_that_may_be_the_same_and_may_go_on() -> None:
    there = organisation(names={"en": "Fictional Reading Society"})
    client = Client()
    fill_steps(client)
    text = compact(client.get(address("register_step", ["check"], "ar")).content.decode())
    assert f"/ar/organisations/{there.number}/" in text
    assert step(client, "check", solved_guard(client)).status_code == 302


def test_asked_or_refused_it_comes_back_into_the_steps_with_everything() -> None:
    for by_link in (True, False):
        user = None if by_link else person()
        client = client_of(user)
        fill_steps(client, you={"email": user.email if user else f"a{by_link}@example.org"})
        step(client, "check", solved_guard(client))
        sent = Registration.objects.order_by("-pk")[0]
        if by_link:
            link = re.search(r"https://majlis\.example\.org(\S+)", mail.outbox[-1].body)
            assert link is not None
            path = f"{link[1]}again/"
            client.post(f"{link[1]}confirm/")
            sent.refresh_from_db()
        else:
            path = address("edit_registration", [sent.number], "ar")
        # Nothing was asked yet, so there is nothing to answer: it stays as it is.
        assert client.post(path).status_code == 302
        registration_actions.ask_applicant(SYSTEM, sent, reason="which_name", words="Line <3>")
        client = client_of(user)
        response = client.post(path)
        assert response.url == address("register_step", ["organisation"], "ar")
        text = compact(client.get(response.url).content.decode())
        assert ORGANISATION_STEP["name"] in text
        step(client, "organisation", {**ORGANISATION_STEP, "name": "اسم مصحح"})
        response = step(client, "check", {"words": "My answer", **solved_guard(client)})
        assert response.status_code == 302, compact(response.content.decode())
        # It leads to where the registration stands: nothing is to be confirmed any more.
        assert client.get(response.url).status_code == 200
        assert response.url.startswith("/ar/registrations/")
        sent = Registration.objects.get(pk=sent.pk)
        assert sent.state == "waiting"
        assert sent.say("title", "ar").text == "اسم مصحح"
        assert sent.record.attachments.count() == 1
        assert [each.words for each in sent.exchanges.all()] == ["Line <3>", "My answer"]


def test_by_the_link_one_withdraws() -> None:
    registration()
    link = re.search(r"https://majlis\.example\.org(\S+)", mail.outbox[-1].body)
    assert link is not None
    client = Client()
    assert client.post(f"{link[1]}withdraw/").url == link[1]
    assert Registration.objects.get().state == "withdrawn"
    refused = client.post(f"{link[1]}withdraw/", follow=True)
    assert "no longer possible" in compact(refused.content.decode())
    check_page(client.get(link[1]), "en")
    broken = client.get(link[1][:-3] + "/")
    assert broken.status_code == 404
    check_page(broken, "en")


def test_a_stranger_cannot_attach_what_somebody_else_had_sent() -> None:
    """Hashes come from the session, never from the form."""
    other = registration(person())
    sha256 = other.record.attachments.get().file.sha256
    client = Client()
    step(client, "organisation", ORGANISATION_STEP)
    response = step(client, "evidence", {"files": sha256, "held": sha256, "remove": sha256})
    assert response.status_code == 422
    assert client.session["parties.registration"]["files"] == []


def test_a_flood_of_files_is_stopped() -> None:
    client = Client()
    step(client, "organisation", ORGANISATION_STEP)
    for number in range(30):
        assert step(client, "evidence", {"file": file(f"{number}".encode())}).status_code == 302
    assert step(client, "evidence", {"file": file(b"one more")}).status_code == 429


# A failing case is shown as found: to shrink one costs minutes of page views.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
TEXT = st.text(max_size=40) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "\0",
        "' OR 1=1 --",
        "{{ 7 }}",
        "\u202e",
        "x" * 6000,
        "%s%n",
        "😀",
    ]
)


# Fields that are typed into; what is chosen from a list is not kept when it is not on the list.
TYPED = {
    "name",
    "website",
    "short_name",
    "evidence_note",
    "applicant_name",
    "function",
    "email",
    "words",
}


class Fuzz(TestCase):
    """Any text in any field: an answer that is no defect, escaped, with what was typed."""

    @settings(max_examples=4, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_steps(self, data: Any) -> None:
        client = Client()
        for name, fields in (
            ("organisation", ORGANISATION_STEP),
            ("names", {**NAMES_STEP, "name_ar": "", "name_ru": ""}),
            ("evidence", {"evidence_note": "", "remove": ""}),
            ("you", APPLICANT_STEP),
            ("check", {"words": "", "guard": "", "guard_nonce": ""}),
        ):
            sent = {field: data.draw(TEXT, label=f"{name}.{field}") for field in fields}
            response = step(client, name, sent, "en")
            self.sound(response, sent)
            response = client.get(address("register_step", [name]))
            assert response.status_code in (200, 302)
        assert Registration.objects.count() == 0 or User.objects.count() == 0

    @settings(max_examples=4, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_forms_of_people_who_are_signed_in(self, data: Any) -> None:
        focal, office = person(), person("secretariat")
        mine = organisation(focal)
        sent = registration(person())
        with translation.override("en"):
            forms = [
                (focal, reverse("parties:change_organisation", args=[mine.number]), "name_en name_ar website area kind form short_name languages"),
                (focal, reverse("parties:invite_delegate", args=[mine.number]), "email name function"),
                (office, reverse("parties:name_successor", args=[mine.number]), "email name reason"),
                (office, reverse("parties:request_delegation", args=[mine.number]), "function"),
                (office, reverse("parties:decide_registration", args=[sent.number]), "decision reason words"),
            ]  # fmt: skip
        for user, path, fields in forms:
            given = {field: data.draw(TEXT, label=field) for field in fields.split()}
            self.sound(submit(client_of(user), path, given), given)
        for path in ("organisations", "registrations", "bodies"):
            given = {
                f: data.draw(TEXT, label=f) for f in ("q", "state", "kind", "area", "sort", "page")
            }
            # An address with empty parameters leads to the clean one.
            response = client_of(office).get(address(path, []), given, follow=True)
            assert response.status_code == 200
            assert "<script>alert" not in compact(response.content.decode())

    def sound(self, response: Any, sent: dict[str, str]) -> None:
        assert response.status_code in (200, 302, 422), response.status_code
        text = compact(response.content.decode())
        assert "<script>alert" not in text
        if response.status_code == 422 and "guard" not in sent:
            kept = [sent[field] for field in sent if field in TYPED or field.startswith("name_")]
            for each in kept:
                if each in ("' OR 1=1 --", "{{ 7 }}", "%s%n", "😀", "<script>alert(1)</script>"):
                    assert escape(each) in text
