"""Extension points: sections and margin notes that higher rooms add to pages of texts, which know nothing of them.

A room registers, in the ``ready`` of its application, a template and a function that returns the context of the template::

    extension_points.register_section("provision", "mandates/texts/provision_section.html", provision_context)

``provision_context(request, provision)`` returns a mapping, or None where there is nothing to show; the template has it as ``it``.
What the section shows is read in the query that reads the thing, so that a page needs no further query::

    extension_points.register_annotation("provision", "mandates_here", expression_for)

``expression_for(user)`` returns an expression for that query, or None where the reader needs nothing. It may depend on the
user only, and for readers who are not signed in on nothing at all (see ``kernel.compiled_query``).

The places are ``provision_detail`` (the page of a provision), ``version`` (the page of a text, given the version shown) and ``compare_versions``
(the comparison of two versions, given both, the earlier first; annotations are read with each of them and may depend on the
language of the page).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from majlis.instruments.models import Version

ContextFunction = Callable[[HttpRequest, Any], Any]


@dataclass(frozen=True)
class Section:
    """A section as a page includes it."""

    template: str
    it: Any


_SECTIONS: dict[str, dict[str, ContextFunction]] = {"provision": {}, "version": {}, "compare": {}}
_ANNOTATIONS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "provision": {},
    "version": {},
    "compare": {},
}


def register_annotation(place: str, name: str, of: Callable[[Any], Any]) -> None:
    """Read something with the thing at a place, as its attribute of that name."""
    _ANNOTATIONS[place][name] = of


def annotations(place: str, user: Any) -> dict[str, Any]:
    """What is read with the thing at a place, for the query that reads it."""
    found = ((name, of(user)) for name, of in _ANNOTATIONS[place].items())
    return {name: expression for name, expression in found if expression is not None}


def register_section(place: str, template: str, of: ContextFunction) -> None:
    """Hang a section in; the same template again takes its place."""
    _SECTIONS[place][template] = of


def sections(place: str, request: HttpRequest, thing: Any) -> list[Section]:
    """The sections at a place that have something to say of the thing."""
    found = ((template, of(request, thing)) for template, of in _SECTIONS[place].items())
    return [Section(template, it) for template, it in found if it is not None]


# The margin of the page of a text: read in the query that reads the words, as the page has none to spare.
@dataclass(frozen=True)
class MarginNote:
    """``of(user, language)``: a subquery for the provision at ``set_up_database`` of the row; ``draw_margin`` shows what it gave."""

    of: Callable[[Any, str], Any]
    draw: Callable[[Any, Version], SafeString]


MARGIN_NOTES: dict[str, MarginNote] = {}


def register_margin_note(
    name: str, of: Callable[[Any, str], Any], draw: Callable[[Any, Version], SafeString]
) -> None:
    """Have notes in the margin of a text; the same name again takes its place."""
    MARGIN_NOTES[name] = MarginNote(of, draw)


def with_margin_notes(user: Any, rows: QuerySet[Any], language: str) -> QuerySet[Any]:
    """Read with wordings what stands in the margin of their provisions."""
    notes = {f"margin_{name}": one.of(user, language) for name, one in MARGIN_NOTES.items()}
    found: QuerySet[Any] = rows.annotate(**notes)
    return found


def margin_notes(row: Any, version: Version) -> list[SafeString]:
    """What stands in the margin of a wording that was read ``with_margin_notes``."""
    found = ((one, getattr(row, f"margin_{name}", None)) for name, one in MARGIN_NOTES.items())
    return [one.draw(value, version) for one, value in found if value]
