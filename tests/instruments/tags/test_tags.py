"""Concepts of texts: a program proposes, a person decides, and what was declined stays so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import Client

from majlis.commons.search import embeddings
from majlis.framework.models import Concept, Scheme
from majlis.instruments.models import Instrument, Provision, Tag, Version
from majlis.instruments.tags import actions, proposals, queries, tasks
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.models import AuditEntry
from tests.framework import factories
from tests.instruments import published_texts
from tests.support.forms import submit
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is not installed, unless a test says what it would answer."""
    proposals._gloss_vectors.cache_clear()
    monkeypatch.setattr(embeddings, "is_available", lambda: False)


@pytest.fixture
def text() -> Version:
    return published_texts.published_text(
        published_texts.sample_bytes(
            "Resolution 27", second="to serve action line C9 and SDG targets 9.1 and 9.c"
        )
    )


def lines(*codes: str, key: str = "action-lines") -> dict[str, Concept]:
    """Concepts of a scheme, fictional."""
    scheme = Scheme.objects.filter(key=key).first() or factories.scheme(key, 0)
    return {code: factories.concept(scheme, code) for code in codes}


def test_who_may_propose_confirm_and_decline(text: Version) -> None:
    concepts = lines("C8", "C9")
    instrument = text.instrument
    signed = person("delegate")
    refused = {"nobody": None, "a closed account": person(is_active=False)}
    check_permissions(
        "instruments.propose_tag",
        instrument,
        granted={"somebody": signed, "the secretariat": person("secretariat")},
        refused=refused,
        do=lambda actor: actions.propose_tag(actor, instrument, concept=concepts["C9"]),
    )
    tag = Tag.objects.get()
    for verb in (actions.confirm_tag, actions.decline_tag):
        name = verb.__name__
        check_permissions(
            f"instruments.{name}",
            tag,
            granted={"the secretariat": person("secretariat")},
            refused=refused | {"a delegate": signed, "an administrator": person("administrator")},
            do=lambda actor, verb=verb: verb(actor, tag),
        )
    entry = AuditEntry.objects.filter(verb="instruments.decline_tag").get()
    assert entry.record_id == instrument.pk
    assert entry.old == {"state": "confirmed"}
    assert entry.new == {
        "state": "declined",
        "concept": concepts["C9"].record.address,
        "lineage": None,
    }


def test_a_program_cannot_confirm(text: Version) -> None:
    tag = actions.propose_tag(published_texts.SYSTEM, text.instrument, concept=lines("C9")["C9"])
    for verb in (actions.confirm_tag, actions.decline_tag):
        with pytest.raises(Refused):
            verb(published_texts.SYSTEM, tag)
    assert Tag.objects.get().state == "proposed"


def test_what_was_declined_is_not_proposed_again(text: Version) -> None:
    lines("C9")
    tasks.propose_concepts.func(text.instrument_id)
    whole = Tag.objects.get(lineage=None)
    assert (whole.state, whole.found) == ("proposed", "words")
    actor = Actor(user=person("secretariat"))
    actions.decline_tag(actor, whole)
    before = AuditEntry.objects.count()
    tasks.propose_concepts.func(text.instrument_id)
    actions.propose_tag(actor, text.instrument, concept=whole.concept)
    assert AuditEntry.objects.count() == before
    assert Tag.objects.get(lineage=None).state == "declined"
    actions.confirm_tag(actor, whole)
    actions.decline_tag(actor, whole)  # a confirmed one is taken away again
    whole.refresh_from_db()
    assert whole.state == "declined"


def test_codes_are_read_in_every_language() -> None:
    line, goal = proposals.LINES, proposals.GOALS
    for words, there in (
        ("action lines C2, C5 and C7", {(line, "C2"), (line, "C5"), (line, "C7")}),
        ("خط العمل جيم2 والهدف 9 والغاية 9.1", {(line, "C2"), (goal, "9"), (goal, "9.1")}),
        (
            "行动方面C2和C5、可持续发展目标9和17",
            {(line, "C2"), (line, "C5"), (goal, "9"), (goal, "17")},
        ),
        (
            "SDGs 4, 9 and 17 and target 9.c",
            {(goal, "4"), (goal, "9"), (goal, "17"), (goal, "9.c")},
        ),
        ("les ODD 4 et 9, cible 4.b", {(goal, "4"), (goal, "9"), (goal, "4.b")}),
        ("С2, ЦУР 9, задача 9.1", {(line, "C2"), (goal, "9"), (goal, "9.1")}),
        ("los ODS 4 y 9, meta 4.1", {(goal, "4"), (goal, "9"), (goal, "4.1")}),
        ("document C24/12, annex BC2, the year 2009", set()),
    ):
        assert proposals.codes_in(words) == there, words


