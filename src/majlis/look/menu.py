"""What rooms hang into the page: entries of the menu and of the foot, notices, the account corner.

A room registers in its `AppConfig.ready()`. Only what works is shown: an entry whose address does not
exist, or whose `shown` says no, is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

StrOrPromise = str | Promise
# An address that is handed on is cut before its query where it is longer.
MAX_ADDRESS_LENGTH = 500


def shown_to_everybody(request: HttpRequest) -> bool:
    """Shown to everybody."""
    return True


@dataclass(frozen=True)
class MenuEntry:
    """A place that pages lead to: the name of its URL, what it is called, and where it stands.

    `also` names the URLs under which its room has further pages; on those the entry is the current one too.
    `carries` names a parameter in which its link hands on the address of the page it stands on.
    """

    url_name: str
    label: StrOrPromise
    order: int = 100
    shown: Callable[[HttpRequest], bool] = shown_to_everybody
    also: tuple[str, ...] = ()
    carries: str = ""


@dataclass(frozen=True)
class MenuLink:
    """An entry as a page shows it."""

    url: str
    label: StrOrPromise
    current: bool = False


@dataclass(frozen=True)
class Notice:
    """A line above the band: what everybody who reads must know.

    `asks` is for what somebody must mend, such as mail that does not leave; it is red. `brief` is
    the same for a phone, where all notices have to stand in one line; there it is the link itself.
    """

    text: StrOrPromise
    url: str = ""
    link: StrOrPromise = ""
    asks: bool = False
    brief: StrOrPromise = ""


NoticeFunction = Callable[[HttpRequest], Notice | None]


class Registry:
    """Everything that rooms have registered."""

    def __init__(self) -> None:
        self.menu: dict[str, MenuEntry] = {}
        self.foot: dict[str, MenuEntry] = {}
        self.notices: list[NoticeFunction] = []
        self.account_template = ""
        self.tools: dict[str, int] = {}


registry = Registry()


def register_entry(entry: MenuEntry) -> None:
    """Hang an entry into the menu; the same URL name again takes its place."""
    registry.menu[entry.url_name] = entry


def register_footer_entry(entry: MenuEntry) -> None:
    """Hang an entry into the foot of every page."""
    registry.foot[entry.url_name] = entry


def register_notice(notice_of: NoticeFunction) -> None:
    """Ask this function on every page for a notice; it returns None where there is nothing to say."""
    if notice_of not in registry.notices:
        registry.notices.append(notice_of)


def set_account_template(name: str) -> None:
    """Name the template that fills the account corner: sign in, or what is asked of me."""
    registry.account_template = name


def register_record_tool(template: str, order: int = 100) -> None:
    """Hang a template into the page of every record: follow, comments, history, citation.

    It is drawn by ``{% tools record %}`` with the record as ``record``. So the page of a lower room has
    what higher rooms offer, without knowing them.
    """
    registry.tools[template] = order


def url_of(url_name: str) -> str:
    """Where a URL name leads, or nothing where it does not exist."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def menu_links(entries: dict[str, MenuEntry], request: HttpRequest) -> list[MenuLink]:
    """Entries as links, in order. The one that the page stands under is current: the longest match."""
    shown = [
        (url, entry)
        for entry in sorted(entries.values(), key=lambda entry: entry.order)
        if entry.shown(request) and (url := url_of(entry.url_name))
    ]
    under = {
        place: url
        for url, entry in shown
        for place in (url, *map(url_of, entry.also))
        if place and is_below(request.path, place)
    }
    here = under[max(under, key=len)] if under else ""
    return [
        MenuLink(url_with_page(url, entry, request), entry.label, url == here)
        for url, entry in shown
    ]


def url_with_page(url: str, entry: MenuEntry, request: HttpRequest) -> str:
    """The address of an entry, with that of the page if it wants to know it; its own page keeps what it has."""
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
    """Whether a path is this URL or below it. A front page (`/`, `/ar/`) has nothing below it."""
    if url.count("/") <= 2:
        return path == url
    return path.startswith(url if url.endswith("/") else f"{url}/") or path == url
