"""The registry of what rooms add to every page: entries of menus and footer, notices, the account template.

A room registers in its `AppConfig.ready()`. Entries whose URL does not exist, or whose `shown` returns
False, are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from majlis.look.row_counts import count_rows

StrOrPromise = str | Promise
# Rows of any model: only their number is read.
CountedRows = Callable[[HttpRequest], QuerySet[Any] | None]
# The address of a page is passed on without its query if it is longer than this.
MAX_ADDRESS_LENGTH = 500


def shown_to_everybody(request: HttpRequest) -> bool:
    """Shown to everybody."""
    return True


@dataclass(frozen=True)
class MenuEntry:
    """An entry of a menu or the footer: URL name, label, and position.

    `also` are names of further URLs; on pages below them the entry is current too. `carries` is the name
    of a query parameter in which its link passes on the address of the present page. An entry of the menu
    "Work" or of the account may show the number of rows that `waiting` gives.
    """

    url_name: str
    label: StrOrPromise
    order: int = 100
    shown: Callable[[HttpRequest], bool] = shown_to_everybody
    also: tuple[str, ...] = ()
    carries: str = ""
    waiting: CountedRows | None = None


@dataclass(frozen=True)
class MenuLink:
    """An entry as a link on a page, with the number of rows that wait there."""

    url: str
    label: StrOrPromise
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Notice:
    """A line above the header, for all readers.

    `asks` marks a problem that needs action, such as mail that is not sent; it is red. `brief` is a
    shorter text for phones, where all notices share one line; there the text itself is the link.
    """

    text: StrOrPromise
    url: str = ""
    link: StrOrPromise = ""
    asks: bool = False
    brief: StrOrPromise = ""


NoticeFunction = Callable[[HttpRequest], Notice | None]
FooterNoteFunction = Callable[[HttpRequest], str]


class Registry:
    """Everything that rooms have registered."""

    def __init__(self) -> None:
        self.menu: dict[str, MenuEntry] = {}
        self.work: dict[str, MenuEntry] = {}
        self.account: dict[str, MenuEntry] = {}
        self.foot: dict[str, MenuEntry] = {}
        self.notices: list[NoticeFunction] = []
        self.footer_notes: list[FooterNoteFunction] = []
        self.account_template = ""
        self.tools: dict[str, int] = {}


registry = Registry()


def register_entry(entry: MenuEntry) -> None:
    """Add an entry to the menu; it replaces one with the same URL name."""
    registry.menu[entry.url_name] = entry


def register_work_entry(entry: MenuEntry) -> None:
    """Add an entry to the menu "Work" of those who work on the site."""
    registry.work[entry.url_name] = entry


def register_account_entry(entry: MenuEntry) -> None:
    """Add an entry to the account corner of signed-in readers."""
    registry.account[entry.url_name] = entry


def register_footer_entry(entry: MenuEntry) -> None:
    """Add an entry to the footer of every page."""
    registry.foot[entry.url_name] = entry


def register_notice(notice_of: NoticeFunction) -> None:
    """Register a function that returns a notice for a request, or None; every page calls it."""
    if notice_of not in registry.notices:
        registry.notices.append(notice_of)


def register_footer_note(note_of: FooterNoteFunction) -> None:
    """Register a function that returns a sentence for the end of the page, or an empty text.

    Every page calls it after all else on it is known.
    """
    if note_of not in registry.footer_notes:
        registry.footer_notes.append(note_of)


def set_account_template(name: str) -> None:
    """Set the template of the account corner: the sign-in link, or the reader's tasks."""
    registry.account_template = name


def register_record_tool(template: str, order: int = 100) -> None:
    """Add a template to the page of every record: follow, comments, history, citation.

    ``{% tools record %}`` renders it with the record as ``record``. Pages of lower rooms thus show tools of
    higher rooms without importing them.
    """
    registry.tools[template] = order


def url_of(url_name: str) -> str:
    """The path of a URL name; empty if it does not exist."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def shown_entries(entries: Collection[MenuEntry], request: HttpRequest) -> dict[str, MenuEntry]:
    """URL -> entry, for the entries that the reader sees, in order."""
    ordered = sorted(entries, key=lambda entry: entry.order)
    shown = [(url_of(entry.url_name), entry) for entry in ordered if entry.shown(request)]
    return {url: entry for url, entry in shown if url}


def menu_links(
    entries: Collection[MenuEntry],
    request: HttpRequest,
    counts: Mapping[str, int] | None = None,
    beside: Collection[MenuEntry] = (),
) -> list[MenuLink]:
    """The shown entries as links, in order; current is the entry with the longest match of the path.

    `counts` gives numbers by URL name. `beside` are the entries of another menu on the same page: only one
    entry of both is current.
    """
    shown = shown_entries(entries, request)
    matches = {
        place: url
        for url, entry in (shown | shown_entries(beside, request)).items()
        for place in (url, *map(url_of, entry.also))
        if place and is_below(request.path, place)
    }
    current_url = matches[max(matches, key=len)] if matches else ""
    return [
        MenuLink(
            url_with_page(url, entry, request),
            entry.label,
            url == current_url,
            (counts or {}).get(entry.url_name, 0),
        )
        for url, entry in shown.items()
    ]


def waiting_counts(entries: Collection[MenuEntry], request: HttpRequest) -> dict[str, int]:
    """URL name -> number of waiting rows, for the entries that the reader sees; one query for all."""
    waiting = (
        (entry.url_name, entry.waiting(request))
        for entry in shown_entries(entries, request).values()
        if entry.waiting is not None
    )
    return count_rows({name: rows for name, rows in waiting if rows is not None})


def url_with_page(url: str, entry: MenuEntry, request: HttpRequest) -> str:
    """The URL of an entry with the address of the page in `carries`; on its own page the value stays."""
    if not entry.carries:
        return url
    page = (
        request.get_full_path()
        if len(request.get_full_path()) <= MAX_ADDRESS_LENGTH
        else request.path
    )
    if request.path == url:
        page = request.GET.get(entry.carries, "")[:MAX_ADDRESS_LENGTH]
    return f"{url}?{urlencode({entry.carries: page})}" if page else url


def is_below(path: str, url: str) -> bool:
    """Whether a path is this URL or below it. Nothing is below a front page (`/`, `/ar/`)."""
    if url.count("/") <= 2:
        return path == url
    return path.startswith(url if url.endswith("/") else f"{url}/") or path == url
