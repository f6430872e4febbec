"""What each page is for: the lines of the help, made of the menus and of the sentence at the head of each page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.look.menu import MenuEntry, Registry, shown_entries, url_of
from majlis.look.menu import registry as menu_registry
from majlis.look.parts import StrOrPromise

# Pages whose head has no sentence that says what they are for.
LINES: Mapping[str, StrOrPromise] = {
    "home": _("Upcoming dates, recent texts and, after sign-in, your tasks."),
    "mandates:calendar": _(
        "Due dates and sessions, by month. Subscribe in your own calendar program."
    ),
    "mandates:changes": _("Changes to mandates, most recent first."),
    "mandates:inactive": _("Mandates in force without a report or statement for a long time."),
    "mandates:check_draft": _(
        "Find the mandates that resemble a new paragraph, in any of the six languages."
    ),
    "parties:registrations": _("Organizations that applied for registration."),
    "accounts:people": _("Accounts, their roles, and invitations."),
    "moderation:queue": _("Comments and remarks to check."),
    "notices:todo": _("Everything that awaits your decision or reply."),
    "remarks:new": _("No account is needed. The reply is public."),
    "about": _("Operator, version and licence of this site."),
    "accessibility": _("What was tested, and known barriers."),
    "privacy": _("Personal data that is stored, and your rights."),
}
# Pages that no menu of the head has, below the entry of the menu that leads to them.
SIDE_PAGES: Mapping[str, tuple[str, ...]] = {
    "instruments:texts": ("instruments:series_list",),
    "mandates:register": (
        "mandates:calendar",
        "mandates:reports",
        "mandates:occasions",
        "mandates:changes",
        "mandates:inactive",
        "mandates:entities",
        "mandates:related",
        "mandates:review_sets",
        "mandates:check_draft",
        "mandates:clauses",
        "mandates:coverage",
        "mandates:method",
        "mandates:rejected",
        "mandates:editions",
    ),
    "events:meetings": ("documents:documents",),
}
LABELS: Mapping[str, StrOrPromise] = {"mandates:check_draft": _("Check a draft")}
"""Names of pages that are neither in a menu nor have a declared title."""


@dataclass(frozen=True)
class HelpPage:
    """A page in the help: its address, its name, and what it is for."""

    url: str
    label: StrOrPromise
    line: StrOrPromise


@dataclass(frozen=True)
class HelpGroup:
    """Pages of one menu."""

    key: str
    title: StrOrPromise
    pages: list[HelpPage]


def help_groups(request: HttpRequest, registry: Registry = menu_registry) -> list[HelpGroup]:
    """The pages that this reader can open, by menu."""
    side = [
        help_page(name, LABELS.get(name) or str(declared(name, "title")))
        for entry in sorted(registry.menu.values(), key=lambda each: each.order)
        for name in SIDE_PAGES.get(entry.url_name, ())
    ]
    groups = [
        HelpGroup("menu", pgettext_lazy("navigation", "Menu"), _shown(registry.menu, request)),
        HelpGroup("side", _("Lists and tools"), side),
        HelpGroup(
            "work", pgettext_lazy("menu of the staff", "Work"), _shown(registry.work, request)
        ),
        HelpGroup("foot", _("Foot of each page"), _shown(registry.foot, request)),
    ]
    return [group for group in groups if group.pages]


def _shown(entries: Mapping[str, MenuEntry], request: HttpRequest) -> list[HelpPage]:
    shown: Collection[MenuEntry] = shown_entries(entries.values(), request).values()
    return [help_page(each.url_name, each.label) for each in shown if each.url_name != "help"]


def help_page(url_name: str, label: StrOrPromise) -> HelpPage:
    """A page in the help."""
    return HelpPage(url_of(url_name), label, line_of(url_name))


def line_of(url_name: str) -> StrOrPromise:
    """What a page is for: the sentence at its head, or ours; empty if there is neither."""
    return LINES.get(url_name) or declared(url_name, "lead")


def declared(url_name: str, name: str) -> StrOrPromise:
    """The title or lead that the view of a page declares; empty if it has none."""
    view = getattr(resolve(reverse(url_name)).func, "view_class", None)
    words = getattr(view, name, "")
    return "" if isinstance(words, property) or not words else words
