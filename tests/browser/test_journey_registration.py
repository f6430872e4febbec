"""The whole way, as people go it: from an organization that nobody knows to a delegate who leaves.

In Arabic on a phone, and in English without scripts. What people see is asserted by its words and
names; what they do not see (the audit, the database) only where it is promised to be empty.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db.models import CharField, JSONField, TextField
from django.db.models.functions import Cast
from playwright.sync_api import Browser, Page

from majlis.commons.notices import tasks
from majlis.commons.notices.models import Preference
from majlis.kernel import proof_of_work
from majlis.kernel.audit import with_personal_values
from majlis.kernel.models import AuditEntry
from majlis.parties.accounts import demonstration
from tests.browser.reader import Reader, interface_text
from tests.browser.support import PHONE, open_page, press_and_wait
from tests.support import databases

pytestmark = [pytest.mark.django_db(transaction=True)]
APPLICANT, DELEGATE = "rim@example.org", "salma.fictional@example.net"
PASSWORD, HER_PASSWORD = "seven slow paper lanterns", "nine warm copper kettles"
CELL = "matrices/wsis-sdg/C2/9/"
SOURCE = "Fictional report FR/7, paragraph 12"
OFFICER = "أمل مثال"
# What the people of the journey write, in the language in which they read.
WORDS_BY_LANGUAGE = {
    "ar": {
        "name": "جمعية الشبكات الخيالية",
        "applicant": "ريم الخيالية",
        "delegate": "سلمى القارئة الخيالية",
        "area": "الأردن",
        "kind": "المجتمع المدني",
        "why": "الشبكات تصل المصانع بعضها ببعض (تعليل خيالي).",
    },
    "en": {
        "name": "Fictional Society of Networks",
        "applicant": "Rim Fictional",
        "delegate": "Salma Reader-Fictional",
        "area": "Jordan",
        "kind": "civil society",
        "why": "Networks join factories (a fictional reason).",
    },
}


@dataclass
class Journey:
    """Who is on the way: each with a browser of their own, all reading one language."""

    browser: Browser
    site: str
    language: str
    scripts: bool
    folder: Path
    opened: ExitStack = field(default_factory=ExitStack)

    @property
    def said(self) -> dict[str, str]:
        """What the people of this journey write."""
        return WORDS_BY_LANGUAGE[self.language]

    def page(self, scripts: bool) -> Page:
        """A browser of its own, on a phone."""
        return self.opened.enter_context(
            open_page(
                self.browser,
                PHONE,
                mistaken=True,
                java_script_enabled=scripts,
                locale=self.language,
            )
        )

    def reader(self) -> Reader:
        """One more person."""
        glass = None if self.scripts else self.page(True)
        return Reader(self.page(self.scripts), self.site, self.language, glass)


@pytest.fixture
def ready(site: str, settings: Any, request: pytest.FixtureRequest) -> Iterator[str]:
    """A demonstration with the profile of WSIS; mail is sent as soon as it is written."""
    # How often a mail was sent to an address, and which codes were used, is remembered there.
    cache.clear()
    settings.MAJLIS_DEMO = True
    settings.MAJLIS_PUBLIC_ADDRESS = site
    # A code is read before the half minute may turn, and asked for after it.
    settings.MFA_TOTP_TOLERANCE = 1
    with databases.profile(settings.MAJLIS_FILES):
        demonstration.load_people()
        request.getfixturevalue("immediate_tasks")
        yield site


@pytest.fixture(
    params=[
        pytest.param(("ar", True), id="arabic", marks=pytest.mark.slow),
        pytest.param(("en", False), id="english-without-scripts", marks=pytest.mark.slow),
    ]
)
def journey(
    request: pytest.FixtureRequest,
    browser: Browser,
    ready: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Journey]:
    """The journey in Arabic with scripts, and in English without."""
    language, scripts = request.param
    if not scripts:
        # What is in the place of the proof of work is a wait: nobody waits in a test.
        monkeypatch.setattr(proof_of_work, "MIN_AGE", 0)
    made = Journey(browser, ready, language, scripts, tmp_path)
    with made.opened:
        yield made


def test_from_a_registration_to_an_erasure(journey: Journey) -> None:
    applicant, officer, her = journey.reader(), journey.reader(), journey.reader()
    register(journey, applicant)
    enter_as_officer(officer)
    organisation = admit_organisation(journey, officer)
    get_a_password(applicant)
    become_delegate(journey, her, organisation)
    confirm(journey, applicant)
    her.go("account/")
    her.reads("delegate", "role of a person")
    sign_in_in_two_steps(her)
    follow_the_line(her)
    correct_the_cell(journey, officer)
    read_the_digest(her)
    take_the_data(journey, her)
    leave(her)
    nothing_is_left(journey, officer, her, organisation)


def register(journey: Journey, applicant: Reader) -> None:
    """Five short pages; a mistake costs nothing that was typed; the address is confirmed by mail."""
    said = journey.said
    letter = journey.folder / "letter.txt"
    letter.write_text("A fictional letter.", encoding="utf-8")
    applicant.go("register/")
    applicant.follow("Start registration", "button")
    applicant.write("Name", said["name"], "organization")
    applicant.write("Website", "not an address", "organization")
    applicant.choose("Country or area", said["area"])
    applicant.press("Continue", "button")
    # The kind is missing and the website is none: both are said, and what was typed is there.
    alert = applicant.page.get_by_role("alert")
    assert alert.get_by_role("link").count() == 2
    assert applicant.field("Name", "organization").input_value() == said["name"]
    assert applicant.field("Website", "organization").input_value() == "not an address"
    chosen = applicant.field("Country or area").locator("option:checked")
    assert chosen.inner_text() == said["area"]
    applicant.is_well_served()
    applicant.write("Website", "networks.example.org", "organization")
    applicant.choose("Kind of organization", said["kind"])
    applicant.press("Continue", "button")
    applicant.press("Continue", "button")
    applicant.field("Evidence", "supporting documents").set_input_files(letter)
    applicant.press("Continue", "button")
    applicant.write("Your name", said["applicant"], "name of a person")
    applicant.write("Your email address", APPLICANT)
    applicant.press("Continue", "button")
    applicant.at("Check and submit")
    applicant.sees(said["name"], "letter.txt", said["applicant"], APPLICANT)
    applicant.is_well_served()
    if journey.scripts:
        # The script works while the person reads; without it the form would be refused so soon.
        found = "document.querySelector('[data-bits]').nextElementSibling.value !== ''"
        applicant.page.wait_for_function(found)
    applicant.press("Submit registration", "button")
    applicant.at("Confirm your email address")
    applicant.sees(APPLICANT)
    letter_to = next(each for each in mail.outbox if each.to == [APPLICANT])
    # The address is not confirmed yet: the letter has nothing that was typed.
    assert said["name"] not in letter_to.body
    assert said["applicant"] not in letter_to.body
    applicant.open_mail(APPLICANT, str(letter_to.subject))
    applicant.press("Confirm email address")
    applicant.reads("Email address confirmed. The secretariat will examine the registration.")


def enter_as_officer(officer: Reader) -> None:
    """The demonstration signs in as anybody: by one press on the sign-in page, to which the front page leads."""
    officer.sign_in_as("secretariat")
    officer.go("account/")
    officer.sees(OFFICER)


def admit_organisation(journey: Journey, officer: Reader) -> str:
    """The secretariat is told what waits, reads it and admits; return the organization's address."""
    officer.go("notices/asked/")
    press_and_wait(officer.page.locator("main").get_by_role("link").first)
    officer.at("Registrations", "page")
    press_and_wait(officer.page.get_by_role("link", name=journey.said["name"]))
    officer.sees(journey.said["applicant"], "letter.txt", "networks.example.org")
    officer.follow("Decide on registration")
    officer.tick("Admit organization", "decision")
    officer.press("Decide on registration")
    officer.sees(officer.say("Organization admitted", "history entry"))
    press_and_wait(officer.page.get_by_role("link", name=journey.said["name"]))
    officer.follow("View organization", "button")
    officer.sees(journey.said["name"])
    return officer.page.url.split(f"/{journey.language}/")[1]


