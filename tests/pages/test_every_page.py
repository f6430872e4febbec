"""What every page promises, tested on each kind of page in each of the six languages."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import html5lib
import openpyxl
import pytest
from django.conf import settings as configured
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from majlis.kernel import downloads, snapshot_cache
from majlis.kernel.audit_labels import audit_label
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE
from majlis.kernel.models import AuditEntry
from majlis.look import stylesheet
from tests.pages import downloadable_lists
from tests.pages.conftest import World
from tests.pages.page_kinds import NO_PAGES, PAGES, PageKind, url_names
from tests.pages.templates import DRAWN_ELSEWHERE, drawn, ours
from tests.support.markup import compact
from tests.support.queries import MAX_QUERIES, most_queries

pytestmark = pytest.mark.django_db
# Words of a letter, heads of a table and a text that somebody brought in, in tests/pages/conftest.py.
WRITTEN_BY_SOMEBODY = {
    *("A fictional letter", "scheme", "code", "language", "name", "source"),
    # Stretches of a provision of samples/tidal-gardens.2026.en.docx, each old or new.
    *(
        "31 March 2027",
        "Requests the Secretary-General to publish a map of the gardens in the register by",
    ),
}
FIRST_VISIT, FURTHER = 60_000, 20_000
STYLES = "/static/look/look.css"
FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


def test_every_address_is_visited() -> None:
    known = {page.url_name for page in PAGES} | set(NO_PAGES)
    there = set(url_names())
    assert there - known == set(), "a URL that no test visits: add it to tests/pages/page_kinds.py"
    assert known - there == set(), "there is no such URL any more"


def test_what_is_visited_elsewhere_names_tests_that_are_there() -> None:
    root = Path(__file__).resolve().parents[2]
    said = " ".join({*NO_PAGES.values(), *DRAWN_ELSEWHERE.values()})
    named = set(re.findall(r"tests/[\w/.]*\w", said))
    assert len(named) > 20
    assert [each for each in sorted(named) if not (root / each).exists()] == []


def test_no_kind_of_page_and_no_language_drops_out() -> None:
    assert len(PAGES) * len(LANGUAGE_CODES) == len(
        {(page, code) for page in PAGES for code in LANGUAGE_CODES}
    )
    assert len(LANGUAGE_CODES) == 6


def visit(page: PageKind, world: World, language: str) -> tuple[Any, int]:
    """The answer to one visit, and how many queries it took."""
    client = Client()
    if page.who:
        client.force_login(world.people[page.who])
    with translation.override(language):
        path = reverse(page.url_name, kwargs=page.where(world))
    # As the first visitor after a write, who keeps what others are given: a test is one transaction, a visit is none.
    snapshot_cache._values.clear()
    with (
        mock.patch.object(snapshot_cache, "in_transaction", return_value=False),
        CaptureQueriesContext(connection) as queries,
    ):
        response = client.get(path + page.query)
    snapshot_cache._values.clear()
    return response, len(queries)


def cached_visit(page: PageKind, world: World, language: str) -> tuple[int, bytes, int]:
    """Status, content and number of queries of a visit; one visit serves all tests that change nothing."""
    key = (page, language)
    if key not in world.visits:
        # Of one language, so that it is the same however many languages are visited.
        with drawn(world.templates if language == "en" else set()):
            response, queries = visit(page, world, language)
        world.visits[key] = response.status_code, response.content, queries
    return world.visits[key]


# Pages that stand under others, and lead back to them.
PAGES_WITH_TRAIL = {
    *(
        "parties:name_successor",
        "parties:close_organisation",
        "parties:delegation",
        "parties:change_organisation",
        "parties:members",
    ),
    *("imports:columns", "imports:batch", "moderation:statistics", "moderation:appeal"),
    *("moderation:report", "moderation:case", "parties:invitation", "history"),
    *("drafts:mine", "comments:write", "comments:edit", "comments:withdraw", "comments:list"),
}
TRAIL = re.compile(r'<nav class="trail"[^>]*><ol><li><a href="[^"]+">[^<]')


def compressed_size(content: bytes) -> int:
    """How many bytes go over the line, where the server compresses."""
    return len(gzip.compress(content, 6))


def fetched_resources(text: str) -> Iterator[str]:
    """What a browser fetches to show a page that it opens first: style sheet, scripts, icon, images."""
    for tag in set(
        re.findall(r"<(?:script|link|img|source|iframe|object|video|audio)\b[^>]*>", text)
    ):
        found = re.search(r'\s(?:src|href|data)="([^"]+)"', tag)
        relation = re.search(r'\srel="([^"]+)"', tag)
        if found and (not relation or set(relation[1].split()) & FETCHED):
            yield html.unescape(found[1])


@cache
def resource_size(path: str) -> int:
    """What one thing adds that a page asks for; nothing may be asked of another server."""
    if path == STYLES:
        return compressed_size(stylesheet.joined_css().encode())
    assert path.startswith(configured.STATIC_URL), f"fetched from elsewhere: {path}"
    found = finders.find(path.removeprefix(configured.STATIC_URL))
    assert isinstance(found, str), f"there is no {path}"
    return compressed_size(Path(found).read_bytes())


def test_the_weight_of_a_visit_is_that_of_all_it_asks_for() -> None:
    text = (
        '<link rel="icon" href="/static/look/mark.svg"><link rel="alternate" href="/ar/">'
        '<script src="/static/kernel/proof_of_work.js" defer></script><a href="/en/">Home</a>'
    )
    assert set(fetched_resources(text)) == {
        "/static/look/mark.svg",
        "/static/kernel/proof_of_work.js",
    }
    assert resource_size("/static/kernel/proof_of_work.js") > 100
    for bad in ("https://example.org/a.js", "/static/absent.js"):
        with pytest.raises(AssertionError):
            resource_size(bad)


ALWAYS = ("ar", "en")
LANGUAGES = [
    code if code in ALWAYS else pytest.param(code, marks=pytest.mark.slow)
    for code in LANGUAGE_CODES
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.url_name}{page.query}")
def test_page(page: PageKind, language: str, world: World, settings: Any) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, world.files
    status, content, queries = cached_visit(page, world, language)
    assert status == page.status, content[:300]
    if language == ALWAYS[0]:
        # The tags are the same in each language: a translation has those of the English words (tools/catalogues.py).
        html5lib.HTMLParser(strict=True).parse(content.decode())
    text = compact(content.decode())
    assert f'<html lang="{language}" dir="{LANGUAGES_BY_CODE[language].direction}"' in text
    assert len(re.findall(r"<h1[ >]", text)) == 1
    seen = re.findall(r"<h1[^>]*>([^<]+)</h1>|<caption>([^<]+)</caption>", text)
    assert not {heading for heading, _caption in seen if heading} & {each[1] for each in seen}
    assert page.url_name not in PAGES_WITH_TRAIL or TRAIL.search(text)
    assert not re.search(r'\sstyle="|<style|<script(?![^>]* src=)|\son[a-z]+="', text)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)
    assert queries <= most_queries(page.url_name, signed_in=bool(page.who))
    weight = compressed_size(content)
    assert weight <= FURTHER
    asked = [*fetched_resources(text)]
    assert STYLES in asked
    assert weight + sum(map(resource_size, asked)) <= FIRST_VISIT


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.url_name}{page.query}")
def test_the_words_of_the_page_are_translated(page: PageKind, world: World, settings: Any) -> None:
    """A heading that is the same in English and in Arabic was forgotten, or is what somebody wrote."""
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, world.files

    def headings(language: str) -> list[str]:
        text = compact(cached_visit(page, world, language)[1].decode())
        found = re.findall(r"<(?:h[1-3]|label|button|th|dt|legend)[^>]*>([^<]{4,})<", text)
        return [each.strip() for each in found if re.search("[a-z]{4}", each)]

    assert set(headings("en")) & set(headings("ar")) <= WRITTEN_BY_SOMEBODY


def test_each_audit_value_of_the_demonstration_has_a_label(world: World) -> None:
    missing = {
        (entry.verb, entry.target.partition(":")[0], key)
        for entry in AuditEntry.objects.exclude(verb="test.done")
        for key in [*entry.old, *entry.new]
        if audit_label(entry.verb, entry.target, key) is None
    }
    assert missing == set()


def test_every_template_is_drawn(world: World, settings: Any) -> None:
    """By the visits above, which are not made again; alone, this test makes those in English."""
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, world.files
    for page in PAGES:
        cached_visit(page, world, "en")
    seen, elsewhere = world.templates, set(DRAWN_ELSEWHERE)
    missing, gone, drawn_here = ours() - seen - elsewhere, elsewhere - ours(), elsewhere & seen
    assert not missing, (
        f"no visit draws these: add one to tests/pages/page_kinds.py: {sorted(missing)}"
    )
    assert not gone, f"there are no such templates any more: {sorted(gone)}"
    assert not drawn_here, f"visits draw these: take them off the list: {sorted(drawn_here)}"


@pytest.fixture(scope="module")
def lists(world: World, django_db_blocker: Any) -> World:
    """The demonstration with a formula and a hidden row on each list."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(configured, "MAJLIS_FILES", world.files)
        downloadable_lists.plant_rows(world)
    return world


TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": downloads.XLSX, "json": "application/json"}


@pytest.mark.parametrize("page", downloadable_lists.LISTS, ids=lambda page: page.url_name)
def test_a_list_is_taken_away_as_its_reader_sees_it(
    page: PageKind, lists: World, settings: Any
) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, lists.files
    text = html.unescape(compact(visit(page, lists, "en")[0].content.decode()))
    # What was looked for is marked.
    assert downloadable_lists.SHOWN in re.sub(r"</?mark>", "", text)
    assert downloadable_lists.HIDDEN not in text
    links = re.findall(r'href="(\?(?!of=)[^"]*download=(\w+))"', text)
    assert [form for _query, form in links] == list(downloads.FORMATS)
    for query, form in links:
        answer, queries = visit(replace(page, query=query), lists, "ar")
        assert answer.headers["Content-Type"] == TYPES[form]
        assert queries <= MAX_QUERIES
        cells = cells_of(answer.getvalue(), form)
        assert any(downloadable_lists.SHOWN in each for each in cells), cells
        assert not any(downloadable_lists.HIDDEN in each for each in cells)
        if form == "csv":
            assert not any(each.lstrip().startswith(downloads.FORMULA_STARTS) for each in cells)


@pytest.mark.parametrize("page", downloadable_lists.NUMBER_LISTS, ids=lambda page: page.url_name)
def test_numbers_are_taken_away_as_the_page_shows_them(
    page: PageKind, lists: World, settings: Any
) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, lists.files
    text = html.unescape(compact(visit(page, lists, "en")[0].content.decode()))
    wanted = [f"{page.query}&download={form}" for form in downloads.FORMATS]
    assert [each for each in re.findall(r'href="(\?[^"]*)"', text) if each in wanted] == wanted
    row = downloadable_lists.number_cells(page)
    for query, form in zip(wanted, downloads.FORMATS, strict=True):
        answer, queries = visit(replace(page, query=query), lists, "ar")
        assert answer.headers["Content-Type"] == TYPES[form]
        assert queries <= MAX_QUERIES
        cells = cells_of(answer.getvalue(), form)
        rows = [cells[at : at + len(row)] for at in range(len(cells))]
        assert row in rows, cells


def cells_of(data: bytes, form: str) -> list[str]:
    """The cells of the rows of a file, as words; of a workbook none may be a formula."""
    if form == "json":
        rows = [each.values() for each in json.loads(data)["rows"]]
    elif form == "csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    else:
        page = openpyxl.load_workbook(io.BytesIO(data))["data"]
        assert page.sheet_view.rightToLeft
        assert not any(cell.data_type == "f" for row in page.rows for cell in row)
        rows = list(page.iter_rows(min_row=2, values_only=True))
    return [str(cell) for row in rows for cell in row]


@pytest.mark.parametrize("name", downloadable_lists.PRIVATE_LISTS)
def test_who_may_not_open_a_list_gets_no_file_of_it(name: str, lists: World, settings: Any) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, lists.files
    for who in ("", "delegate"):
        answer, _queries = visit(PageKind(name, who=who, query="?download=csv"), lists, "en")
        assert answer.status_code in (302, 403), (who, answer.status_code)
