"""What the base page knows of a request, as one variable, `look`.

Nothing here asks the database, and nothing is worked out that a page does not show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from majlis.look import menu as hung
from majlis.look.languages import LANGUAGES, Language, language_of

THEMES = ("light", "dark")
THEME_COOKIE = "theme"
# The path of a function, as settings name one.
DOTTED_PATH = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")


@dataclass(frozen=True)
class LanguageLink:
    """This page in one of the six languages."""

    language: Language
    url: str
    current: bool


def url_in_language(path: str, code: str) -> str:
    """The address of the same page, query string kept, in another language.

    A page that has no address of its own (an error page) keeps its path, with the language before it.
    """
    moved = translate_url(path, code)
    parts = path.split("/", 2)
    if moved == path and len(parts) == 3 and parts[1] in LANGUAGES:
        return f"/{code}/{parts[2]}"
    return moved


def setting_text(name: str) -> Any:
    """A setting that is words, or a function without arguments that returns them, or its path."""
    value = getattr(settings, name, "")
    if isinstance(value, str) and DOTTED_PATH.fullmatch(value):
        value = import_string(value)
    return value() if callable(value) else value


class BasePage:
    """The page around what a room shows."""

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
        """`ltr` or `rtl`: how the language of the interface runs."""
        return self.language.direction

    @cached_property
    def theme(self) -> str:
        """`light` or `dark` if the reader chose one, else nothing: the reader's system decides."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @cached_property
    def switches(self) -> list[LanguageLink]:
        """This page in the six languages."""
        here = self.request.get_full_path()
        return [
            LanguageLink(language, url_in_language(here, code), language == self.language)
            for code, language in LANGUAGES.items()
        ]

    @cached_property
    def menu(self) -> list[hung.MenuLink]:
        """The rooms that there are for this reader."""
        return hung.menu_links(hung.registry.menu, self.request)

    @cached_property
    def foot(self) -> list[hung.MenuLink]:
        """Help, who runs this site, privacy: whatever rooms hung into the foot."""
        return hung.menu_links(hung.registry.foot, self.request)

    @cached_property
    def notices(self) -> list[hung.Notice]:
        """What everybody who reads this must know."""
        asked = (notice_of(self.request) for notice_of in hung.registry.notices)
        return [notice for notice in asked if notice]

    @property
    def account(self) -> str:
        """The template of the account corner, or nothing."""
        return hung.registry.account_template

    @cached_property
    def home(self) -> str:
        """The front page in the language of the reader."""
        return hung.url_of("home") or f"/{self.language.code}/"

    @cached_property
    def search(self) -> str:
        """Where a search goes, or nothing where there is no search."""
        return hung.url_of("search")

    @property
    def query(self) -> str:
        """What was searched for, if this page is the answer to a search."""
        return self.request.GET.get("q", "") if self.request.path == self.search else ""

    @cached_property
    def process(self) -> Any:
        """The process that this site follows up: setting MAJLIS_PROCESS, words or a function."""
        return setting_text("MAJLIS_PROCESS")

    @cached_property
    def process_brief(self) -> Any:
        """A shorter name of the process for a narrow screen: setting MAJLIS_PROCESS_BRIEF."""
        return setting_text("MAJLIS_PROCESS_BRIEF") or self.process

    @cached_property
    def appearance(self) -> str:
        """Where a reader chooses light or dark, and comes back from."""
        url = hung.url_of("look:appearance")
        return f"{url}?{urlencode({'next': self.request.get_full_path()})}" if url else ""


def page(request: HttpRequest) -> dict[str, BasePage]:
    """Context processor: everything that `look/base.html` shows, as `look`."""
    return {"look": BasePage(request)}
