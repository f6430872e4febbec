"""The translation queue: from what waits to the words on the page."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from majlis.commons.translation import actions, queries
from majlis.commons.translation.actions import QueueItem
from majlis.commons.translation.models import DueDate, Job, Pair, Segment
from majlis.commons.translation.segments import aligned_sentences, sentences
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.models import Access, Record, User, Wording, WordingStatus
from majlis.kernel.records import create_record, get_or_create_circle, set_wording
from tests.commons.translation.helpers import press
from tests.support.forms import submit
from tests.support.languages import TWO_SCRIPTS
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


def linguist(role: str, source: str = "en", target: str = "ar", **fields: Any) -> User:
    user = person(role, **fields)
    Pair.objects.create(user=user, role=role, source=source, target=target)
    return user


def thing(address: str = "things/1", text: str = "A plan for all ports.", **options: Any) -> Record:
    return create_record("thing", address, {"title": {"en": text}}, authentic="en", **options)


def taken(record: Record, translator: User) -> Job:
    return actions.take_job(Actor(user=translator), QueueItem(record, "title", "en", "ar"))


def test_what_has_no_words_waits_and_what_lags_waits_again() -> None:
    reader = person()
    record = thing()
    row = queries.waiting_wordings(reader, "ar").get()
    assert (row.record, row.target_status) == (record, "missing")
    set_wording(record, "title", "ar", "خطة للموانئ كلها.")
    assert not queries.waiting_wordings(reader, "ar").exists()
    set_wording(record, "title", "en", "A plan for every port.", WordingStatus.AUTHENTIC)
    assert queries.waiting_wordings(reader, "ar").get().target_status == WordingStatus.LAGGING


def test_the_soonest_due_comes_first_and_nothing_hidden_shows() -> None:
    later, sooner = thing("things/1", "Later."), thing("things/2", "Sooner.")
    thing("things/3", "Hidden.", access=Access.PRIVATE, circle=get_or_create_circle("none"))
    officer = person("secretariat")
    day = datetime.date.today() + datetime.timedelta(days=3)
    actions.set_due_date(Actor(user=officer), sooner, field="title", target="ar", on=day)
    assert [row.record for row in queries.waiting_wordings(officer, "ar")] == [sooner, later]


def test_a_translation_is_taken_written_revised_and_shown() -> None:
    record = thing(text="The port reports each year. It asks for help.")
    translator, reviser = linguist("translator"), linguist("reviser")
    job = taken(record, translator)
    actions.save_job(Actor(user=translator), job, text="يقدم الميناء")
    assert record.say("title", "ar").language != "ar"
    with pytest.raises(InvalidInput):
        actions.submit_job(Actor(user=translator), job, text="  ")
    actions.submit_job(
        Actor(user=translator), job, text="يقدم الميناء تقريرا كل عام. ويطلب المساعدة."
    )
    with pytest.raises(InvalidInput):
        actions.send_back_job(Actor(user=reviser), job, remark="")
    actions.send_back_job(Actor(user=reviser), job, remark="سنويا")
    actions.submit_job(
        Actor(user=translator), job, text="يقدم الميناء تقريرا سنويا. ويطلب المساعدة."
    )
    actions.accept_job(Actor(user=reviser), job, text=job.text)
    fresh = Record.objects.get(pk=record.pk)
    assert (fresh.say("title", "ar").text, fresh.say("title", "ar").status) == (
        job.text,
        WordingStatus.TRANSLATED,
    )
    assert [(each.source_text, each.target_text) for each in Segment.objects.order_by("pk")] == [
        ("The port reports each year.", "يقدم الميناء تقريرا سنويا."),
        ("It asks for help.", "ويطلب المساعدة."),
    ]


def test_a_translation_of_an_original_that_changed_is_shown_as_lagging() -> None:
    record = thing()
    translator, reviser = linguist("translator"), linguist("reviser")
    job = taken(record, translator)
    actions.submit_job(Actor(user=translator), job, text="خطة للموانئ كلها.")
    set_wording(record, "title", "en", "A plan for two ports.", WordingStatus.AUTHENTIC)
    actions.accept_job(Actor(user=reviser), job, text=job.text)
    assert Wording.objects.get(record=record, language="ar").status == WordingStatus.LAGGING


def test_sentences_translated_before_are_offered_and_terms_are_shown() -> None:
    translator, reviser = linguist("translator"), linguist("reviser")
    first = thing("things/1", "The focal point reports to the secretariat.")
    job = taken(first, translator)
    actions.submit_job(Actor(user=translator), job, text="تقدم جهة التنسيق تقريرا إلى الأمانة.")
    actions.accept_job(Actor(user=reviser), job, text=job.text)
    same = queries.memory_matches(
        AnonymousUser(), "The focal point reports to the secretariat.", "en", "ar"
    )
    assert [(each.target, each.exact) for each in same] == [
        ("تقدم جهة التنسيق تقريرا إلى الأمانة.", True)
    ]
    like = queries.memory_matches(
        AnonymousUser(), "Each focal point reports to the secretariat.", "en", "ar"
    )
    assert [each.exact for each in like] == [False]
    assert not queries.memory_matches(
        AnonymousUser(), "Whales sing at night in winter.", "en", "ar"
    )
    known = queries.glossary_terms("This resolution asks for a decision.", "en", "ar")
    assert ("resolution", "قرار") in [(each.source, each.target) for each in known]


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_same_words_at_once_do_not_both_get_them() -> None:
    record = thing()
    people = [linguist("translator") for _ in range(4)]
    told: list[str] = []

    def run(user: User) -> None:
        try:
            taken(record, user)
            told.append("taken")
        except WrongState:
            told.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(each,)) for each in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) == ["taken", "told", "told", "told"]


def test_who_may_do_what() -> None:
    record = thing()
    translator, reviser, officer = (
        linguist("translator"),
        linguist("reviser"),
        person("secretariat"),
    )
    other = linguist("translator", "fr", "ar")
    gone = linguist("translator", is_active=False)
    nobody = {"anybody": None, "another pair": other, "who left": gone, "a person": person()}
    job = taken(record, translator)
    check_permissions(
        "translation.take_job",
        QueueItem(record, "title", "en", "ar"),
        granted={"translator": translator, "reviser": reviser},
        refused=nobody,
    )
    check_permissions(
        "translation.save_job",
        job,
        granted={"translator": translator},
        refused={**nobody, "reviser": reviser, "secretariat": officer},
        do=lambda actor: actions.save_job(actor, job, text="خطة"),
    )
    check_permissions(
        "translation.release_job",
        job,
        granted={"translator": translator},
        refused={**nobody, "reviser": reviser, "secretariat": officer},
    )
    check_permissions(
        "translation.free_job",
        job,
        granted={"secretariat": officer},
        refused={**nobody, "translator": translator, "reviser": reviser},
    )
    check_permissions(
        "translation.submit_job",
        job,
        granted={"translator": translator},
        refused={**nobody, "reviser": reviser},
        do=lambda actor: actions.submit_job(actor, job, text="خطة"),
    )
    check_permissions(
        "translation.withdraw_job",
        job,
        granted={"translator": translator},
        refused={**nobody, "reviser": reviser, "secretariat": officer},
    )
    check_permissions(
        "translation.revise_job",
        job,
        granted={"reviser": reviser},
        refused={**nobody, "translator": translator, "secretariat": officer},
        do=lambda actor: actions.revise_job(actor, job, text="خطة"),
    )
    other_reviser = linguist("reviser")
    for verb in ("revise_job", "accept_job", "send_back_job", "release_job"):
        check_permissions(
            f"translation.{verb}",
            job,
            granted={"who has it": reviser},
            refused={"another reviser": other_reviser, "translator": translator},
        )
    check_permissions(
        "translation.send_back_job",
        job,
        granted={"reviser": reviser},
        refused={**nobody, "translator": translator},
    )
    check_permissions(
        "translation.accept_job",
        job,
        granted={"reviser": reviser},
        refused={**nobody, "translator": translator},
        do=lambda actor: actions.accept_job(actor, job, text="خطة"),
    )
    day = datetime.date.today()
    check_permissions(
        "translation.set_due_date",
        record,
        granted={"secretariat": officer},
        refused={**nobody, "translator": translator},
        do=lambda actor: actions.set_due_date(actor, record, field="title", target="zh", on=day),
    )
    check_permissions(
        "translation.set_pair",
        person(),
        granted={"secretariat": officer, "administrator": person("administrator")},
        refused={**nobody, "translator": translator},
        do=lambda actor: actions.set_pair(actor, other, role="reviser", source="fr", target="ar"),
    )
    pair = Pair.objects.get(user=other, role="translator")
    check_permissions(
        "translation.end_pair",
        pair,
        granted={"secretariat": officer},
        refused={**nobody, "translator": translator},
        do=lambda actor: actions.end_pair(actor, pair),
    )


def test_one_who_translated_does_not_revise_their_own() -> None:
    both = linguist("reviser")
    job = taken(thing(), both)
    actions.submit_job(Actor(user=both), job, text="خطة")
    with pytest.raises(Refused):
        actions.accept_job(Actor(user=both), job, text="خطة")


def test_a_due_date_that_has_passed_is_refused_and_one_can_be_taken_away() -> None:
    record, actor = thing(), Actor(user=person("secretariat"))
    day = datetime.date.today()
    with pytest.raises(InvalidInput):
        actions.set_due_date(
            actor, record, field="title", target="ar", on=day - datetime.timedelta(days=1)
        )
    actions.set_due_date(actor, record, field="title", target="ar", on=day)
    actions.set_due_date(actor, record, field="title", target="ar", on=None)
    assert not DueDate.objects.exists()


@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_the_pages(language: str, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        thing(f"things/{number}", f"Plan {number}. It asks for a resolution.")
    translator = linguist("translator")
    job = taken(Record.objects.get(address="things/1"), translator)
    client = Client()
    client.force_login(translator)
    with translation.override(language):
        addresses = [
            reverse("translation:queue") + "?into=ar&q=Plan&state=missing",
            reverse("translation:job", args=[job.pk]),
            reverse(
                "translation:queue_item",
                args=[Record.objects.get(address="things/2").pk, "title", "en", "ar"],
            ),
        ]
    for address in addresses:
        with django_assert_max_num_queries(12):
            response = client.get(address)
        assert response.status_code == 200
        assert "things" in response.content.decode() or "Plan" in response.content.decode()
    assert client.get(addresses[0] + "&download=csv").getvalue().count(b"\r\n") == 31


def test_the_whole_way_through_the_pages() -> None:
    record = thing()
    translator, reviser = linguist("translator"), linguist("reviser")
    client = Client()
    client.force_login(translator)
    wanted = f"/en/translation/queue/{record.pk}/title/en/ar/"
    client.post(f"{wanted}take/")
    job = Job.objects.get()
    page = f"/en/translation/jobs/{job.pk}/"
    press(client, page, "save", text="خطة")
    assert "خطة" in client.get(page).content.decode()
    told = press(client, page, "submit", text="")
    assert "Error:" in told.content.decode()
    press(client, page, "submit", text="خطة للموانئ")
    client.force_login(reviser)
    told = press(client, page, "send_back", text="خطة للموانئ", remark="")
    assert told.status_code == 422 and "Error:" in told.content.decode()
    press(client, page, "accept", text="خطة للموانئ كلها")
    assert Record.objects.get(pk=record.pk).say("title", "ar").text == "خطة للموانئ كلها"
    assert client.get("/en/translation/translators/").status_code == 403
    client.force_login(person("secretariat"))
    given = {"role": "reviser", "source": "fr", "target": "ar"}
    for email, status in (("nobody@example.org", 422), (translator.email, 302)):
        response = submit(client, "/en/translation/translators/give/", {**given, "email": email})
        assert response.status_code == status
    assert (
        client.get("/en/translation/translators/").content.decode().count("Fictional Person") >= 3
    )
    client.post(f"/en/translation/translators/{Pair.objects.latest('pk').pk}/end/")


@given(text=st.text(max_size=200))
@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_the_form_is_kept_and_nothing_breaks(text: str) -> None:
    number = Record.objects.count()
    job = taken(thing(f"things/{number}"), linguist("translator"))
    client = Client()
    client.force_login(job.translator)
    response = press(client, f"/ar/translation/jobs/{job.pk}/", "save", text=text)
    assert response.status_code in (302, 422)
    assert "<script>" not in client.get(f"/ar/translation/jobs/{job.pk}/").content.decode()


@given(st.text(max_size=300))
def test_no_sign_is_lost_when_a_text_is_cut_into_sentences(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_texts_with_as_many_sentences_are_paired() -> None:
    assert aligned_sentences("One. Two.", "一。二。") == [("One.", "一。"), ("Two.", "二。")]
    assert aligned_sentences("A/RES/70/1 says so. Para. 3 too.", "x") == [
        ("A/RES/70/1 says so. Para. 3 too.", "x")
    ]
