"""The base class of declared pages: who reads, in which language, breadcrumbs, context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, override

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views import View

from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.models import Reader, User
from majlis.kernel.verbs import may
from majlis.kit.filters import clean_address
from majlis.kit.trails import links_to, trail_to
from majlis.look import parts

StrOrPromise = str | Promise


class Page(View):
    """A page: its template, title and breadcrumbs. ``ListPage``, ``ActionPage`` and ``DetailPage`` extend it.

    ``kwargs`` holds the values of the address. The template gets ``page`` (this view), ``title``,
    ``heading``, ``lead`` and ``trail``, and what ``get_context_data`` adds. An address with empty
    parameters leads to the one without them.
    """

    template_name: ClassVar[str]
    base_template: ClassVar[str] = "look/base.html"
    title: StrOrPromise = ""
    lead: StrOrPromise = ""
    parents: ClassVar[tuple[tuple[StrOrPromise, str], ...]] = ()
    """The pages above this one in the breadcrumbs: (label, name of the address)."""
    permission: ClassVar[str] = ""
    """The name of the rule on the object above that readers of the page must pass; empty for none."""

    reader: Reader
    actor: Actor
    language: str

    @override
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = request.user
        self.actor = Actor.of(request)
        self.language = get_language() or "en"

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in ("GET", "HEAD") and (clean := clean_address(request)):
            return redirect(clean)
        if self.permission and not may(self.actor, self.permission, self.get_object_above()):
            raise Refused()
        return super().dispatch(request, *args, **kwargs)

    @property
    def member(self) -> User:
        """The reader of a page that is only for people who have signed in."""
        user = self.actor.user
        assert user is not None
        return user

    def get_title(self) -> StrOrPromise:
        """The title of the page, as plain text."""
        return self.title

    def get_heading(self) -> StrOrPromise:
        """The title as the page shows it."""
        return self.get_title()

    def get_lead(self) -> StrOrPromise:
        """The sentence below the heading."""
        return self.lead

    def get_object_above(self) -> Model | None:
        """The object to which the page belongs, whose breadcrumbs come before its own."""
        return None

    def get_trail(self) -> list[parts.Link]:
        """The breadcrumbs: ``parents`` or the object above, and the page itself; none for a page at the top."""
        above = self.get_object_above()
        links = trail_to(above) if above is not None else links_to(self.parents)
        return [*links, parts.Link(self.get_title())] if links else []

    def get_context_data(self) -> dict[str, Any]:
        """The context of the template."""
        return {
            "page": self,
            "title": self.get_title(),
            "heading": self.get_heading(),
            "lead": self.get_lead(),
            "trail": self.get_trail(),
        }

    def render(self, context: Mapping[str, Any] | None = None, status: int = 200) -> HttpResponse:
        """The page as a response; ``context`` is added to its own."""
        shown = {**self.get_context_data(), **(context or {})}
        return render(self.request, self.template_name, shown, status=status)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page."""
        return self.render()


def declared_pages[P: Page](kind: type[P]) -> dict[str, type[P]]:
    """The declared pages of a kind that have an address, by the name of the address; for tests."""

    def walk(patterns: Iterable[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                walk(pattern.url_patterns, inner)
                continue
            view = getattr(pattern.callback, "view_class", None)
            if isinstance(view, type) and issubclass(view, kind):
                pages[f"{prefix}{pattern.name}"] = view

    pages: dict[str, type[P]] = {}
    walk(get_resolver().url_patterns, "")
    return pages
