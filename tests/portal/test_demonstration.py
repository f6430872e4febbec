"""The demonstration: its size, its people, and that each list and each filter has something to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.test import Client, override_settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from majlis.commons.comments.models import Comment
from majlis.documents.lifecycle import DOCUMENT
from majlis.documents.models import Document, HeaderField
from majlis.events.lifecycle import CONCLUSION
from majlis.events.models import AgendaItem, Conclusion, Meeting, Sitting
from majlis.instruments.demonstration import REPORT, paragraphs_of, words_of
from majlis.instruments.models import Act, Instrument, LanguageVersion, ProvisionWording, Version
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Appointment, AuditEntry, Record, Relation
from majlis.kit.list_page import ListPage
from majlis.mandates.models import Finding, Mandate, Occasion
from majlis.mandates.register import queries
from majlis.parties.accounts.demonstration import PEOPLE, find_person
from majlis.parties.demonstration import (
    DAYS,
    DRAFTING_GROUP,
    first_organisation,
    iso_date,
)
from majlis.parties.models import Body
from majlis.portal.demonstration.story import load_demonstration
from majlis.site.configuration import DEMONSTRATION_QUIET_YEARS
from tests.support import databases

LAST_MEETING = "demonstration-working-group-9"
"""The slug of the last meeting of the Working Group."""
ARGUMENTS: dict[str, Callable[[], dict[str, Any]]] = {
    "parties:delegation": lambda: {"number": getattr(first_organisation(), "number", 0)},
    "comments:list": lambda: {"address": Comment.objects.latest("pk").record.address},
    "framework:scheme": lambda: {"key": "action-lines"},
    "events:materials": lambda: {"slug": LAST_MEETING},
    "events:participants": lambda: {"slug": LAST_MEETING},
    "events:registrations": lambda: {"slug": LAST_MEETING},
    "events:organisation_participants": lambda: {
        "slug": LAST_MEETING,
        "number": getattr(first_organisation(), "number", 0),
    },
    "events:meeting_conclusions": lambda: {"slug": LAST_MEETING},
    "documents:meeting_documents": lambda: {"slug": LAST_MEETING},
    "history": lambda: {"address": Mandate.objects.latest("pk").record.address},
}
"""An example for each list that is about one thing."""
FILLED_BY_THE_WORKER = ("mandates:editions", "outbox")
FIXED_CHOICES = ("state", "force", "kind", "standing", "expires")
"""Filters of the register of which each choice has something to show."""


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The demonstration in a database of its own."""
    files = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(),
        databases.demonstration(files),
        override_settings(
            MAJLIS_DEMO=True,
            MAJLIS_FILES=files,
            MAJLIS_QUIET_YEARS=DEMONSTRATION_QUIET_YEARS,
            TASKS=databases.DUMMY_TASKS,
        ),
        transaction.atomic(),
    ):
        yield


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the last list page showed: its rows, and its filters."""
    last: dict[str, Any] = {}
    original = ListPage.list_context

    def list_context(page: Any, queryset: Any) -> dict[str, Any]:
        context = original(page, queryset)
        last.update(rows=len(context["rows"]), form=page.form)
        return context

    monkeypatch.setattr(ListPage, "list_context", list_context)
    return last


@pytest.mark.django_db
def test_it_is_refused_on_a_real_site(settings: Any) -> None:
    settings.MAJLIS_DEMO = False
    with pytest.raises(RuntimeError):
        load_demonstration()
    assert not AuditEntry.objects.filter(system="demonstration").exists()


def test_it_has_many_texts_in_six_languages_and_mandates_in_each_state(loaded: None) -> None:
    held = Instrument.objects.filter(held=True)
    assert held.filter(body__slug__startswith="demonstration").count() >= 15
    languages = [version.languages.count() for version in Version.objects.all()]
    assert sum(count == 6 for count in languages) > len(languages) * 0.8
    assert Mandate.objects.count() >= 150
    counts = queries.state_counts(AnonymousUser())
    assert all(counts.values()), counts
    assert Finding.objects.filter(state="waiting").count() > 20


def test_commitments_are_in_the_register_and_one_of_them_is_overdue(loaded: None) -> None:
    found = queries.find_mandates(AnonymousUser(), {"force": "commits"})
    assert found.count() >= 3
    sources = [each.source for each in found.select_related("source")]
    assert any(each.found_by.get("asked") == "inferred" for each in sources if each)
    (late,) = queries.find_mandates(AnonymousUser(), {"force": "commits", "state": "late"})
    assert late.lead is not None and late.due is not None
    page = Client().get(late.get_absolute_url()).content.decode()
    assert "state late" in page


def test_it_is_six_years_long_and_nothing_happens_in_the_future(loaded: None) -> None:
    moments = AuditEntry.objects.filter(record__kind="mandate").order_by("at")
    first, last = moments.values_list("at", flat=True)[0], moments.last()
    assert 5.5 * 365 < (clock.now() - first).days < 6.5 * 365
    assert last is not None and last.at <= clock.now()
    assert not Version.objects.filter(
        date__gt=clock.today().isoformat(), state__in=("in_force", "issued", "superseded")
    ).exists()
    assert list(moments.values_list("at", flat=True)) == list(
        moments.order_by("pk").values_list("at", flat=True)
    )


def test_meetings_are_in_each_state_and_one_goes_on_now(loaded: None) -> None:
    states = set(Meeting.objects.values_list("state", flat=True))
    assert states == {"draft", "convened", "open", "closed", "reported"}
    sitting = Sitting.objects.get(state="open")
    assert sitting.starts <= clock.now() <= sitting.ends
    turns = sitting.turns.values_list("state", flat=True)
    assert sorted(turns) == ["done", "speaking", "waiting", "waiting", "waiting"]
    assert Conclusion.objects.filter(item=sitting.floor.item, pen__isnull=False).exists()
    assert set(Conclusion.objects.values_list("state", flat=True)) == set(CONCLUSION.states)
    assert not AuditEntry.objects.filter(at__gt=clock.now()).exists()


def test_documents_are_in_each_state_and_a_report_was_decided(loaded: None) -> None:
    assert set(Document.objects.values_list("state", flat=True)) == set(DOCUMENT.states)
    assert Document.objects.filter(late=True, state="posted").exists()
    report = Document.objects.get(category="report", meeting__number=6)
    assert report.considerations.get().outcome == "agreed"
    transmitted = report.transmitted_texts.get().version
    assert transmitted.acts.filter(kind="endorses", record__kind="meeting").exists()
    assert Finding.objects.filter(version=transmitted, state="waiting").exists()


def test_each_session_of_the_register_is_there_once_with_its_dates(loaded: None) -> None:
    sessions = Occasion.objects.filter(entity__slug__startswith="demonstration")
    prefixes = ("c", "k", "w")
    expected = sorted(iso_date(key) for key in DAYS if key.rstrip("0123456789") in prefixes)
    assert sorted(sessions.exclude(date="").values_list("date", flat=True)) == expected
    tied = sessions.exclude(meeting=None).select_related("meeting")
    counted = Meeting.objects.exclude(state="draft").exclude(body__slug=DRAFTING_GROUP)
    assert tied.count() == counted.count()
    assert all(each.date == str(each.meeting.first_day) for each in tied)
    assert all(each.until == str(each.meeting.last_day) for each in tied)


def test_the_report_of_a_meeting_says_what_its_page_says(loaded: None) -> None:
    meeting = Meeting.objects.get(slug=LAST_MEETING)
    assert meeting.state == "reported"
    act = Act.objects.get(version__record__kind="version", record=meeting.record)
    assert (act.version.state, act.date) == ("issued", str(meeting.last_day))
    words = words_of(REPORT.name, REPORT.session, "en")
    assert "thirty-four delegates, of whom nine took part remotely" in words
    confirmed = meeting.participants.filter(state="confirmed")
    assert (confirmed.count(), confirmed.filter(mode="remote").count()) == (34, 9)
    conclusions = Conclusion.objects.filter(item__meeting=meeting).order_by("number")
    assert {each.state for each in conclusions} <= {"agreed", "agreed_with_statements"}
    for language in LANGUAGE_CODES:
        assert [each.say("text", language).text for each in conclusions] == paragraphs_of(
            REPORT, 5, language
        )
    report = Document.objects.get(reported_meetings__meeting=meeting)
    assert report.transmitted_texts.get().version == act.version


def test_each_text_adopted_at_a_meeting_names_it(loaded: None) -> None:
    for meeting in Meeting.objects.filter(state__in=("closed", "reported")):
        acts = Act.objects.filter(
            kind="adopts",
            body=meeting.body,
            date__range=(str(meeting.first_day), str(meeting.last_day)),
        )
        assert set(acts.values_list("record", flat=True)) <= {meeting.record_id}
    council = Meeting.objects.get(slug="demonstration-council-6")
    named = Act.objects.filter(record=council.record, kind="adopts")
    assert named.filter(version__instrument__symbol__contains="14").exists()


def test_meetings_have_sittings_on_each_day_and_outcomes_of_all_items(loaded: None) -> None:
    for meeting in Meeting.objects.exclude(state="draft"):
        zone = ZoneInfo(meeting.zone)
        days = {each.starts.astimezone(zone).date() for each in meeting.sittings.all()}
        assert days == {meeting.first_day, meeting.last_day}, meeting.slug
    held = Meeting.objects.filter(state__in=("closed", "reported"))
    open_items = AgendaItem.objects.filter(meeting__in=held, outcome="")
    assert not open_items.exists(), list(open_items)


def test_what_pages_show_of_meetings_is_in_six_languages(loaded: None) -> None:
    records = Record.objects.filter(
        Q(events_meeting__isnull=False) | Q(events_agendaitem__isnull=False)
    )
    for record in records.prefetch_related("wordings"):
        for field in {each.field for each in record.wordings.all()}:
            worded = {each.language for each in record.wordings.all() if each.field == field}
            assert worded == set(LANGUAGE_CODES), (record.address, field)
    bodies = Body.objects.filter(slug__startswith="demonstration")
    assert not bodies.filter(abbreviation="").exists()
    header = HeaderField.objects.get(body__in=bodies)
    assert set(header.hints) == set(header.names) == set(LANGUAGE_CODES)
    assert not Sitting.objects.exclude(room="").exists()


def test_loading_it_again_changes_nothing(loaded: None) -> None:
    before = AuditEntry.objects.count()
    assert not load_demonstration()
    assert AuditEntry.objects.count() == before


def test_each_text_and_each_person_says_that_it_is_fictional(loaded: None) -> None:
    signs = ("fictional", "fictif", "ficticio", "ficticia", "вымышлен", "خيال", "虚构")

    def says(words: str) -> bool:
        return any(sign in words.lower() for sign in signs)

    silent = []
    annexes = Relation.objects.filter(kind="annexed to").values("source")
    for each in LanguageVersion.objects.exclude(version__instrument__in=annexes):
        words = ProvisionWording.objects.filter(
            provision__version=each.version_id, language=each.language
        )
        if not says(" ".join(words.values_list("text", flat=True))):
            silent.append((each.version_id, each.language))
    assert silent == []
    assert [each.name for each in PEOPLE if not says(each.name)] == []


def test_each_person_holds_their_role(loaded: None) -> None:
    held = set(Appointment.objects.today().values_list("user__email", "role"))
    assert {(each.email, each.role) for each in PEOPLE} - held == set()


def list_pages() -> dict[str, str]:
    """Name -> address of each list of the site."""
    pages = {}
    for name, view in named_views(get_resolver().url_patterns):
        if not issubclass(getattr(view, "view_class", object), ListPage):
            continue
        try:
            pages[name] = reverse(name)
        except NoReverseMatch:
            assert name in ARGUMENTS, f"give an example of the list {name} in ARGUMENTS"
            pages[name] = reverse(name, kwargs=ARGUMENTS[name]())
    return pages


def named_views(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, Any]]:
    """The name and the view of each address."""
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = ":".join(filter(None, [namespace, each.namespace]))
            yield from named_views(each.url_patterns, inner)
        elif isinstance(each, URLPattern) and each.name:
            yield ":".join(filter(None, [namespace, each.name])), each.callback


def readers() -> Iterator[Client]:
    """A visitor, and each person of the demonstration."""
    yield Client()
    for each in PEOPLE:
        client = Client()
        user = find_person(each.slug)
        assert user is not None
        client.force_login(user)
        yield client


def test_no_list_is_empty_and_each_filter_finds_something(
    loaded: None, shown: dict[str, Any]
) -> None:
    empty, idle = [], []
    for name, url in list_pages().items():
        if name in FILLED_BY_THE_WORKER:
            continue
        most, best = 0, Client()
        for client in readers():
            shown.clear()
            client.get(url)
            if shown.get("rows", 0) > most:
                most, best = shown["rows"], client
            if most and name != "mandates:inactive":
                break
        if not most:
            empty.append(name)
            continue
        shown.clear()
        best.get(url)
        fields = {
            field: [str(value) for value, _label in each.choices if value]
            for field, each in shown["form"].fields.items()
            if isinstance(each, forms.ChoiceField)
        }
        for field, values in fields.items():
            every = name == "mandates:register" and field in FIXED_CHOICES
            found = []
            for value in values:
                best.get(url, {field: value})
                found.append(shown["rows"])
                if shown["rows"] and not every:
                    break
            if values and (not any(found) or (every and not all(found))):
                idle.append(
                    (name, field, [v for v, n in zip(values, found, strict=False) if not n])
                )
    assert empty == []
    assert idle == []
