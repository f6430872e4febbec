"""The page that says which data of the site programs can read, and at which addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, override

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.framework.queries import concepts
from majlis.framework.skos import FORMATS as LINKED_DATA_FORMATS
from majlis.instruments.texts.files import FILE_FORMATS
from majlis.kernel import downloads
from majlis.kit.list_page import ListPage
from majlis.kit.page import Page, StrOrPromise, declared_pages
from majlis.kit.table_page import TablePage
from majlis.look import formats, parts

LISTS = (
    *("mandates:register", "mandates:entities", "mandates:reports", "mandates:changes"),
    *("mandates:related", "mandates:clauses", "mandates:inactive", "mandates:coverage"),
    *("instruments:texts", "instruments:series_list", "instruments:coverage"),
    *("parties:bodies", "parties:organisations", "remarks:log"),
    *("events:meetings", "documents:documents"),
)
"""The lists that everybody may read, and that can be downloaded."""
FEEDS = (
    (_("All changes (Atom)"), "notices:feed_all"),
    (_("Mandates, with the filters of the register (Atom)"), "mandates:register_feed"),
    (_("Changes to mandates (Atom)"), "mandates:changes_feed"),
    (_("Public log of remarks (Atom)"), "remarks:feed"),
    (_("Due dates, with the filters of the register (iCal)"), "mandates:calendar_file"),
    (_("Meetings, with the filters of the list (Atom)"), "events:meetings_feed"),
    (_("Meetings, with the filters of the list (iCal)"), "events:calendar"),
    (_("Documents, with the filters of the list (Atom)"), "documents:feed"),
)


@dataclass(frozen=True)
class DataList:
    """A list and its files."""

    name: StrOrPromise
    url: str
    files: list[parts.Link]


def data_lists() -> list[DataList]:
    """The lists that can be downloaded, with a link to each format."""
    pages: dict[str, Any] = {**declared_pages(ListPage), **declared_pages(TablePage)}
    lists = []
    for name in LISTS:
        url = reverse(name)
        files = [parts.Link(each.upper(), f"{url}?download={each}") for each in downloads.FORMATS]
        lists.append(DataList(pages[name].title, url, files))
    return lists


class OpenData(Page):
    """Which data of the site programs can read, and at which addresses."""

    template_name = "portal/open_data.html"
    title = pgettext_lazy("page", "Open data")
    lead = _("Public data for your own programs, without an account. There is no query API yet.")

    @override
    def get_context_data(self) -> dict[str, Any]:
        schemes = [
            DataList(
                scheme.say("title").text or scheme.key,
                scheme.get_absolute_url(),
                [
                    parts.Link(
                        each.name,
                        reverse("framework_data:scheme_data", args=[scheme.key, suffix]),
                    )
                    for suffix, each in LINKED_DATA_FORMATS.items()
                ],
            )
            for scheme in concepts.visible_schemes(self.reader)
        ]
        return {
            **super().get_context_data(),
            "lists": data_lists(),
            "parameters": format_html_join(
                formats.list_separator(self.language),
                '<code dir="ltr">download={}</code>',
                ((each,) for each in downloads.FORMATS),
            ),
            "most": formats.number(downloads.MAX_ROWS, self.language),
            "feeds": [parts.Link(label, reverse(name)) for label, name in FEEDS],
            "schemes": schemes,
            "text_formats": FILE_FORMATS,
        }