def test_names_are_found_where_arabic_joins_words_and_chinese_has_none(text: Version) -> None:
    call_command("load_profile", "wsis", verbosity=0)
    concepts = list(Concept.objects.filter(scheme__key="action-lines").with_wordings())
    wording = Provision.objects.filter(version=text, kind="operative")[0].wordings.get()
    for language, words, code in (
        ("ar", "تعزيز التدريب وبناء القدرات في الجزر", "C4"),
        ("zh", "促进获取信息和知识的途径", "C3"),
        ("en", "Decides to give access to information and knowledge;", "C3"),
    ):
        wording.text = words
        found = {each.concept for each in proposals.name_proposals([wording], concepts, language)}
        assert {each.code for each in concepts if each.pk in found} == {code}


def test_the_schemes_and_glosses_are_those_of_the_profile() -> None:
    call_command("load_profile", "wsis", verbosity=0)
    there = set(Concept.objects.values_list("scheme__key", "code"))
    assert set(proposals.glosses()) <= there
    tops = Concept.objects.filter(scheme__key__in=proposals.SCHEMES)
    assert {key for key, _code in proposals.glosses()} == set(proposals.SCHEMES)
    wanted = tops.exclude(scheme__key="sdg", parent__isnull=False)
    assert set(wanted.values_list("scheme__key", "code")) == set(proposals.glosses())