def get_a_password(applicant: Reader) -> None:
    """The first focal point got an account by the admission, and makes a password by mail."""
    told = next(each for each in reversed(mail.outbox) if each.to == [APPLICANT])
    applicant.open_mail(APPLICANT, str(told.subject))
    applicant.reads("You are the organization’s first focal point. To sign in, request a password.")
    applicant.go("account/password/reset/")
    applicant.write("Email address", APPLICANT, "email")
    applicant.press("Send link", "button")
    applicant.open_mail(APPLICANT, "Set new password")
    applicant.write("New password", PASSWORD, "account")
    applicant.press("Set password", "button")
    applicant.at("New password saved")
    sign_in(applicant, APPLICANT, PASSWORD)
    applicant.go("account/")
    applicant.reads("focal point of an organization")


def press_sign_in(reader: Reader) -> None:
    """Press the button in the page, not the one that leads to an organization's own sign-in."""
    button = reader.page.locator("main").get_by_role(
        "button", name=reader.say("Sign in", "verb"), exact=True
    )
    press_and_wait(button)


def sign_in(reader: Reader, address: str, password: str) -> None:
    """Sign in by address and password."""
    reader.go("account/sign-in/")
    reader.write("Email address", address, "email")
    reader.write("Password", password, "account")
    press_sign_in(reader)


