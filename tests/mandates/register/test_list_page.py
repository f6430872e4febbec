"""The page of the register: the list first, what names its results, rows without the reader's language, words by meaning."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from lxml import html

from majlis.mandates.register import queries
from tests.mandates import factories
from tests.mandates.register.test_register import day, put
from tests.support.people import person

pytestmark = pytest.mark.django_db
MOST_TAB_STOPS = 15
FOCUSABLE = ("a", "button", "input", "select", "textarea", "summary")


def tab_stops(page: str, target: str) -> int:
    """How many stops there are after the skip link, up to and with the link to the target."""
    (main,) = html.fromstring(page).xpath("//main")
    stops = [
        each
        for each in main.iter(*FOCUSABLE)
        if each.get("type") != "hidden" and not is_folded(each)
    ]
    return next(n for n, each in enumerate(stops, 1) if each.get("href") == target)


def is_folded(element: Any) -> bool:
    """Whether a closed ``details`` hides the element; its own summary stays."""
    return any(
        each.get("open") is None
        for each in element.iterancestors("details")
        if not (element.tag == "summary" and element.getparent() is each)
    )


@pytest.mark.parametrize("role", ["", "secretariat"])
@pytest.mark.parametrize("query", ["", "?state=soon"])
def test_the_first_mandate_is_within_few_tab_stops(role: str, query: str) -> None:
    it = put(factories.mandate(), due=day(5))
    client = Client()
    if role:
        client.force_login(person(role))
    page = client.get(f"/en/mandates/{query}").content.decode()
    assert tab_stops(page, it.get_absolute_url()) <= MOST_TAB_STOPS
    assert page.index('id="filters"') > page.index(it.get_absolute_url())


def test_the_window_and_the_heading_say_how_many_and_by_which_filters() -> None:
    put(factories.mandate(), due=day(5))
    page = Client().get("/en/mandates/?state=soon").content.decode()
    title = " ".join(page.partition("<title>")[2].partition("</title>")[0].split())
    assert title.startswith("1 mandate, Status: due within 90 days")
    assert '<h2 id="results"><span role="status">1 mandate</span></h2>' in page
    assert "Register of mandates" in Client().get("/en/mandates/").content.decode()
    none = Client().get("/en/mandates/?state=late").content.decode()
    assert '<span role="status">0 mandates</span>' in none


def test_three_filters_are_shown_and_the_others_folded_unless_one_is_active() -> None:
    factories.mandate()
    for query, opened in (("", False), ("?state=open", False), ("?force=requests", True)):
        form = Client().get(f"/en/mandates/{query}").content.decode().partition('id="filters"')[2]
        shown, _tag, folded = form.partition("<details")
        assert shown.count('class="field"') == 3
        assert folded.partition(">")[0].strip() == ("open" if opened else "")
        assert 'name="force"' in folded


def test_what_has_a_date_comes_first_then_years_then_other_words() -> None:
    later, words, year, sooner, nothing = (factories.mandate() for _each in range(5))
    put(later, due=day(50))
    put(words, due_text="a session")
    put(year, due_text="2031")
    earlier_year = put(factories.mandate(), due_text="2029-06")
    put(sooner, due=day(5))
    expected = [sooner, later, earlier_year, year, words, nothing]
    for sort, whole in (("", [sooner, later]), ("-due", [later, sooner])):
        found = queries.find_mandates(AnonymousUser(), {"sort": sort})
        assert [each.slug for each in found] == [each.slug for each in [*whole, *expected[2:]]]
    calendar = Client().get("/en/mandates/calendar/").content.decode()
    assert calendar.index(earlier_year.slug) < calendar.index(year.slug)


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_a_row_without_the_readers_language_has_a_title_of_its_fields(language: str) -> None:
    it = put(factories.mandate(force="invites", kind="report"), due=day(5))
    other, text = ("en", "Invites the Keeper.") if language == "ar" else ("ar", "يدعو الحارس")
    it.source.provision.wordings.all().update(language=other, text=text)
    for address in ("mandates/", "mandates/calendar/", ""):
        page = Client().get(f"/{language}/{address}").content.decode()
        link = page.partition(f'href="{it.get_absolute_url()}"'.replace("/en/", f"/{language}/"))[2]
        title = link.partition("</a>")[0]
        assert "Keeper" in title and text.rstrip(".") not in title, address
        assert f'class="orig" lang="{other}"' in link and 'class="tag"' in link, address
    its = "ar" if language == "ar" else language
    it.source.provision.wordings.all().update(language=its, text="its own words")
    assert 'class="orig"' not in Client().get(f"/{language}/mandates/").content.decode()


def test_words_that_no_mandate_has_lead_to_those_similar_in_meaning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second, other = factories.mandate(), factories.mandate(), factories.mandate()
    put(other, force="invites")
    likeness = [(second.pk, 0.7), (other.pk, 0.6), (first.pk, 0.5)]
    asked: list[str] = []

    def similar(_user: Any, words: str, **_wanted: Any) -> list[tuple[int, float]]:
        asked.append(words)
        return likeness

    monkeypatch.setattr(queries, "similar_records", similar)
    address = "/en/mandates/?q=zzz+quux&force=requests"
    answer = Client().get(address)
    page = answer.content.decode()
    assert [row.mandate.slug for row in answer.context["rows"]] == [second.slug, first.slug]
    assert (
        "No mandate contains these words." in page and "are similar in meaning (at least 0." in page
    )
    assert '<span role="status">2 mandates similar in meaning</span>' in page
    file = Client().get(f"{address}&download=csv").getvalue().decode("utf-8-sig")
    assert [row["number"] for row in csv.DictReader(io.StringIO(file))] == [second.slug, first.slug]
    assert asked
    asked.clear()
    for words in (first.slug, "A/RES/70/125", ""):
        assert (
            "similar in meaning"
            not in Client().get(f"/en/mandates/?q={words}", follow=True).content.decode()
        )
    assert not asked
