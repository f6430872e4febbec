"""Who has a translation: withdrawn from revision, held by one reviser, freed by the secretariat."""

from __future__ import annotations

import pytest
from django.utils import translation

from majlis.commons.notices.models import Notice
from majlis.commons.notices.sentences import event_sentence
from majlis.commons.translation import actions
from majlis.commons.translation.models import Job
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import AuditEntry, User
from tests.commons.helpers import client_for
from tests.commons.translation.helpers import job_url, press
from tests.commons.translation.test_translation import linguist, taken, thing
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def translator() -> User:
    return linguist("translator")


@pytest.fixture
def handed_in(translator: User) -> Job:
    job = taken(thing(), translator)
    actions.submit_job(Actor(user=translator), job, text="خطة للموانئ")
    return job


def test_who_translated_withdraws_from_revision_and_goes_on(handed_in: Job) -> None:
    client = client_for(handed_in.translator)
    page = f"/en/translation/jobs/{handed_in.pk}/"
    assert 'name="withdraw"' in client.get(page).content.decode()
    assert client.post(page, {"withdraw": "1"}).status_code == 302
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.text) == ("taken", "خطة للموانئ")
    text = client.get(page).content.decode()
    assert "خطة للموانئ</textarea>" in text and 'name="submit"' in text


def test_what_a_reviser_has_is_neither_withdrawn_nor_revised_by_another(handed_in: Job) -> None:
    reviser, other = linguist("reviser"), linguist("reviser")
    before = Job.objects.get(pk=handed_in.pk)
    actions.revise_job(Actor(user=reviser), handed_in, text="خطة للموانئ كلها")
    with pytest.raises(WrongState):
        actions.withdraw_job(Actor(user=before.translator), before)
    with pytest.raises(WrongState):  # who opened the page before is told, too
        actions.accept_job(Actor(user=other), before, text="خطة")
    with pytest.raises(Refused):
        actions.accept_job(Actor(user=other), Job.objects.get(pk=before.pk), text="خطة")
    page = f"/en/translation/jobs/{handed_in.pk}/"
    for user, sees in ((reviser, True), (other, False), (before.translator, False)):
        text = client_for(user).get(page).content.decode()
        assert ('name="accept"' in text) is sees
        assert 'name="withdraw"' not in text
        assert "being revised" in text and str(reviser) in text
    assert f'href="{page}"' in client_for(reviser).get("/en/translation/?into=ar").content.decode()
    answer = press(client_for(reviser), page, "release", text="خطة لكل الموانئ")
    assert answer.status_code == 302
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.text) == ("submitted", "خطة لكل الموانئ")
    actions.accept_job(Actor(user=other), handed_in, text=handed_in.text)


def test_a_reviser_whose_task_another_has_by_now_is_told(handed_in: Job) -> None:
    reviser, other, officer = linguist("reviser"), linguist("reviser"), person("secretariat")
    actions.revise_job(Actor(user=reviser), handed_in, text="خطة")
    old_window = Job.objects.get(pk=handed_in.pk)
    actions.free_job(Actor(user=officer), handed_in, reason="Two weeks have passed.")
    actions.revise_job(Actor(user=other), handed_in, text="خطة أخرى")
    for verb in ("revise_job", "accept_job", "send_back_job", "release_job"):
        given = {"remark": "?"} if verb == "send_back_job" else {"text": "خ"}
        with pytest.raises(WrongState):
            getattr(actions, verb)(Actor(user=reviser), old_window, **given)
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.text, handed_in.reviser) == ("revising", "خطة أخرى", other)


def test_the_secretariat_frees_what_is_held_too_long_and_nothing_typed_is_lost(
    translator: User,
) -> None:
    record, officer = thing(), person("secretariat")
    job = taken(record, translator)
    actions.save_job(Actor(user=translator), job, text="خطة للموانئ")
    client = client_for(officer)
    page = f"/en/translation/jobs/{job.pk}/"
    assert 'name="free"' in client.get(page).content.decode()
    answer = client.post(page, {"free": "1", "reason": " "})
    assert answer.status_code == 422 and "Enter a reason." in answer.content.decode()
    assert not Notice.objects.exists()
    assert client.post(page, {"free": "1", "reason": "It is due today."}).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.text) == ("released", "خطة للموانئ")
    assert AuditEntry.objects.get(verb="translation.free_job").reason == "It is due today."
    notice = Notice.objects.select_related("event__record").get()
    assert notice.user == translator
    for language in LANGUAGE_CODES:
        with translation.override(language):
            said = event_sentence(notice.event)
        assert "A plan for all ports." in said.words
        assert said.url == f"/{language}/translation/jobs/{job.pk}/"
    # Who still types keeps the words on the page, and reads why; who takes it next goes on from what was kept.
    answer = client_for(translator).post(page, {"text": "خطة للموانئ كلها", "save": "1"})
    assert answer.status_code == 409
    assert "خطة للموانئ كلها</textarea>" in answer.content.decode()
    assert "It is due today." in answer.content.decode()
    assert taken(record, linguist("translator")).text == "خطة للموانئ"


def test_what_a_reviser_held_is_freed_for_other_revisers(handed_in: Job) -> None:
    reviser, officer = linguist("reviser"), person("secretariat")
    with pytest.raises(WrongState):  # nobody holds it: there is nothing to free
        actions.free_job(Actor(user=officer), handed_in, reason="Two weeks have passed.")
    actions.revise_job(Actor(user=reviser), handed_in, text="خطة للموانئ كلها")
    with pytest.raises(InvalidInput):
        actions.free_job(Actor(user=officer), handed_in, reason="")
    actions.free_job(Actor(user=officer), handed_in, reason="Two weeks have passed.")
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.text) == ("submitted", "خطة للموانئ كلها")
    assert Notice.objects.get().user == reviser
    page = f"/en/translation/jobs/{handed_in.pk}/"
    assert "Two weeks have passed." in client_for(reviser).get(page).content.decode()
    actions.withdraw_job(Actor(user=handed_in.translator), handed_in)


def test_what_is_given_back_from_the_page_keeps_what_was_typed(translator: User) -> None:
    record = thing()
    job = taken(record, translator)
    assert press(client_for(translator), job_url(job), "release", text="خطة").status_code == 302
    job.refresh_from_db()
    assert (job.state, job.text) == ("released", "خطة")
    assert taken(record, translator).text == "خطة"
