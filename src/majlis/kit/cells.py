"""Cells and file columns of records, which lists of all rooms share."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models.record import Recorded, RecordedQuerySet
from majlis.kit.columns import Column
from majlis.look import parts


def record_link(item: Recorded, note: parts.StrOrPromise = "") -> parts.Cell:
    """The title of a record in the reader's language, or in another that it has, with a link to its page."""
    title = item.say("title")
    return parts.Cell(title.text, item.get_absolute_url(), note, title.language)


def title_text(item: Recorded) -> str:
    """The title of a record in the reader's language, or in another that it has."""
    return item.say("title").text


def title_in(code: str) -> Callable[[Recorded], str]:
    """A function that gives the title of a record in a language; empty where it is missing."""
    return lambda item: next(
        (
            wording.text
            for wording in item.record.wordings.all()
            if wording.field == "title" and wording.language == code
        ),
        "",
    )


def by_title(items: RecordedQuerySet, language: str) -> RecordedQuerySet:
    """The records sorted by their title in a language, or in another that they have; for ``Column.sort``."""
    return items.order_by_wording("title", language)


def title_columns() -> tuple[Column[Recorded], ...]:
    """A column of the files for the title in each of the six languages. Reads wordings."""
    return tuple(
        Column(f"name_{code}", name, value=title_in(code), meaning=_("name in this language"))
        for code, name in LANGUAGE_CHOICES
    )
