"""The map of reports: what is to be handed in, how often, and what is asked alike."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from majlis.mandates import periods
from majlis.mandates.models import Mandate
from majlis.mandates.queries import reports
from tests.mandates import made
from tests.mandates.test_register import rows_of

pytestmark = pytest.mark.django_db
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