def become_delegate(journey: Journey, her: Reader, organisation: str) -> None:
    """An account, its address confirmed; then she asks to speak for the organization."""
    her.go("account/sign-up/")
    her.write("Name", journey.said["delegate"], "person")
    her.write("Email address", DELEGATE, "email")
    her.write("Password", HER_PASSWORD, "account")
    her.press("Create account", "button")
    her.at("Confirm your email address")
    her.open_mail(DELEGATE, "Confirm your email address")
    her.press("Confirm your email address")
    sign_in(her, DELEGATE, HER_PASSWORD)
    her.go("organisations/")
    press_and_wait(her.page.get_by_role("link", name=journey.said["name"]))
    assert her.page.url.endswith(organisation)
    her.follow("Request to become a delegate")
    her.press("Request to become a delegate")
    her.reads("Request sent to the focal point. You will be notified of the reply.")


def confirm(journey: Journey, focal_point: Reader) -> None:
    """The focal point is told who asks, and confirms."""
    focal_point.go("notices/asked/")
    focal_point.follow("New request to become a delegate of your organization")
    focal_point.at("Delegation", "delegates of an organization")
    focal_point.sees(journey.said["delegate"])
    focal_point.press("Confirm delegate", "button", more=journey.said["delegate"])
    focal_point.reads("Delegate confirmed.", "message after an action")


