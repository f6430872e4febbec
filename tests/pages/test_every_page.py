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

from majlis.kernel import downloads, figures
from majlis.kernel.languages import BY_CODE, CODES
from majlis.look import sheet
from tests.pages import taken
from tests.pages.conftest import World
from tests.pages.table import NO_PAGES, PAGES, PageKind, names
from tests.support.markup import compact

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
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
    there = set(names())
    assert there - known == set(), "a URL that no test visits: add it to tests/pages/table.py"
    assert known - there == set(), "there is no such URL any more"


def test_no_kind_of_page_and_no_language_drops_out() -> None:
    assert len(PAGES) * len(CODES) == len({(page, code) for page in PAGES for code in CODES})
    assert len(CODES) == 6


def look_at(page: PageKind, world: World, language: str) -> tuple[Any, int]:
    """The answer to one visit, and how many queries it took."""
    client = Client()
    if page.who:
        client.force_login(world.people[page.who])
    with translation.override(language):
        path = reverse(page.url_name, kwargs=page.where(world))
    # As the first visitor after a write, who keeps what others are given: a test is one transaction, a visit is none.
    figures._figures.clear()
    with (
        mock.patch.object(figures, "within_a_transaction", return_value=False),
        CaptureQueriesContext(connection) as queries,
    ):
        response = client.get(path + page.query)
    figures._figures.clear()
    return response, len(queries)


def visited(page: PageKind, world: World, language: str) -> tuple[int, bytes, int]:
    """Status, content and number of queries of a visit; one visit serves all tests that change nothing."""
    key = (page, language)
    if key not in world.visits:
        response, queries = look_at(page, world, language)
        world.visits[key] = response.status_code, response.content, queries
    return world.visits[key]


# Pages that stand under others, and lead back to them.
TRAILED = {
    *(
        "parties:successor",
        "parties:close",
        "parties:delegation",
        "parties:change",
        "parties:members",
    ),
    *("imports:columns", "imports:batch", "moderation:statistics", "moderation:appeal"),
    *("moderation:report", "moderation:case", "parties:invitation"),
    *("drafts:mine", "comments:write", "comments:edit", "comments:withdraw", "comments:on"),
}
TRAIL = re.compile(r'<nav class="trail"[^>]*><ol><li><a href="[^"]+">[^<]')


def packed(content: bytes) -> int:
    """How many bytes go over the line, where the server compresses."""
    return len(gzip.compress(content, 6))


def asked_for(text: str) -> Iterator[str]:
    """What a browser fetches to show a page that it opens first: style sheet, scripts, icon, images."""
    for tag in set(
        re.findall(r"<(?:script|link|img|source|iframe|object|video|audio)\b[^>]*>", text)
    ):
        found = re.search(r'\s(?:src|href|data)="([^"]+)"', tag)
        relation = re.search(r'\srel="([^"]+)"', tag)
        if found and (not relation or set(relation[1].split()) & FETCHED):
            yield html.unescape(found[1])


@cache
def weight_of(path: str) -> int:
    """What one thing adds that a page asks for; nothing may be asked of another server."""
    if path == STYLES:
        return packed(sheet.joined().encode())
    assert path.startswith(configured.STATIC_URL), f"fetched from elsewhere: {path}"
    found = finders.find(path.removeprefix(configured.STATIC_URL))
    assert isinstance(found, str), f"there is no {path}"
    return packed(Path(found).read_bytes())


def test_the_weight_of_a_visit_is_that_of_all_it_asks_for() -> None:
    text = (
        '<link rel="icon" href="/static/look/mark.svg"><link rel="alternate" href="/ar/">'
        '<script src="/static/kernel/guard.js" defer></script><a href="/en/">Home</a>'
    )
    assert set(asked_for(text)) == {"/static/look/mark.svg", "/static/kernel/guard.js"}
    assert weight_of("/static/kernel/guard.js") > 100
    for bad in ("https://example.org/a.js", "/static/absent.js"):
        with pytest.raises(AssertionError):
            weight_of(bad)


