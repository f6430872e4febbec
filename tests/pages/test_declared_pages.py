"""What the kit promises of every list and every action that is declared, tested over all that have an address.

A room tests its rules; that its list has the same rows on the page and in the files, or that its form keeps what was
typed, is tested here.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from unittest import mock

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from majlis.commons.drafts.models import Draft
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import AuditEntry
from majlis.kernel.verbs import VERB_NAMES
from majlis.kit.action_page import ActionPage, ButtonAction
from majlis.kit.list_page import ListPage
from majlis.kit.page import declared_pages
from tests.pages.conftest import World
from tests.pages.page_kinds import FORMS_BY_ADDRESS, NO_PAGES, PAGES, PageKind
from tests.support.forms import opened
from tests.support.people import person

pytestmark = pytest.mark.django_db
LISTS = declared_pages(ListPage)
ACTIONS = {
    name: page
    for name, page in declared_pages(ActionPage).items()
    if not issubclass(page, ButtonAction)
}
BUTTONS = sorted(declared_pages(ButtonAction))
LIST_KINDS = [page for page in PAGES if page.url_name in LISTS and page.status == 200]
ACTION_KINDS = [page for page in PAGES if page.url_name in ACTIONS and page.status == 200]


@pytest.fixture(autouse=True)
def files_of_the_world(world: World, settings: Any) -> Iterator[None]:
    """Pages read the files of the demonstration, in English where a test says no other language."""
    settings.MAJLIS_FILES = world.files
    with translation.override("en"):
        yield


# Whoever has signed in may do it, or each on their own account; everything else is refused to a stranger.
OPEN_TO_MEMBERS = {
    "documents:request_proceedings",
    "documents:create_document",
    "documents:upload_document",
    "comments:write",
    "comments:answer",
    "events:register_participant",
    "framework:propose_link",
    "instruments:propose_tag",
    "parties:request_delegation",
    "accounts:profile",
    "notices:settings",
    "accounts:erase_confirm",
}


def named(page: PageKind) -> str:
    """The name of a test of a page."""
    return f"{page.url_name}{page.query} {page.who}".strip()


def client_of(page: PageKind, world: World) -> Client:
    """A client for the reader of a page."""
    client = Client()
    if page.who:
        client.force_login(world.people[page.who])
    return client


def address_of(kind: PageKind, world: World, language: str = "en", **query: str) -> str:
    """The address of a page in a language, with more in its query."""
    with translation.override(language):
        address = reverse(kind.url_name, kwargs=kind.where(world)) + kind.query
    more = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{address}{'&' if '?' in address else '?'}{more}" if more else address


def view_of(kind: PageKind, world: World, language: str = "en", **query: str) -> Any:
    """The view of a declared page, set up for its reader."""
    request = RequestFactory().get(address_of(kind, world, language, **query))
    request.user = world.people[kind.who] if kind.who else AnonymousUser()
    # What the view reads later is in the language of its address as well; the next test begins in English.
    translation.activate(language)
    view = {**LISTS, **ACTIONS}[kind.url_name]()
    view.setup(request, **kind.where(world))
    return view


def test_every_action_says_what_was_done() -> None:
    """By its own message, or by the name of its verb in a history, which each verb has."""
    pages = declared_pages(ActionPage)
    vague = re.compile(r"(?:Changes |Entry )?(?:saved|recorded|done)[.!]?", re.IGNORECASE)
    messages = {name: page.done for name, page in pages.items() if page.done}
    assert [name for name, done in messages.items() if vague.fullmatch(str(done))] == []
    unnamed = [name for name, page in pages.items() if page.verb_key() not in VERB_NAMES]
    assert unnamed == [] and len(pages) > 100


def test_every_declared_page_is_visited() -> None:
    visited = {page.url_name for page in PAGES} | set(NO_PAGES)
    assert len(LISTS) >= 5 and len(ACTIONS) >= 20
    missing = [name for name in (*LISTS, *ACTIONS) if name not in visited]
    assert not missing, f"no example in tests/pages/page_kinds.py: {missing}"


@pytest.mark.parametrize("page", LIST_KINDS, ids=named)
def test_a_list_has_the_same_rows_on_its_pages_in_its_count_and_in_its_files(
    page: PageKind, world: World
) -> None:
    """Pages of one row after the other give the rows of the queryset, and the files as many."""
    view = view_of(page, world)
    keys = [item.pk for item in view.sorted_queryset()]
    shown: list[Any] = []
    with mock.patch.object(type(view), "paginate_by", 2):
        for number in range(1, min(3, -(-len(keys) // 2)) + 1):
            part = view_of(page, world, page=str(number))
            context = part.list_context(part.sorted_queryset())
            rows = context["pages"].last - context["pages"].first + 1 if keys else 0
            assert context["pages"].total == len(keys)
            expected = keys[2 * (number - 1) : 2 * number] or keys[-(len(keys) % 2 or 2) :]
            assert rows == len(expected)
            shown += expected
    assert shown[: len(keys[:2])] == keys[:2]
    if not view.file_name:
        return
    client = client_of(page, world)

    def download(form: str) -> bytes:
        response = client.get(address_of(page, world, download=form))
        return b"".join(response) if response.streaming else response.content

    data = json.loads(download("json"))
    fields = [field["key"] for field in data["fields"]]
    table = list(csv.reader(io.StringIO(download("csv").decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(download("xlsx")))["data"]
    assert len(data["rows"]) == len(table) - 1 == book.max_row - 1 == len(keys)
    assert table[0] == fields and len(set(fields)) == len(fields)
    assert all(field["label"] for field in data["fields"])


@pytest.mark.parametrize("page", LIST_KINDS, ids=named)
def test_an_empty_list_has_its_sentence_and_a_count_if_it_is_filtered(
    page: PageKind, world: World
) -> None:
    view = view_of(page, world)
    context = view.list_context(view.sorted_queryset().none())
    summary = context["summary"]
    assert bool(summary.count) == (view.counted and bool(summary.filters)) and str(view.get_empty())


@pytest.mark.parametrize("page", LIST_KINDS, ids=named)
def test_a_list_asks_no_more_of_the_database_for_many_rows_than_for_few(
    page: PageKind, world: World
) -> None:
    counts = []
    for size in (1, 25):
        view = view_of(page, world)
        with (
            mock.patch.object(type(view), "paginate_by", size),
            CaptureQueriesContext(connection) as queries,
        ):
            view.list_context(view.sorted_queryset())
        counts.append(len(queries))
    # The one row may lack what others have: what is related to them is read by some queries for all rows.
    assert counts[1] <= counts[0] + 3


@pytest.mark.parametrize("page", LIST_KINDS, ids=named)
def test_a_list_is_sorted_by_each_column_that_says_so_and_back(
    page: PageKind, world: World
) -> None:
    for column in view_of(page, world).get_columns():
        if not column.sort:
            continue
        for language in ("en", "ar"):
            up = [
                item.pk
                for item in view_of(page, world, language, sort=column.key).sorted_queryset()
            ]
            down = [
                item.pk
                for item in view_of(page, world, language, sort=f"-{column.key}").sorted_queryset()
            ]
            # A list that sorts by itself need not turn round those that are alike.
            own_order = "sorted_queryset" in vars(LISTS[page.url_name])
            assert set(down) == set(up) if own_order else down == up[::-1]


@pytest.mark.parametrize("name", sorted(LISTS))
def test_the_heads_of_a_list_are_in_all_six_languages(name: str, world: World) -> None:
    """A head may be the same word in two languages, but not the title and all heads of a list."""
    page = next((each for each in LIST_KINDS if each.url_name == name), None)
    assert page is not None, f"{name} has no example in tests/pages/page_kinds.py"
    heads = {}
    for language in LANGUAGE_CODES:
        with translation.override(language):
            view = view_of(page, world, language)
            labels = [str(column.label) for column in view.get_columns() if column.cell]
            heads[language] = [str(view.get_title()), *labels] if labels else []
    if heads["en"]:
        assert len({tuple(labels) for labels in heads.values()}) == len(LANGUAGE_CODES)


@pytest.mark.parametrize("page", [page for page in ACTION_KINDS if page.who], ids=named)
def test_an_action_is_open_to_whom_its_rule_allows_it_and_to_nobody_else(
    page: PageKind, world: World
) -> None:
    """That its reader may open it, as the table of kinds of page says, is tested in test_every_page.py."""
    address = address_of(page, world)
    entries = AuditEntry.objects.count()
    visitor = Client()
    assert visitor.get(address).status_code in (302, 403, 404)
    assert visitor.post(address, {}).status_code in (302, 403, 404)
    assert AuditEntry.objects.count() == entries
    if page.url_name in OPEN_TO_MEMBERS:
        return
    stranger = Client()
    stranger.force_login(person())
    assert stranger.get(address).status_code in (403, 404)
    assert stranger.post(address, {}).status_code in (403, 404)
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize(
    "page", [page for page in ACTION_KINDS if page.who and ACTIONS[page.url_name].drafts], ids=named
)
def test_what_was_typed_is_a_draft_when_the_session_ended(page: PageKind, world: World) -> None:
    view = view_of(page, world)
    if not view.form_class.base_fields:
        return
    client, address = client_of(page, world), address_of(page, world)
    hidden = opened(client, address)
    Draft.objects.filter(user=world.people[page.who]).delete()
    form = view.sent_form.form
    text = next(
        (
            form.add_prefix(name)
            for name, field in form.fields.items()
            if getattr(field.widget, "input_type", "textarea") in ("text", "textarea")
            and not getattr(field.widget, "widgets", None)
            and field.widget.__class__.__name__ in ("TextInput", "Textarea")
            and name not in getattr(form, "undrafted", ())
        ),
        None,
    )
    if text is None:
        return
    client.logout()
    entries = AuditEntry.objects.exclude(verb__startswith="drafts.").count()
    response = client.post(address, hidden | {text: "Typed before the session ended"})
    assert response.status_code == 302 and "next=" in response["Location"]
    draft = Draft.objects.get(user=world.people[page.who], form=view.sent_form.key)
    assert draft.values[text] == ["Typed before the session ended"]
    assert AuditEntry.objects.exclude(verb__startswith="drafts.").count() == entries


@pytest.mark.parametrize("page", [page for page in ACTION_KINDS if page.who], ids=named)
def test_a_change_of_another_person_is_shown_and_not_overwritten(
    page: PageKind, world: World
) -> None:
    view = view_of(page, world)
    current = view.get_current()
    form = view.sent_form.form
    name = next(
        (
            name
            for name in current or {}
            if name in form.fields
            and form.fields[name].widget.__class__.__name__ in ("TextInput", "Textarea")
        ),
        None,
    )
    if current is None or name is None:
        return
    client, address = client_of(page, world), address_of(page, world)
    hidden = opened(client, address)
    typed = {
        form.add_prefix(key): value
        for key in form.fields
        if isinstance(value := form[key].value(), str | int) and not isinstance(value, bool)
    }
    by_another = {**current, name: "Changed by another person"}
    entries = AuditEntry.objects.count()
    with mock.patch.object(type(view), "get_current", lambda self: by_another):
        response = client.post(address, {**typed, **hidden})
    assert response.status_code in (409, 422)
    if response.status_code == 409:
        assert "Changed by another person" in response.content.decode()
    assert AuditEntry.objects.count() == entries


# Buttons of what the demonstration does not have.
ABSENT = {"parties:withdraw_successor"}


@pytest.mark.parametrize("name", [each for each in BUTTONS if each in FORMS_BY_ADDRESS])
def test_the_address_of_a_button_leads_to_the_page_with_the_button(name: str, world: World) -> None:
    """A browser asks for it after a sign-in or a change of the language; nothing is done then."""
    who, where = FORMS_BY_ADDRESS[name]
    page = PageKind(name, where, who)
    entries = AuditEntry.objects.count()
    response = client_of(page, world).get(address_of(page, world))
    assert response.status_code == (404 if name in ABSENT else 302)
    if name not in ABSENT:
        assert response["Location"] != address_of(page, world)
        assert client_of(page, world).get(response["Location"]).status_code in (200, 302)
    assert AuditEntry.objects.count() == entries


# Labels of buttons that say no more than the title, and pages whose title is a question, a place or one step of several.
GENERAL_BUTTONS = {"Save", "Save changes", "Save correction", "Save assessment", "Propose concept"}
OTHER_BUTTONS = {
    "accounts:first_administrator": "Create account",
    "accounts:new_administrator": "Create account",
    "documents:create_document": "Save and check",
    "documents:create_version": "Save and check",
    "documents:upload_document": "Save and check",
    "imports:columns": "Check rows",
    "mandates:revoke_acceptance": "Withdraw acceptance",
    "mandates:revoke_clause": "Withdraw acceptance",
    "propose_redaction": "Propose erasure",
    "remarks:new": "Send remark",
}


@pytest.mark.parametrize("page", ACTION_KINDS, ids=named)
def test_the_button_of_an_action_has_the_words_of_its_title(page: PageKind, world: World) -> None:
    view = view_of(page, world)
    button = str(view.get_button())
    if button != OTHER_BUTTONS.get(page.url_name) and button not in GENERAL_BUTTONS:
        assert button == str(view.get_title())
