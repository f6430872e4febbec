"""Nobody decides about words they have not seen, and no words are lost where two are at one job."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from majlis.commons.translation.models import Job, Segment
from majlis.kernel.models import AuditEntry, User
from tests.commons.helpers import client_for
from tests.commons.translation.helpers import form_in, form_of, job_url, press
from tests.commons.translation.test_translation import linguist, taken, thing
from tests.support.people import person

pytestmark = pytest.mark.django_db

OLD, BETTER, TYPED = "خطة", "خطة للموانئ كلها", "خطة الموانئ"


@pytest.fixture
def translator() -> User:
    return linguist("translator")


@pytest.fixture
def reviser() -> User:
    return linguist("reviser")


@pytest.fixture
def job(translator: User) -> Job:
    return taken(thing(), translator)


@pytest.fixture
def handed_in(job: Job) -> Job:
    press(client_for(job.translator), job_url(job), "submit", text=OLD)
    return fresh(job)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def hand_in_better(job: Job) -> None:
    """What who translated does meanwhile: withdraw, correct, hand in again."""
    client = client_for(job.translator)
    press(client, job_url(job), "withdraw")
    press(client, job_url(job), "submit", text=BETTER)
    assert (fresh(job).state, fresh(job).text) == ("submitted", BETTER)


def words_now(answer: Any) -> str:
    """What the page says that the translation says now."""
    document = lxml.html.fromstring(answer.content.decode())
    [heading] = document.xpath('//h3[.="Current translation"]')
    return str(heading.getnext().text_content()).strip()


def typed_in(answer: Any, name: str = "text") -> str:
    document = lxml.html.fromstring(answer.content.decode())
    [field] = document.xpath(f'//textarea[@name="{name}"]')
    return str(field.text or "").strip("\n")


@pytest.mark.parametrize("button", ["accept", "revise", "send_back"])
def test_a_reviser_does_not_decide_about_words_they_have_not_seen(
    handed_in: Job, reviser: User, button: str
) -> None:
    client = client_for(reviser)
    opened = {**form_of(client, job_url(handed_in), button), "text": TYPED, "remark": "Why?"}
    hand_in_better(handed_in)
    answer = client.post(job_url(handed_in), opened)
    assert answer.status_code == 409
    assert "changed after you opened this page" in answer.content.decode()
    assert (typed_in(answer), typed_in(answer, "remark"), words_now(answer)) == (
        TYPED,
        "Why?" if button == "send_back" else "",
        BETTER,
    )
    assert (fresh(handed_in).state, fresh(handed_in).text) == ("submitted", BETTER)
    assert not Segment.objects.exists()
    # Who has compared the two goes on from that page.
    again = {**form_in(answer, button), "remark": "Why?"}
    assert client.post(job_url(handed_in), again).status_code == 302
    assert fresh(handed_in).text == TYPED


@pytest.mark.parametrize("button", ["save", "submit", "release"])
def test_an_old_window_of_who_translates_does_not_put_old_words_over_newer(
    job: Job, button: str
) -> None:
    client = client_for(job.translator)
    opened = {**form_of(client, job_url(job), button), "text": TYPED}
    press(client, job_url(job), "save", text=BETTER)
    answer = client.post(job_url(job), opened)
    assert answer.status_code == 409
    assert (typed_in(answer), words_now(answer)) == (TYPED, BETTER)
    assert (fresh(job).state, fresh(job).text) == ("taken", BETTER)
    assert client.post(job_url(job), form_in(answer, button)).status_code == 302
    assert fresh(job).text == TYPED


def test_an_old_window_of_a_reviser_does_not_give_back_old_words(
    handed_in: Job, reviser: User
) -> None:
    client = client_for(reviser)
    press(client, job_url(handed_in), "revise", text=OLD)
    opened = {**form_of(client, job_url(handed_in), "release"), "text": TYPED}
    press(client, job_url(handed_in), "revise", text=BETTER)
    answer = client.post(job_url(handed_in), opened)
    assert (answer.status_code, typed_in(answer), words_now(answer)) == (409, TYPED, BETTER)
    assert (fresh(handed_in).state, fresh(handed_in).text) == ("revising", BETTER)


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-11-27T10:00:00", "0001-01-01", "\0"])
def test_a_page_that_does_not_say_what_it_has_seen_changes_nothing(job: Job, seen: str) -> None:
    sent = {"text": TYPED, "save": "1", "seen": seen}
    answer = client_for(job.translator).post(job_url(job), sent)
    assert (answer.status_code, typed_in(answer), fresh(job).text) == (409, TYPED, "")


def test_a_form_that_is_shown_again_for_a_fault_has_still_seen_what_it_had_seen(
    handed_in: Job, reviser: User
) -> None:
    client = client_for(reviser)
    opened = form_of(client, job_url(handed_in), "send_back")
    hand_in_better(handed_in)
    answer = client.post(job_url(handed_in), {**opened, "text": TYPED, "remark": ""})
    assert answer.status_code == 422
    again = {**form_in(answer, "send_back"), "remark": "Why?"}
    assert client.post(job_url(handed_in), again).status_code == 409
    assert fresh(handed_in).text == BETTER


def test_what_a_reviser_typed_stays_without_a_remark_where_it_was_withdrawn(
    handed_in: Job, reviser: User
) -> None:
    client = client_for(reviser)
    opened = form_of(client, job_url(handed_in), "send_back")
    press(client_for(handed_in.translator), job_url(handed_in), "withdraw")
    answer = client.post(job_url(handed_in), {**opened, "text": TYPED, "remark": ""})
    assert (answer.status_code, typed_in(answer)) == (422, TYPED)
    assert (fresh(handed_in).state, fresh(handed_in).text) == ("taken", OLD)


@pytest.mark.parametrize("role", ["translator", "reviser"])
def test_save_pressed_twice_is_kept_once(handed_in: Job, reviser: User, role: str) -> None:
    client, button = client_for(reviser), "revise"
    if role == "translator":
        client, button = client_for(handed_in.translator), "save"
        press(client, job_url(handed_in), "withdraw")
    else:
        press(client, job_url(handed_in), "revise", text=OLD)
    before = AuditEntry.objects.count()
    opened = {**form_of(client, job_url(handed_in), button), "text": BETTER}
    assert [client.post(job_url(handed_in), opened).status_code for _ in "12"] == [302, 302]
    assert (fresh(handed_in).text, AuditEntry.objects.count()) == (BETTER, before + 1)


@pytest.mark.parametrize("button", ["accept", "revise", "send_back", "release"])
def test_what_a_reviser_typed_stays_where_another_has_the_job_by_now(
    handed_in: Job, reviser: User, button: str
) -> None:
    client, other, officer = client_for(reviser), linguist("reviser"), person("secretariat")
    press(client, job_url(handed_in), "revise", text=OLD)
    opened = {**form_of(client, job_url(handed_in), button), "text": TYPED, "remark": "Why?"}
    press(client_for(officer), job_url(handed_in), "free", reason="Two weeks have passed.")
    press(client_for(other), job_url(handed_in), "revise", text=BETTER)
    answer = client.post(job_url(handed_in), opened)
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "Another person is now working on this translation. Your text is shown below." in text
    assert f'name="{button}"' not in text
    assert (typed_in(answer), words_now(answer)) == (TYPED, BETTER)
    if button == "send_back":
        assert typed_in(answer, "remark") == "Why?"
    now = fresh(handed_in)
    assert (now.state, now.text, now.reviser) == ("revising", BETTER, other)


def test_give_back_pressed_twice_shows_what_was_typed(job: Job) -> None:
    client = client_for(job.translator)
    opened = {**form_of(client, job_url(job), "release"), "text": TYPED}
    assert client.post(job_url(job), opened).status_code == 302
    answer = client.post(job_url(job), opened)
    assert answer.status_code == 403
    assert (
        "This action is no longer available. Your text is shown below." in answer.content.decode()
    )
    assert (typed_in(answer), words_now(answer)) == (TYPED, TYPED)
    assert (fresh(job).state, fresh(job).text) == ("released", TYPED)


def test_who_may_not_see_the_page_gets_no_page_for_having_typed(job: Job) -> None:
    answer = client_for(person()).post(job_url(job), {"text": TYPED, "save": "1"})
    assert answer.status_code == 403 and TYPED not in answer.content.decode()


def test_withdraw_pressed_twice_leaves_the_words_in_the_form(handed_in: Job) -> None:
    client = client_for(handed_in.translator)
    opened = form_of(client, job_url(handed_in), "withdraw")
    assert client.post(job_url(handed_in), opened).status_code == 302
    answer = client.post(job_url(handed_in), opened, follow=True)
    assert answer.redirect_chain[-1][0] == job_url(handed_in)
    assert "This step is no longer possible." in answer.content.decode()
    assert typed_in(answer) == OLD
    client.post(job_url(handed_in), form_in(answer, "save"))
    assert (fresh(handed_in).state, fresh(handed_in).text) == ("taken", OLD)


def test_free_pressed_twice_says_so_and_leaves_the_words(job: Job) -> None:
    press(client_for(job.translator), job_url(job), "save", text=OLD)
    client = client_for(person("secretariat"))
    opened = {**form_of(client, job_url(job), "free"), "reason": "It is due today."}
    assert client.post(job_url(job), opened).status_code == 302
    answer = client.post(job_url(job), opened, follow=True)
    assert answer.status_code == 200
    assert "This step is no longer possible." in answer.content.decode()
    assert (fresh(job).state, fresh(job).text) == ("released", OLD)


@pytest.mark.parametrize("blank", ["", " \n "])
def test_a_reviser_does_not_empty_what_was_translated(
    handed_in: Job, reviser: User, blank: str
) -> None:
    client = client_for(reviser)
    for button, state in (("revise", "revising"), ("revise", "revising"), ("release", "submitted")):
        assert press(client, job_url(handed_in), button, text=blank).status_code == 302
        assert (fresh(handed_in).state, fresh(handed_in).text) == (state, OLD)


def test_why_it_was_freed_stays_until_it_is_accepted(handed_in: Job, reviser: User) -> None:
    other, officer = linguist("reviser"), person("secretariat")
    press(client_for(reviser), job_url(handed_in), "revise", text=OLD)
    page: Client = client_for(officer)
    assert "Do not enter names." in page.get(job_url(handed_in)).content.decode()
    press(page, job_url(handed_in), "free", reason="Two weeks have passed.")
    press(client_for(other), job_url(handed_in), "revise", text=BETTER)
    told = client_for(reviser).get(job_url(handed_in)).content.decode()
    assert "Two weeks have passed." in told
    press(client_for(other), job_url(handed_in), "accept")
    assert fresh(handed_in).state == "accepted"
    told = client_for(reviser).get(job_url(handed_in)).content.decode()
    assert "Two weeks have passed." not in told


@pytest.mark.parametrize("language", ("ar", "en"))
def test_the_page_of_who_is_late_is_in_the_language_of_the_reader(job: Job, language: str) -> None:
    client = client_for(job.translator)
    page = f"/{language}/translation/jobs/{job.pk}/"
    opened = {**form_of(client, page, "save"), "text": TYPED}
    press(client, page, "save", text=BETTER)
    answer = client.post(page, opened)
    assert answer.status_code == 409 and typed_in(answer) == TYPED
    assert ("Current translation" in answer.content.decode()) is (language == "en")


def test_an_earlier_release_finds_what_was_being_revised_as_handed_in(
    handed_in: Job, reviser: User
) -> None:
    press(client_for(reviser), job_url(handed_in), "revise", text=BETTER)
    with connection.cursor() as cursor:  # tables with checks still to be done do not change
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    MigrationExecutor(connection).migrate([("translation", "0001_initial")])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT state, text FROM translation_job")
            assert cursor.fetchall() == [("submitted", BETTER)]
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate([("translation", "0002_freed")])
    assert fresh(handed_in).state == "submitted"