def code_of(secret: str) -> str:
    """What an authenticator shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def sign_in_in_two_steps(her: Reader) -> None:
    """The second step is turned on with the key that the page shows, and asked for from then on."""
    her.go("account/two-step/")
    her.follow("Turn on", "two-step sign-in")
    if her.say("Confirm your identity") in her.page.title():
        her.write("Password", HER_PASSWORD, "account")
        her.press("Continue", "button")
    her.at("Turn on two-step sign-in")
    her.is_well_served()
    secret = "".join(her.page.locator("main code").inner_text().split())
    her.write("Code", code_of(secret), "two-step sign-in")
    her.press("Turn on two-step sign-in")
    her.reads("Two-step sign-in was turned on.")
    press_and_wait(her.page.locator(".account summary"))
    her.follow("Sign out", "verb")
    press_and_wait(her.page.locator("main").get_by_role("button"))
    sign_in(her, DELEGATE, HER_PASSWORD)
    her.at("Second step of sign-in")
    her.is_well_served()
    her.write("Code", "000000", "two-step sign-in")
    press_sign_in(her)
    her.at("Second step of sign-in")
    her.reads("The code is incorrect. Enter the code shown now.")
    her.write("Code", code_of(secret), "two-step sign-in")
    press_sign_in(her)
    her.page.wait_for_url(f"{her.site}/{her.language}/")
    her.reads("My tasks and roles")


def follow_the_line(her: Reader) -> None:
    """She follows action line C2, wants French, and one mail a day."""
    her.go("concepts/action-lines/C2/")
    her.press("Follow", "button")
    her.reads("You will be notified of changes.")
    her.go("account/profile/")
    her.choose("Language", "Français", "language")
    her.press("Save changes", "button")
    her.sees(interface_text("fr", "Your profile was saved."))
    her.go("notices/settings/")
    her.tick("by email, daily")
    her.choose("Time of the daily or weekly email", "06:00")
    her.press("Save changes", "button")
    her.reads("Notification settings saved.")


def correct_the_cell(journey: Journey, officer: Reader) -> None:
    """The cell of C2 and goal 9 gets a reason with its source; both stay in its history."""
    officer.go(CELL)
    officer.follow("Correct cell", "button")
    officer.at("Correct cell", "button")
    officer.write("Source", "", "source of information")
    officer.write("Reason", journey.said["why"], "cell of a matrix")
    officer.press("Save correction", "button")
    assert officer.page.get_by_role("alert").get_by_role("link").count() == 1
    assert officer.field("Reason", "cell of a matrix").input_value() == journey.said["why"]
    officer.write("Source", SOURCE, "source of information")
    officer.press("Save correction", "button")
    officer.reads("Cell corrected.", "cell of a matrix")
    officer.sees(journey.said["why"], SOURCE)
    officer.follow("History", "history of a record")
    officer.at("History", "history of a record")
    officer.reads("Cell corrected", "history")
    officer.sees(SOURCE, OFFICER)


def read_the_digest(her: Reader) -> None:
    """Nothing is mailed before her hour; after it comes one mail, in French, that leads to the cell."""

    def hers() -> list[Any]:
        return [each for each in mail.outbox if each.to == [DELEGATE]]

    # What is urgent comes at once: that she is confirmed. The cell waits for her hour.
    tasks.deliver.call()
    before = len(hers())
    confirmed = interface_text("fr", "You were confirmed as a delegate of {record}.").split(
        "{record}"
    )[0]
    assert hers()[-1].subject.startswith(confirmed)
    assert not any(CELL in each.body for each in hers())
    due = Preference.objects.get(user__email=DELEGATE).next_digest_at
    assert due is not None
    with pytest.MonkeyPatch.context() as patch:
        later = SimpleNamespace(now=lambda: due + timedelta(minutes=1))
        patch.setattr(tasks, "clock", later)
        tasks.deliver.call()
        tasks.deliver.call()
    assert len(hers()) == before + 1
    digest: Any = hers()[-1]
    assert digest.extra_headers["Content-Language"] == "fr"
    sentence = interface_text("fr", "{actor} corrected a matrix cell: {record}.")
    assert sentence != "{actor} corrected a matrix cell: {record}."
    assert sentence.split("{actor}")[1].split("{record}")[0] in digest.body
    assert "C2" in digest.body and f"{her.site}/fr/{CELL}" in digest.body
    her.page.goto(f"{her.site}/fr/{CELL}")
    her.sees(SOURCE)


def take_the_data(journey: Journey, her: Reader) -> None:
    """One file holds who she is, what she may do and what she follows."""
    her.go("account/data/")
    with her.page.expect_download() as coming:
        her.press("Download all data (JSON)")
    data = json.loads(Path(coming.value.path()).read_text(encoding="utf-8"))
    assert data["profile"][0]["name"] == journey.said["delegate"]
    assert data["profile"][0]["email"] == DELEGATE
    assert data["profile"][0]["language"] == "fr"
    assert [each["record"] for each in data["subscriptions"]] == ["concepts/action-lines/C2"]
    assert "delegate" in [each["role"] for each in data["roles"]]
    # The search that must find nothing once she is gone finds her as long as she is here.
    assert held_anywhere((DELEGATE,)) != []
    assert held_anywhere((journey.said["delegate"],)) != []


def leave(her: Reader) -> None:
    """She erases herself, by her password; nobody signs in as her any more."""
    her.go("account/data/")
    her.follow("Erase your data")
    her.follow("Continue", "button")
    her.write("Password", "not hers", "account")
    her.tick("I understand that erased data cannot be restored")
    her.press("Erase your data permanently")
    her.at("Erase your data permanently")
    her.write("Password", HER_PASSWORD, "account")
    her.tick("I understand that erased data cannot be restored")
    her.press("Erase your data permanently")
    her.at("Your data have been erased")
    sign_in(her, DELEGATE, HER_PASSWORD)
    her.at("Sign in", "verb")
    her.reads("The email address and password do not match. Check both.")


def nothing_is_left(journey: Journey, officer: Reader, her: Reader, organisation: str) -> None:
    """Her name and address are in no page, no entry of the audit and no table; the organization stays."""
    gone = (journey.said["delegate"], DELEGATE)
    pages = (
        "",
        organisation,
        f"{organisation}history/",
        f"{organisation}delegation/",
        "account/people/",
        "concepts/action-lines/C2/",
        f"{CELL}history/",
        "notices/",
    )
    for path in pages:
        officer.go(path)
        officer.sees_no(*gone)
    for entry in with_personal_values(list(AuditEntry.objects.all())):
        values: Any = [entry.old, entry.new, entry.reason]
        values += [getattr(entry, "shown_old", None), getattr(entry, "shown_new", None)]
        told = json.dumps(values, ensure_ascii=False, default=str)
        assert not [each for each in gone if each in told], entry.verb
    assert held_anywhere(gone) == []
    her.go(organisation)
    her.sees(journey.said["name"])


def held_anywhere(words: tuple[str, ...]) -> list[str]:
    """The columns of all tables in which one of the words still stands."""
    found = []
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, CharField | TextField | JSONField) and not column.is_relation:
                rows = model._base_manager.annotate(as_text=Cast(column.name, TextField()))
                if any(rows.filter(as_text__contains=each).exists() for each in words):
                    found.append(f"{model._meta.label}.{column.name}")
    return found
