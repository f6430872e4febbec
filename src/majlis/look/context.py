"""The context of the base template, as one variable, `look`.

It computes lazily only what a page shows. It needs no query for anonymous readers, and one for others: what
waits for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from majlis.look import menu as registered
from majlis.look.languages import LANGUAGES, Language, language_of
from majlis.look.parts import StrOrPromise

THEMES = ("light", "dark")
THEME_COOKIE = "theme"
TEXT_LANGUAGE = "in"
"""Query parameter of pages that show a text: its language, where it is not that of the page."""
# The dotted path of a function in a setting.
DOTTED_PATH = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")


@dataclass(frozen=True)
class LanguageLink:
    """This page in one of the six languages."""

    language: Language
    url: str
    current: bool


def url_in_language(path: str, code: str) -> str:
    """The address of the same page in another language, with its query string.

    A path without a URL pattern (as on an error page) stays the same after the language.
    """
    translated = translate_url(path, code)
    parts = path.split("/", 2)
    if translated == path and len(parts) == 3 and parts[1] in LANGUAGES:
        return f"/{code}/{parts[2]}"
    return translated


def setting_text(name: str) -> StrOrPromise:
    """The text of a setting that is a text, a function without arguments, or the path of one."""
    value: str | Callable[[], StrOrPromise] = getattr(settings, name, "")
    if isinstance(value, str) and DOTTED_PATH.fullmatch(value):
        value = import_string(value)
    return value() if callable(value) else value


class BasePage:
    """The values of the base template for a request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def language(self) -> Language:
        """The language of the interface."""
        return language_of(get_language())

    @property
    def code(self) -> str:
        """The code of the language of the interface."""
        return self.language.code

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`: the direction of the language of the interface."""
        return self.language.direction

    @cached_property
    def theme(self) -> str:
        """`light` or `dark` if the reader chose one; else empty, and the reader's system decides."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @cached_property
    def switches(self) -> list[LanguageLink]:
        """Links to this page in the six languages.

        A text that is shown in the language of the page follows that language, as it does where none is named.
        """
        query = self.request.GET.copy()
        if query.get(TEXT_LANGUAGE) == self.code:
            del query[TEXT_LANGUAGE]
        path = f"{self.request.path}?{query.urlencode()}" if query else self.request.path
        return [
            LanguageLink(language, url_in_language(path, code), language == self.language)
            for code, language in LANGUAGES.items()
        ]

    @cached_property
    def menu(self) -> list[registered.MenuLink]:
        """The menu entries for this reader."""
        registry = registered.registry
        return registered.menu_links(
            registry.menu.values(), self.request, beside=registry.work.values()
        )

    @cached_property
    def waiting(self) -> dict[str, int]:
        """What waits for this reader: the name of a URL and the number of rows behind it. One query."""
        registry = registered.registry
        entries = [*registry.work.values(), *registry.account.values()]
        return registered.waiting_counts(entries, self.request)

    @cached_property
    def work(self) -> list[registered.MenuLink]:
        """The entries of the menu "Work" for this reader, each with what waits; empty for most readers."""
        registry = registered.registry
        return registered.menu_links(
            registry.work.values(), self.request, self.waiting, beside=registry.menu.values()
        )

    @property
    def work_count(self) -> int:
        """How much waits in the menu "Work"."""
        return sum(link.count for link in self.work)

    @cached_property
    def account_links(self) -> list[registered.MenuLink]:
        """The entries of the account corner for this reader, each with what waits."""
        return registered.menu_links(
            registered.registry.account.values(), self.request, self.waiting
        )

    @property
    def account_count(self) -> int:
        """How much waits in the account corner."""
        return sum(link.count for link in self.account_links)

    @cached_property
    def foot(self) -> list[registered.MenuLink]:
        """The footer entries that rooms registered: help, privacy and others."""
        return registered.menu_links(registered.registry.foot.values(), self.request)

    @cached_property
    def notices(self) -> list[registered.Notice]:
        """The notices for this request."""
        notices = (notice_of(self.request) for notice_of in registered.registry.notices)
        return [notice for notice in notices if notice]

    @cached_property
    def footer_notes(self) -> list[str]:
        """The sentences at the end of the page; the template asks for them last."""
        notes = (note_of(self.request) for note_of in registered.registry.footer_notes)
        return [note for note in notes if note]

    @property
    def account(self) -> str:
        """The template of the account corner; empty without one."""
        return registered.registry.account_template

    @cached_property
    def home(self) -> str:
        """The front page in the language of the reader."""
        return registered.url_of("home") or f"/{self.language.code}/"

    @cached_property
    def search(self) -> str:
        """The path of the search; empty without one."""
        return registered.url_of("search")

    @cached_property
    def suggest(self) -> str:
        """The address of the suggestions for fields with ``data-suggest``; empty without one."""
        return registered.url_of("search_suggestions")

    @property
    def query(self) -> str:
        """The query of the search, on the page of its results."""
        return self.request.GET.get("q", "") if self.request.path == self.search else ""

    @cached_property
    def process(self) -> StrOrPromise:
        """The name of the process that this site serves, from the setting MAJLIS_PROCESS."""
        return setting_text("MAJLIS_PROCESS")

    @cached_property
    def process_brief(self) -> StrOrPromise:
        """A shorter name of the process for a narrow screen: setting MAJLIS_PROCESS_BRIEF."""
        return setting_text("MAJLIS_PROCESS_BRIEF") or self.process

    @cached_property
    def appearance(self) -> str:
        """The link to the choice of a theme, with the address of this page to return to."""
        url = registered.url_of("look:appearance")
        return f"{url}?{urlencode({'next': self.request.get_full_path()})}" if url else ""


def page(request: HttpRequest) -> dict[str, BasePage]:
    """Context processor: the values of `look/base.html`, as `look`."""
    return {"look": BasePage(request)}
