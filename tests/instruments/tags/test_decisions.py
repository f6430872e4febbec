"""Proposed concepts of one code: counted among the tasks, and confirmed or declined together; weak ones stand aside."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from majlis.framework.models import Concept, Scheme
from majlis.instruments.models import Provision, Tag, Version
from majlis.instruments.tags import actions
from majlis.kernel.actor import Actor
from majlis.kernel.models import AuditEntry
from tests.framework import factories
from tests.instruments import published_texts
from tests.support.people import person
from tests.support.tasks import DATABASE_TASKS

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("concepts")
LIST, TEXT = "/en/texts/concepts/", "/en/texts/resolution-27/concepts/"


@pytest.fixture
def text() -> Version:
    return published_texts.published_text(published_texts.sample_bytes("Resolution 27"))


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(person("secretariat"))
    return client


def concept(code: str, key: str = "action-lines") -> Concept:
    """A fictional concept of a scheme."""
    scheme = Scheme.objects.filter(key=key).first() or factories.scheme(key, 0)
    return factories.concept(scheme, code)


def propose(version: Version, concept: Concept, *positions: int, **found: Any) -> list[Tag]:
    """The concept, proposed for the whole text, or for provisions by their position."""
    provisions = Provision.objects.filter(version=version, kind="operative").order_by("position")
    lineages = [provisions[each].lineage for each in positions] or [None]
    return [
        actions.propose_tag(SYSTEM, version.instrument, concept=concept, lineage=each, **found)
        for each in lineages
    ]


def boxes(html: str) -> list[int]:
    """The keys of the check boxes that are ticked."""
    return [int(key) for key in re.findall(r'name="selected" value="(\d+)" id="\w+" checked', html)]


def states(tags: list[Tag]) -> list[str]:
    """The present states of tags."""
    return [Tag.objects.get(pk=each.pk).state for each in tags]


def test_all_proposals_of_a_concept_are_confirmed_in_one_step(
    text: Version, officer: Client
) -> None:
    access, building = concept("C3"), concept("C4")
    tags = [*propose(text, access, 0, 1), *propose(text, access)]
    propose(text, building)
    listed = officer.get(LIST).content.decode()
    rows = re.findall(
        r'<a class="title" href="([^"]+)">.*?data-label="Proposals"><span>(\d+)<', listed
    )
    assert rows == [(f"{LIST}action-lines/C3/", "3"), (f"{LIST}action-lines/C4/", "1")]
    page = rows[0][0]
    shown = officer.get(page).content.decode()
    assert sorted(boxes(shown)) == sorted(each.pk for each in tags)
    assert "Resolution 27, resolves 1" in shown and "Resolution 27, whole text" in shown
    answer = officer.post(page, {"selected": boxes(shown), "do": "first"}, follow=True)
    assert "3 proposals confirmed." in answer.content.decode()
    assert states(tags) == ["confirmed"] * 3
    assert (
        AuditEntry.objects.filter(
            verb="instruments.confirm_tag", record=text.instrument.record
        ).count()
        == 3
    )
    assert Tag.objects.get(concept=building).state == "proposed"


def test_a_selection_is_declined_and_the_others_stay(text: Version, officer: Client) -> None:
    tags = propose(text, concept("C3"), 0, 1)
    page = f"{LIST}action-lines/C3/"
    assert officer.post(page, {"selected": [tags[0].pk], "do": "other"}).status_code == 302
    assert states(tags) == ["declined", "proposed"]
    assert boxes(officer.get(page).content.decode()) == [tags[1].pk]


def test_the_concepts_of_a_text_are_decided_by_code_for_this_text_alone(
    text: Version, officer: Client
) -> None:
    access = concept("C3")
    own = propose(text, access, 0, 1)
    other = published_texts.published_text(published_texts.sample_bytes("Resolution 28"))
    propose(other, access)
    page = f"{TEXT}action-lines/C3/"
    assert f'href="{page}"' in officer.get(TEXT).content.decode()
    shown = officer.get(page).content.decode()
    assert sorted(boxes(shown)) == sorted(each.pk for each in own)
    answer = officer.post(page, {"selected": boxes(shown), "do": "first"})
    assert answer["Location"] == TEXT
    assert Tag.objects.get(instrument=other.instrument).state == "proposed"


def test_what_is_found_by_a_weak_similarity_stands_behind_a_link(
    text: Version, officer: Client
) -> None:
    access = concept("C3")
    (strong,) = propose(text, access, 0, found="meaning", score=0.22)
    (weak,) = propose(text, access, 1, found="meaning", score=0.21)
    (named,) = propose(text, access, found="words", score=0.1)
    goal = concept("9", "sdg")
    propose(text, goal, 0, found="meaning", score=0.27)
    sure = sorted([strong.pk, named.pk])
    page = f"{LIST}action-lines/C3/"
    assert sorted(boxes(officer.get(page).content.decode())) == sure
    assert sorted(boxes(officer.get(f"{page}?weak=1").content.decode())) == sorted([*sure, weak.pk])
    for address in (LIST, TEXT):
        shown = officer.get(address).content.decode()
        assert f'href="{address}?weak=1">Show 2 less certain proposals</a>' in shown
        assert "sdg/9/" not in shown
        every = officer.get(f"{address}?weak=1").content.decode()
        assert "sdg/9/?weak=1" in every and "Hide less certain proposals" in every
    assert len(officer.get(TEXT).context["proposed"]) == 2
    assert Tag.objects.count() == 4


def test_the_tasks_count_the_proposals_and_not_the_weak_ones(
    text: Version, officer: Client
) -> None:
    access = concept("C3")
    propose(text, access, 0, found="meaning", score=0.21)
    assert "proposed for a text" not in officer.get("/en/notices/todo/").content.decode()
    propose(text, access, 1, found="meaning", score=0.5)
    tasks = officer.get("/en/notices/todo/").content.decode()
    assert f'<a href="{LIST}">1 concept proposed for a text</a>' in tasks


def test_only_the_secretariat_decides(text: Version) -> None:
    propose(text, concept("C3"))
    member = Client()
    member.force_login(person("delegate"))
    for address in (LIST, f"{LIST}action-lines/C3/", f"{TEXT}action-lines/C3/"):
        assert member.get(address).status_code == 403
        assert member.post(address, {"selected": ["1"]}).status_code in (403, 405)
    shown = member.get(TEXT).content.decode()
    assert "action-lines/C3/" not in shown.replace("/en/concepts/action-lines/C3/", "")


def test_a_concept_whose_scheme_is_not_there_is_not_found(officer: Client) -> None:
    assert officer.get(f"{LIST}no-scheme/C3/").status_code == 404


def test_concepts_that_are_confirmed_together_are_looked_up_in_the_matrices_once(
    text: Version, officer: Client, settings: Any
) -> None:
    tags = propose(text, concept("C3"), 0, 1, 2)
    settings.TASKS = DATABASE_TASKS
    page = f"{LIST}action-lines/C3/"
    officer.post(page, {"selected": [each.pk for each in tags], "do": "first"})
    assert states(tags) == ["confirmed"] * 3
    waiting = DBTaskResult.objects.filter(task_path__endswith="propose_matrix_concepts")
    assert [each.args_kwargs["args"] for each in waiting] == [[text.instrument_id]]