ALWAYS = ("ar", "en")
LANGUAGES = [
    code if code in ALWAYS else pytest.param(code, marks=pytest.mark.slow) for code in CODES
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.url_name}{page.query}")
def test_page(page: PageKind, language: str, world: World, settings: Any) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, world.files
    status, content, queries = visited(page, world, language)
    assert status == page.status, content[:300]
    html5lib.HTMLParser(strict=True).parse(content.decode())
    text = compact(content.decode())
    assert f'<html lang="{language}" dir="{BY_CODE[language].direction}"' in text
    assert len(re.findall(r"<h1[ >]", text)) == 1
    seen = re.findall(r"<h1[^>]*>([^<]+)</h1>|<caption>([^<]+)</caption>", text)
    assert not {heading for heading, _caption in seen if heading} & {each[1] for each in seen}
    assert page.url_name not in TRAILED or TRAIL.search(text)
    assert not re.search(r'\sstyle="|<style|<script(?![^>]* src=)|\son[a-z]+="', text)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)
    assert queries <= MOST_QUERIES
    weight = packed(content)
    assert weight <= FURTHER
    asked = [*asked_for(text)]
    assert STYLES in asked
    assert weight + sum(map(weight_of, asked)) <= FIRST_VISIT


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.url_name}{page.query}")
def test_the_words_of_the_page_are_translated(page: PageKind, world: World, settings: Any) -> None:
    """A heading that is the same in English and in Chinese was forgotten, or is what somebody wrote."""
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, world.files

    def headings(language: str) -> list[str]:
        text = compact(visited(page, world, language)[1].decode())
        found = re.findall(r"<(?:h[1-3]|label|button|th|dt|legend)[^>]*>([^<]{4,})<", text)
        return [each.strip() for each in found if re.search("[a-z]{4}", each)]

    assert set(headings("en")) & set(headings("zh")) <= WRITTEN_BY_SOMEBODY


@pytest.fixture(scope="module")
def lists(world: World, django_db_blocker: Any) -> World:
    """The demonstration with a formula and a hidden row on each list."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(configured, "MAJLIS_FILES", world.files)
        taken.plant(world)
    return world


TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": downloads.XLSX, "json": "application/json"}


@pytest.mark.parametrize("page", taken.LISTS, ids=lambda page: page.url_name)
def test_a_list_is_taken_away_as_its_reader_sees_it(
    page: PageKind, lists: World, settings: Any
) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, lists.files
    text = html.unescape(compact(look_at(page, lists, "en")[0].content.decode()))
    # What was looked for is marked.
    assert taken.SHOWN in re.sub(r"</?mark>", "", text)
    assert taken.HIDDEN not in text
    links = re.findall(r'href="(\?(?!of=)[^"]*download=(\w+))"', text)
    assert [form for _query, form in links] == list(downloads.FORMATS)
    for query, form in links:
        answer, queries = look_at(replace(page, query=query), lists, "ar")
        assert answer.headers["Content-Type"] == TYPES[form]
        assert queries <= MOST_QUERIES
        cells = cells_of(answer.getvalue(), form)
        assert any(taken.SHOWN in each for each in cells), cells
        assert not any(taken.HIDDEN in each for each in cells)
        if form == "csv":
            assert not any(each.lstrip().startswith(downloads.FORMULA) for each in cells)


@pytest.mark.parametrize("page", taken.FIGURES, ids=lambda page: page.url_name)
def test_numbers_are_taken_away_as_the_page_shows_them(
    page: PageKind, lists: World, settings: Any
) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, lists.files
    text = html.unescape(compact(look_at(page, lists, "en")[0].content.decode()))
    wanted = [f"{page.query}&download={form}" for form in downloads.FORMATS]
    assert [each for each in re.findall(r'href="(\?[^"]*)"', text) if each in wanted] == wanted
    row = taken.figures(page)
    for query, form in zip(wanted, downloads.FORMATS, strict=True):
        answer, queries = look_at(replace(page, query=query), lists, "ar")
        assert answer.headers["Content-Type"] == TYPES[form]
        assert queries <= MOST_QUERIES
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


@pytest.mark.parametrize("name", taken.REFUSED)
def test_who_may_not_open_a_list_gets_no_file_of_it(name: str, lists: World, settings: Any) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, lists.files
    for who in ("", "delegate"):
        answer, _queries = look_at(PageKind(name, who=who, query="?download=csv"), lists, "en")
        assert answer.status_code in (302, 403), (who, answer.status_code)
