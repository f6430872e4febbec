"""What a translator or a reviser typed stays: given back, sent back, and where somebody was quicker."""

from __future__ import annotations

import pytest

from majlis.commons.translation import actions
from majlis.commons.translation.models import Job
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.models import User
from majlis.kernel.records import set_wording
from tests.commons.helpers import client_for
from tests.commons.translation.helpers import form_of, job_url
from tests.commons.translation.test_translation import linguist, taken, thing
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def translator() -> User:
    return linguist("translator")


def test_who_takes_what_was_given_back_goes_on_from_it(translator: User) -> None:
    record, me = thing(), Actor(user=translator)
    job = taken(record, translator)
    actions.save_job(me, job, text="خطة")
    actions.release_job(me, job)
    again = taken(record, linguist("translator"))
    assert (again.text, again.pk) == ("خطة", Job.objects.latest("pk").pk)
    # Words that readers got since are newer.
    actions.release_job(Actor(user=again.translator), again)
    set_wording(record, "title", "ar", "خطة للموانئ")
    last = taken(record, translator)
    assert last.text == "خطة للموانئ"
    actions.submit_job(me, last, text="خطة للموانئ كلها")
    actions.accept_job(Actor(user=linguist("reviser")), last, text=last.text)
    assert taken(record, translator).text == "خطة للموانئ كلها"


def test_nothing_is_saved_over_what_was_handed_in_in_another_window(translator: User) -> None:
    job = taken(thing(), translator)
    old_window = Job.objects.get(pk=job.pk)
    actions.submit_job(Actor(user=translator), job, text="خطة للموانئ")
    with pytest.raises(WrongState):
        actions.save_job(Actor(user=translator), old_window, text="خ")
    job.refresh_from_db()
    assert job.text == "خطة للموانئ"


def test_what_the_reviser_mended_is_sent_back_with_the_remark(translator: User) -> None:
    job = taken(thing(), translator)
    actions.submit_job(Actor(user=translator), job, text="خطة")
    client = client_for(linguist("reviser"))
    url = f"/en/translation/jobs/{job.pk}/"
    sent = {**form_of(client, url, "send_back"), "text": "خطة للموانئ", "remark": " "}
    answer = client.post(url, sent)
    assert answer.status_code == 422 and "خطة للموانئ</textarea>" in answer.content.decode()
    assert client.post(url, {**sent, "remark": "And the rest?"}).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.text, job.remark) == ("taken", "خطة للموانئ", "And the rest?")


@pytest.mark.parametrize("button", ["save", "submit"])
def test_who_types_while_the_job_is_given_back_keeps_the_words(
    translator: User, button: str
) -> None:
    job, client = taken(thing(), translator), client_for(translator)
    opened = form_of(client, job_url(job), button)
    actions.free_job(Actor(user=person("secretariat")), job, reason="It is due today.")
    answer = client.post(job_url(job), {**opened, "text": "خطة للموانئ كلها"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "خطة للموانئ كلها</textarea>" in text
    assert "This step is no longer possible." in text and f'name="{button}"' not in text
