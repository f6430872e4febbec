"""The map of reports: what is to be handed in, how often, and what is asked alike."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.kernel.records import get_or_create_circle, mark_changed
from majlis.mandates import actions, likening, periods, tasks_near
from majlis.mandates.models import Likeness, Mandate
from majlis.mandates.queries import reports
from tests.mandates import made
from tests.mandates.test_register import rows_of

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
OTHER = made.TEXT.replace("report on the tide to", "plant oaks and firs beside the roads of")


def test_only_what_is_handed_in_is_on_it(django_assert_max_num_queries: Any) -> None:
    it = made.mandate(recurrence="P1Y")
    made.mandate(kind="action")
    with django_assert_max_num_queries(12):
        answer = Client().get("/ar/mandates/reports/")
    assert [each.mandate for each in rows_of(answer)] == [it.slug]
    english = Client().get("/en/mandates/reports/").content.decode()
    assert "every year" in english
    assert "overlap" not in english


def test_what_is_asked_alike_of_the_same_for_the_same_is_named() -> None:
    one, like = made.mandate(), made.mandate()
    apart = made.mandate(made.text(words=OTHER))
    made.mandate(recipient="Harbour")
    made.mandate(made.text("proposed"))
    keys = [one.pk, apart.pk]
    alike = reports.asked_alike(None, keys, "en")
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
    assert periods.said(iso) == words


class Counted(list[Any]):
    """Rows that count how often they are gone through."""

    times = 0

    def __iter__(self) -> Any:
        self.times += 1
        return super().__iter__()


def test_words_are_read_in_one_go_however_many_mandates_there_are(
    django_assert_num_queries: Any,
) -> None:
    version = made.text()
    keys = [made.mandate(version, number=1 + n % 4).pk for n in range(8)]
    found = Mandate.objects.filter(pk__in=keys).select_related("asking").order_by("pk")
    rows = Counted(found)
    with django_assert_num_queries(1):
        words = reports._words(rows)
    assert rows.times == 1
    assert all(words[each.pk]["en"] for each in list(rows))
    assert words[rows[0].pk] == words[rows[4].pk]


def test_two_are_compared_once_and_not_from_both_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    version = made.text()
    keys = [made.mandate(version).pk for _n in range(6)]
    real, pairs = reports._in_like_words, []
    monkeypatch.setattr(
        reports, "_in_like_words", lambda one, two: pairs.append(1) or real(one, two)
    )
    alike = reports.asked_alike(None, keys, "en")
    assert len(pairs) == 6 * 5 / 2
    assert {len(each) for each in alike.values()} == {5}


def answered(it: Mandate, record: Record | None, date: str, **link: str) -> None:
    due = actions.add_deliverable(SYSTEM, it, kind="report", due=date, language="en")
    actions.meet(SYSTEM, due, record=record, date=date, language="en", **link)


REPORT = "Report {number}\n\nOf the tide\n\n1. The tide rose by a hand at noon.\n\n2. The lamps were lit each night.\n"


def test_the_newest_is_compared_with_the_one_before_in_the_background_alone(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    it = made.mandate(recurrence="P1Y")
    first = made.text(words=REPORT)
    second = made.text(words=REPORT.replace("a hand at noon", "a foot at dawn"))
    answered(it, first.record, "2030-05-01")
    assert reports.newest(None, [it.pk])[it.pk] == reports.Newest("2030-05-01")
    answered(it, second.record, "2031-05-01")
    page = Client().get("/en/mandates/reports/").content.decode()
    assert "not compared" in page and not Likeness.objects.exists()  # a page compares nothing
    assert tasks_near.liken.func() == 1
    share = reports.newest(None, [it.pk])[it.pk].likeness
    assert share is not None and 0.5 < share < 1
    assert tasks_near.liken.func() == 0  # and it is kept
    monkeypatch.setattr(likening, "similarity", None)
    with django_assert_max_num_queries(12):
        page = Client().get("/en/mandates/reports/").content.decode()
    assert f"{int(share * 100)}%" in page and "not compared" not in page
    text = Client().get("/en/mandates/reports/?download=csv")
    assert f",{round(share, 2)}," in b"".join(text.streaming_content).decode()  # type: ignore[attr-defined]


def test_what_changed_since_is_compared_anew_and_only_that() -> None:
    it = made.mandate()
    versions = [made.text(words=REPORT) for _n in range(2)]
    for version, year in zip(versions, (2030, 2031), strict=True):
        answered(it, version.record, f"{year}-05-01")
    assert tasks_near.liken.func() == 1
    assert 0.9 < (Likeness.objects.get().similarity or 0) < 1  # another number in the title
    mark_changed(versions[1].record)
    assert tasks_near.liken.func() == 1
    assert tasks_near.liken.func() == 0


def test_where_there_are_no_two_with_words_nothing_is_compared() -> None:
    elsewhere, once, same = (made.mandate() for _n in range(3))
    link = {"link": "https://example.org/a.pdf", "title": "A report elsewhere"}
    version = made.text(words=REPORT)
    answered(elsewhere, None, "2030", **link)
    answered(elsewhere, version.record, "2031")
    answered(once, version.record, "2031")
    for year in ("2030", "2031"):
        answered(same, version.record, year)
    assert tasks_near.liken.func() == 0
    keys = [elsewhere.pk, once.pk, same.pk]
    assert {each.likeness for each in reports.newest(None, keys).values()} == {None}
    page = Client().get("/en/mandates/reports/").content.decode()
    assert page.count("not compared") == 3


def test_statements_are_compared_by_their_words_and_what_has_none_is_kept_as_such() -> None:
    it, other = made.mandate(lead=made.actor()), made.mandate()
    said = [
        actions.state(SYSTEM, it, text=text, language="en", state="under_way")
        for text in ("The lamps are lit on the coast.", "The lamps are lit on the islands.")
    ]
    for each, year in zip(said, ("2030", "2031"), strict=True):
        answered(other, each.record, year)
    assert tasks_near.liken.func() == 1
    share = reports.newest(None, [other.pk])[other.pk].likeness
    assert share is not None and 0.5 < share < 1
    third = made.mandate()
    answered(third, said[0].record, "2030")
    answered(third, made.text(words=REPORT).record, "2031")
    assert tasks_near.liken.func() == 1
    assert Likeness.objects.order_by("-pk")[0].similarity is None
    assert tasks_near.liken.func() == 0


def test_what_a_reader_may_not_see_is_neither_newest_nor_compared() -> None:
    it = made.mandate()
    versions = [made.text(words=REPORT) for _n in range(3)]
    for version, year in zip(versions, (2029, 2030, 2031), strict=True):
        answered(it, version.record, f"{year}-05-01")
    closed = versions[2].record
    closed.access, closed.circle = "private", get_or_create_circle("few")
    closed.save()
    assert tasks_near.liken.func() == 2  # of all, and of what is public
    found = reports.newest(None, [it.pk])[it.pk]
    assert found.day == "2030-05-01" and 0.9 < (found.likeness or 0) < 1


def test_few_are_compared_in_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(3):
        it = made.mandate()
        for year in ("2030", "2031"):
            answered(it, made.text(words=REPORT).record, year)
    assert [likening.keep(2), likening.keep(2), likening.keep(2)] == [2, 1, 0]
