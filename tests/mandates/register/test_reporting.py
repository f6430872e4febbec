"""The map of reports: what is to be handed in, how often, and what is asked alike."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.kernel.records import get_or_create_circle, mark_changed
from majlis.mandates.core import document_similarity, periods
from majlis.mandates.deliverables import actions
from majlis.mandates.models import DocumentSimilarity, Mandate
from majlis.mandates.register import reporting
from majlis.mandates.similarity import tasks
from majlis.mandates.statements import actions as statements_actions
from tests.mandates import factories
from tests.mandates.register.test_register import rows_of

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
OTHER = factories.TEXT.replace("report on the tide to", "plant oaks and firs beside the roads of")


def test_only_what_is_handed_in_is_on_it(django_assert_max_num_queries: Any) -> None:
    it = factories.mandate(recurrence="P1Y")
    factories.mandate(kind="action")
    with django_assert_max_num_queries(12):
        answer = Client().get("/ar/mandates/reports/")
    assert [each.mandate for each in rows_of(answer)] == [it.slug]
    english = Client().get("/en/mandates/reports/").content.decode()
    assert "every year" in english
    assert "overlap" not in english


def test_what_is_asked_alike_of_the_same_for_the_same_is_named() -> None:
    one, like = factories.mandate(), factories.mandate()
    apart = factories.mandate(factories.text(words=OTHER))
    factories.mandate(recipient="Harbour")
    factories.mandate(factories.text("proposed"))
    keys = [one.pk, apart.pk]
    alike = reporting.similar_requests(AnonymousUser(), keys)
    assert {key: [each.slug for each in there] for key, there in alike.items()} == {
        one.pk: [like.slug]
    }
    text = Client().get("/en/mandates/reports/?download=csv")
    assert like.slug in b"".join(text.streaming_content).decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("iso", "words"),
    [("P1Y", "every year"), ("P2Y", "every two years"), ("P6M", "every six months"), ("P60D", "every 60 days")],
)  # fmt: skip
def test_a_period_is_told_in_words(iso: str, words: str) -> None:
    assert periods.period_text(iso) == words


class Counted(list[Any]):
    """Rows that count how often they are gone through."""

    times = 0

    def __iter__(self) -> Any:
        self.times += 1
        return super().__iter__()


def test_words_are_read_in_one_go_however_many_mandates_there_are(
    django_assert_num_queries: Any,
) -> None:
    version = factories.text()
    keys = [factories.mandate(version, number=1 + n % 4).pk for n in range(8)]
    found = Mandate.objects.filter(pk__in=keys).select_related("source").order_by("pk")
    rows = Counted(found)
    with django_assert_num_queries(1):
        words = reporting._sorted_words(rows)
    assert rows.times == 1
    assert all(words[each.pk]["en"] for each in list(rows))
    assert words[rows[0].pk] == words[rows[4].pk]


def test_two_are_compared_once_and_not_from_both_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    version = factories.text()
    keys = [factories.mandate(version).pk for _n in range(6)]
    real, pairs = reporting._similar_wording, []
    monkeypatch.setattr(
        reporting, "_similar_wording", lambda one, two: pairs.append(1) or real(one, two)
    )
    alike = reporting.similar_requests(AnonymousUser(), keys)
    assert len(pairs) == 6 * 5 / 2
    assert {len(each) for each in alike.values()} == {5}


def answered(it: Mandate, record: Record | None, date: str, **link: str) -> None:
    due = actions.add_deliverable(SYSTEM, it, kind="report", due=date, language="en")
    actions.submit_document(SYSTEM, due, record=record, date=date, language="en", **link)


REPORT = "Report {number}\n\nOf the tide\n\n1. The tide rose by a hand at noon.\n\n2. The lamps were lit each night.\n"


def test_the_newest_is_compared_with_the_one_before_in_the_background_alone(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    it = factories.mandate(recurrence="P1Y")
    first = factories.text(words=REPORT)
    second = factories.text(words=REPORT.replace("a hand at noon", "a foot at dawn"))
    answered(it, first.record, "2030-05-01")
    assert reporting.latest_submissions(AnonymousUser(), [it.pk])[
        it.pk
    ] == reporting.LatestSubmission("2030-05-01")
    answered(it, second.record, "2031-05-01")
    page = Client().get("/en/mandates/reports/").content.decode()
    assert (
        "not compared" in page and not DocumentSimilarity.objects.exists()
    )  # a page compares nothing
    assert tasks.compare_documents.func() == 1
    share = reporting.latest_submissions(AnonymousUser(), [it.pk])[it.pk].similarity
    assert share is not None and 0.5 < share < 1
    assert tasks.compare_documents.func() == 0  # and it is kept
    monkeypatch.setattr(document_similarity, "similarity", None)
    with django_assert_max_num_queries(12):
        page = Client().get("/en/mandates/reports/").content.decode()
    assert f"{int(share * 100)}%" in page and "not compared" not in page
    text = Client().get("/en/mandates/reports/?download=csv")
    assert f",{round(share, 2)}," in b"".join(text.streaming_content).decode()  # type: ignore[attr-defined]


def test_what_changed_since_is_compared_anew_and_only_that() -> None:
    it = factories.mandate()
    versions = [factories.text(words=REPORT) for _n in range(2)]
    for version, year in zip(versions, (2030, 2031), strict=True):
        answered(it, version.record, f"{year}-05-01")
    assert tasks.compare_documents.func() == 1
    assert (
        0.9 < (DocumentSimilarity.objects.get().similarity or 0) < 1
    )  # another number in the title
    mark_changed(versions[1].record)
    assert tasks.compare_documents.func() == 1
    assert tasks.compare_documents.func() == 0


def test_where_there_are_no_two_with_words_nothing_is_compared() -> None:
    elsewhere, once, same = (factories.mandate() for _n in range(3))
    link = {"link": "https://example.org/a.pdf", "title": "A report elsewhere"}
    version = factories.text(words=REPORT)
    answered(elsewhere, None, "2030", **link)
    answered(elsewhere, version.record, "2031")
    answered(once, version.record, "2031")
    for year in ("2030", "2031"):
        answered(same, version.record, year)
    assert tasks.compare_documents.func() == 0
    keys = [elsewhere.pk, once.pk, same.pk]
    assert {
        each.similarity for each in reporting.latest_submissions(AnonymousUser(), keys).values()
    } == {None}
    page = Client().get("/en/mandates/reports/").content.decode()
    assert page.count("not compared") == 3


def test_statements_are_compared_by_their_words_and_what_has_none_is_kept_as_such() -> None:
    it, other = factories.mandate(lead=factories.entity()), factories.mandate()
    said = [
        statements_actions.publish_statement(
            SYSTEM, it, text=text, language="en", state="under_way"
        )
        for text in ("The lamps are lit on the coast.", "The lamps are lit on the islands.")
    ]
    for each, year in zip(said, ("2030", "2031"), strict=True):
        answered(other, each.record, year)
    assert tasks.compare_documents.func() == 1
    share = reporting.latest_submissions(AnonymousUser(), [other.pk])[other.pk].similarity
    assert share is not None and 0.5 < share < 1
    third = factories.mandate()
    answered(third, said[0].record, "2030")
    answered(third, factories.text(words=REPORT).record, "2031")
    assert tasks.compare_documents.func() == 1
    assert DocumentSimilarity.objects.order_by("-pk")[0].similarity is None
    assert tasks.compare_documents.func() == 0


def test_what_a_reader_may_not_see_is_neither_newest_nor_compared() -> None:
    it = factories.mandate()
    versions = [factories.text(words=REPORT) for _n in range(3)]
    for version, year in zip(versions, (2029, 2030, 2031), strict=True):
        answered(it, version.record, f"{year}-05-01")
    closed = versions[2].record
    closed.access, closed.circle = "private", get_or_create_circle("few")
    closed.save()
    assert tasks.compare_documents.func() == 2  # of all, and of what is public
    found = reporting.latest_submissions(AnonymousUser(), [it.pk])[it.pk]
    assert found.day == "2030-05-01" and 0.9 < (found.similarity or 0) < 1


def test_few_are_compared_in_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(3):
        it = factories.mandate()
        for year in ("2030", "2031"):
            answered(it, factories.text(words=REPORT).record, year)
    assert [
        document_similarity.update_similarities(2),
        document_similarity.update_similarities(2),
        document_similarity.update_similarities(2),
    ] == [2, 1, 0]