def test_meaning_proposes_what_is_like_enough_and_nothing_without_the_model(
    text: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines("C3", "C9")
    wordings = [
        each.wordings.get() for each in Provision.objects.filter(version=text, kind="operative")
    ]
    concepts = list(Concept.objects.select_related("scheme"))
    assert proposals.meaning_proposals(wordings, concepts, "en") == []
    codes = [code for scheme, code in proposals.glosses() if scheme == proposals.LINES]

    def vectors(texts: Any, kind: str = "query", language: str = "en") -> Any:
        """The axis of its code for a gloss; of C3 and near it for what speaks of a register."""
        made = np.zeros((len(texts), len(codes) + 1), dtype=np.float32)
        for row, words in enumerate(texts):
            if list(texts) == [
                w for (s, _c), w in proposals.glosses().items() if s == proposals.LINES
            ]:
                made[row, row] = 1
            elif "register" in words:
                made[row, codes.index("C3")] = 0.6
            else:
                made[row, codes.index("C9")] = 0.1
        return made

    monkeypatch.setattr(embeddings, "vectors", vectors)
    proposals._gloss_vectors.cache_clear()
    monkeypatch.setattr(
        proposals,
        "LEAST_SIMILARITY",
        {proposals.LINES: proposals.LEAST_SIMILARITY[proposals.LINES]},
    )
    found = proposals.meaning_proposals(wordings, concepts, "en")
    proposals._gloss_vectors.cache_clear()
    assert {each.concept for each in found} == {Concept.objects.get(code="C3").pk}
    assert {round(each.score, 1) for each in found} == {0.6}
    assert len(found) == sum("register" in each.text for each in wordings)


def test_a_confirmed_line_brings_the_goals_that_the_matrix_links_to_it(
    text: Version, immediate_tasks: None
) -> None:
    grid = factories.matrix(rows=2, columns=3)
    for row, column in ((1, 1), (1, 2), (2, 2)):
        factories.link(grid, row, column)
    factories.link(grid, 2, 3, state="proposed")
    actor = Actor(user=person("secretariat"))
    for code in ("L1", "L2"):
        concept = Concept.objects.get(code=code)
        actions.confirm_tag(actor, actions.propose_tag(actor, text.instrument, concept=concept))
    found = Tag.objects.filter(found="matrix")
    assert {(each.concept.code, each.state) for each in found} == {
        ("G1", "proposed"),
        ("G2", "proposed"),
    }
    ranked = proposals.matrix_proposals(text.instrument)
    assert ranked[0].concept == Concept.objects.get(code="G2").pk
    assert ranked[0].score > ranked[1].score


def test_a_line_confirmed_for_a_provision_brings_the_goals_to_that_provision_alone(
    text: Version, immediate_tasks: None
) -> None:
    grid = factories.matrix(rows=2, columns=2)
    factories.link(grid, 1, 1)
    factories.link(grid, 2, 2)
    actor = Actor(user=person("secretariat"))
    one = Provision.objects.filter(version=text, kind="operative")[0].lineage
    line = Concept.objects.get(code="L1")
    tag = actions.propose_tag(actor, text.instrument, concept=line, lineage=one)
    assert proposals.matrix_proposals(text.instrument) == []
    actions.confirm_tag(actor, tag)
    found = Tag.objects.get(found="matrix")
    assert (found.concept.code, found.lineage, found.state) == ("G1", one, "proposed")
    assert (found.concept_id, one.pk) in {
        (each.concept, each.lineage) for each in proposals.proposals(text.instrument)
    }


def test_proposals_for_a_large_text_are_as_many_as_a_person_can_judge(
    text: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines("C9")
    monkeypatch.setattr(proposals, "MOST", 1)
    monkeypatch.setattr(proposals, "OF_A_TEXT", 0)
    assert len(proposals.proposals(text.instrument)) == 1


def test_the_page_proposes_confirms_takes_away_and_tells(text: Version) -> None:
    concept = lines("C9")["C9"]
    page = "/en/texts/resolution-27/concepts/"
    client, somebody = Client(), Client()
    client.force_login(person("secretariat"))
    somebody.force_login(person("delegate"))
    provision = Provision.objects.filter(version=text, kind="operative")[1]
    propose, of = f"{page}propose/", f"{page}propose/{provision.eid}/"
    assert of in somebody.get(f"{page}?of={provision.eid}").content.decode()
    assert submit(somebody, propose, {"concept": "c9"}).status_code == 302
    assert submit(somebody, of, {"concept": "action-lines/C9"}).url == page
    assert submit(somebody, propose, {"concept": "C77"}).status_code == 422
    whole, part = Tag.objects.get(lineage=None), Tag.objects.get(lineage=provision.lineage_id)
    assert somebody.post(f"{page}{whole.pk}/confirm/").status_code == 403
    for tag in (whole, part):
        assert client.post(f"{page}{tag.pk}/confirm/").status_code == 302
    link = f'href="{concept.get_absolute_url()}"'
    shown = Client().get(page)
    assert len(shown.context["confirmed"]) == 2
    assert link in Client().get("/en/texts/resolution-27/").content.decode()
    assert link in Client().get(provision.get_absolute_url()).content.decode()
    assert client.post(f"{page}{whole.pk}/decline/").status_code == 302
    assert link not in Client().get("/en/texts/resolution-27/").content.decode()
    again = submit(client, propose, {"concept": "C9"}, follow=True)
    assert "This concept was declined." in again.content.decode()
    other = published_texts.published_text(
        published_texts.sample_bytes("Resolution 28", second="to wait")
    )
    elsewhere = f"/en/texts/{other.instrument.slug}/concepts/"
    assert client.post(f"{elsewhere}{part.pk}/confirm/").status_code == 404


def test_a_bare_number_is_a_goal_and_a_country_is_none() -> None:
    lines("C9")
    lines("9", "9.1", key="sdg")
    lines("9", key="m49")
    for words, key, code in (
        ("9", "sdg", "9"),
        ("SDG 9", "sdg", "9"),
        ("target 9.1", "sdg", "9.1"),
        ("C9", "action-lines", "C9"),
        ("m49 9", "m49", "9"),
    ):
        found = queries.concept_by_code(AnonymousUser(), words)
        assert found is not None, words
        assert (found.scheme.key, found.code) == (key, code)
    assert queries.concept_by_code(AnonymousUser(), "nothing") is None


def test_publishing_has_concepts_proposed(immediate_tasks: None) -> None:
    lines("C9")
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 5", second="to serve action line C9")
    )
    assert Instrument.objects.get(slug="resolution-5").tags.filter(lineage=None).count() == 1
