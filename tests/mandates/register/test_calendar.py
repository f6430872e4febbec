"""What comes: the page, the calendar file as a real parser reads it, the feed; by the filters of the register."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from lxml import etree

from majlis.kernel.actor import Actor
from majlis.mandates.deliverables import actions, merge, steps
from majlis.mandates.models import Clause, Mandate
from majlis.mandates.register import calendar, queries
from majlis.mandates.statements import actions as statements_actions
from tests.mandates import factories
from tests.mandates.register.test_register import put

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
LINK = {"link": "https://example.org/r.pdf", "title": "Report contribution", "language": "en"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def coast() -> Any:
    """A text in force with two dated mandates, one of an occasion, and three clauses; and a proposed one."""
    version = factories.text()
    own = put(factories.mandate(version), due=day(20))
    other = put(factories.mandate(version, number=3, asked="Harbours"), due=day(40))
    undated = put(factories.mandate(asked="Harbours"), due_text="the fortieth session")
    put(factories.mandate(), due=day(1000))
    put(factories.mandate(), due=day(10), progress="answered")
    at = {"version": version, "provision": factories.operative(version, 1), "language": "en"}
    Clause.objects.create(**at, kind="expiry", deadline=day(300).isoformat())
    Clause.objects.create(**at, kind="review", deadline=str(day(0).year + 1))
    Clause.objects.create(**at, kind="renewal", deadline=day(60).isoformat(), mandate=other)
    draft = factories.text("proposed")
    Clause.objects.create(
        version=draft,
        provision=factories.operative(draft, 1),
        language="en",
        kind="expiry",
        deadline=day(30).isoformat(),
    )
    return {"own": own, "other": other, "undated": undated, "version": version}


def events(query: str = "", language: str = "en") -> dict[str, Any]:
    answer = Client().get(f"/{language}/mandates/calendar.ics{query}")
    assert answer["Content-Type"].startswith("text/calendar")
    read = Calendar.from_ical(answer.content)
    assert read.get("version") == "2.0"
    return {str(each["uid"]).partition("@")[0]: each for each in read.walk("VEVENT")}


def test_a_calendar_program_reads_the_dates(coast: Any) -> None:
    there = events()
    expiry, _review, renewal = Clause.objects.filter(version=coast["version"]).order_by("pk")
    own, other = coast["own"], coast["other"]
    assert set(there) == {
        f"mandates-{own.slug}",
        f"mandates-{other.slug}",
        f"clauses-{expiry.pk}",
        f"clauses-{renewal.pk}",
    }
    event = there[f"mandates-{own.slug}"]
    assert event["dtstart"].dt == own.due
    assert event["dtend"].dt == own.due + datetime.timedelta(days=1)
    assert event["summary"] == (
        "Keeper: Requests the Keeper to report on the tide to the Council every year"
    )
    assert str(event["url"]).endswith(f"/en/mandates/{own.slug}/")
    assert "The register is not binding" in event["description"]


def test_words_of_a_text_are_isolated_in_the_calendar_and_marked_in_the_feed(coast: Any) -> None:
    event = events(language="ar")[f"mandates-{coast['own'].slug}"]
    assert str(event["summary"]).endswith(
        ": \u2068Requests the Keeper to report on the tide to the Council every year\u2069"
    )
    feed = Client().get("/ar/mandates/feed.atom").content.decode()
    assert '&lt;p&gt;&lt;span lang="en" dir="ltr"&gt;Requests the Keeper' in feed


def test_the_calendar_is_of_the_same_filters_as_the_list(coast: Any) -> None:
    renewal = Clause.objects.get(kind="renewal")
    other = coast["other"].slug
    there = events("?entity=harbours", "ar")
    whole = Clause.objects.get(kind="expiry", version=coast["version"])
    assert set(there) == {f"mandates-{other}", f"clauses-{renewal.pk}", f"clauses-{whole.pk}"}
    assert events("?force=invites") == {}


def test_what_says_nothing_of_an_end_is_counted_apart(coast: Any) -> None:
    """Of the same filters, and its list has exactly that many rows."""
    page = Client().get("/en/mandates/calendar/?entity=keeper").content.decode()
    assert "2 mandates without an expiry, review or renewal clause" in page
    assert 'href="/en/mandates/?entity=keeper&amp;expires=noclause"' in page
    rows = rows_of(Client().get("/en/mandates/?entity=keeper&expires=noclause&download=json"))
    assert len(rows) == 2
    assert coast["own"].slug not in [each["number"] for each in rows]
    # Its text has clauses, but not for the whole, and not for this mandate.
    Clause.objects.filter(version=coast["version"], mandate=None).delete()
    page = Client().get("/en/mandates/calendar/?entity=keeper").content.decode()
    assert "3 mandates without an expiry, review or renewal clause" in page


def rows_of(answer: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(b"".join(answer.streaming_content))["rows"]
    return found


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_has_dates_by_month_and_what_is_undated_apart(
    coast: Any, language: str, django_assert_max_num_queries: Any
) -> None:
    Client().get(f"/{language}/mandates/calendar/")
    with django_assert_max_num_queries(12):
        answer = Client().get(f"/{language}/mandates/calendar/")
    said = [moment for _month, there in answer.context["months"] for moment in there]
    assert len(said) == 5
    assert [each.phase for each in said].count("undated") == 1
    assert [each.url for each in answer.context["undated"]] == [
        f"/{language}/mandates/{coast['undated'].slug}/"
    ]


def test_the_feed_has_the_mandates_of_the_list_the_newest_first(coast: Any) -> None:
    answer = Client().get("/en/mandates/feed.atom?entity=harbours")
    feed = etree.fromstring(answer.content)
    titles = feed.xpath("//a:entry/a:title/text()", namespaces=ATOM)
    numbers = [each.partition(" ")[0] for each in titles]
    assert numbers == [coast["undated"].slug, coast["other"].slug]


def listed(state: str) -> set[str]:
    found = queries.find_mandates(AnonymousUser(), {"state": state})
    return set(found.values_list("slug", flat=True))


def test_the_next_one_stays_when_this_years_was_answered() -> None:
    it = factories.mandate(recurrence="P1Y")
    council = factories.entity("Council")
    for n, days in enumerate((20, 320)):
        on = day(days)
        steps.add_occasion(SYSTEM, council, year=2100 + n, date=on.isoformat())
    first, _next = (
        actions.add_deliverable(SYSTEM, it, kind="report", occasion=each, language="en")
        for each in council.occasions.order_by("date")
    )
    assert events()[f"mandates-{it.slug}"]["dtstart"].dt == day(20)
    actions.submit_document(SYSTEM, first, **LINK)
    it.refresh_from_db()
    assert (it.progress, it.due) == ("answered", day(320))
    assert events()[f"mandates-{it.slug}"]["dtstart"].dt == day(320)
    assert it.slug in listed("year")
    assert it.slug in listed("answered")
    home = Client().get("/en/").context["coming"]
    assert [each.url for each in home] == [f"/en/mandates/{it.slug}/"]


def test_what_has_no_date_yet_stays_too_when_the_last_one_was_answered() -> None:
    it = factories.mandate(recurrence="P1Y")
    first = actions.schedule_deliverables(SYSTEM, it)[0]
    actions.submit_document(SYSTEM, first, **LINK)
    answer = Client().get("/en/mandates/calendar/")
    assert [each.url for each in answer.context["undated"]] == [f"/en/mandates/{it.slug}/"]


def test_what_its_owner_says_is_not_applicable_now_is_not_due_now() -> None:
    it = factories.mandate()
    due = day(20).isoformat()
    actions.add_deliverable(SYSTEM, it, kind="report", due=due, language="en")
    said = {"state": "not_applicable", "text": "None.", "reason": "No lamp.", "language": "en"}
    statements_actions.publish_statement(SYSTEM, it, **said)
    assert events() == {}


def test_one_document_for_two_mandates_is_in_the_calendar_once_and_in_each_list() -> None:
    one, two = factories.mandate(), factories.mandate(number=3, asked="Harbours")
    first, into = (
        actions.add_deliverable(SYSTEM, it, kind="report", due=day(days).isoformat(), language="en")
        for it, days in ((one, 10), (two, 40))
    )
    assert set(events()) == {f"mandates-{one.slug}", f"mandates-{two.slug}"}
    merge.merge_deliverables(SYSTEM, first, into=into, words="Council, 5th meeting")
    assert set(events()) == {f"mandates-{two.slug}"}
    page = Client().get("/en/mandates/calendar/")
    moments = [each.url for _month, there in page.context["months"] for each in there]
    assert moments == [f"/en/mandates/{two.slug}/"]
    # By a filter that leaves the other one out it is there all the same.
    assert set(events("?entity=keeper")) == {f"mandates-{one.slug}"}
    assert listed("soon") == {one.slug, two.slug}
    third = factories.mandate()
    more = actions.add_deliverable(SYSTEM, third, kind="report", due="2090", language="en")
    merge.merge_deliverables(SYSTEM, more, into=into, words="Council, 5th meeting")
    assert set(events("?entity=keeper")) == {f"mandates-{one.slug}"}
    own = actions.add_deliverable(SYSTEM, one, kind="update", due=day(5).isoformat(), language="en")
    assert own.due
    assert Mandate.objects.get(pk=one.pk).due == day(5)
    assert set(events()) == {f"mandates-{one.slug}", f"mandates-{two.slug}"}


def test_a_calendar_that_is_cut_says_so_and_the_page_sends_nobody_to_less(
    coast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert calendar.MAX_EVENTS >= 5000
    assert "mandates-cut" not in events()
    monkeypatch.setattr(calendar, "MAX_EVENTS", 1)
    monkeypatch.setattr(calendar, "PAGE_SIZE", 1)
    event = events("?body=-")["mandates-cut"]
    assert "This calendar is incomplete." in event["summary"]
    assert str(event["url"]).endswith("/en/mandates/?body=-")
    read = Calendar.from_ical(Client().get("/en/mandates/calendar.ics").content)
    assert "Apply a filter in the register." in read.get("x-wr-caldesc")
    page = Client().get("/en/mandates/calendar/").content.decode()
    assert "Not all entries are shown. Select a filter or use the calendar file." in page
