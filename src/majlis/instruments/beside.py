"""What rooms above say beside a text and its provisions: sections that they hang in, as texts know nothing of them.

A room registers in the ``ready`` of its application a template and a function that gives what the template shows::

    beside.register("provision", "mandates/beside_provision.html", of_provision)

``of_provision(request, provision)`` returns a mapping, or None where there is nothing to say; the template has it as ``it``.
What it shows it reads together with the thing, so that a page costs no query more::

    beside.read_with("provision", "mandates_here", of_reader)

``of_reader(user)`` returns an expression for the query that reads the thing, or None where the reader needs nothing; it
may depend on nothing but the user, and for readers who are not signed in on nothing at all (``kernel.prepared``).

The places: ``set_up_database`` (the page of one, given it), ``version`` (the page of a text, given the version shown) and ``compare``
(the comparison of two versions, given the two, the earlier first; what is read with it is read with each of them, and may
depend on the language of the page).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from majlis.instruments.models import Version

Of = Callable[[HttpRequest, Any], Any]


@dataclass(frozen=True)
class Section:
    """A section as a page includes it."""

    template: str
    it: Any


_PLACES: dict[str, dict[str, Of]] = {"provision": {}, "version": {}, "compare": {}}
_READS: dict[str, dict[str, Callable[[Any], Any]]] = {"provision": {}, "version": {}, "compare": {}}


def read_with(place: str, name: str, of: Callable[[Any], Any]) -> None:
    """Read something with the thing at a place, as its attribute of that name."""
    _READS[place][name] = of


def reads(place: str, user: Any) -> dict[str, Any]:
    """What is read with the thing at a place, for the query that reads it."""
    found = ((name, of(user)) for name, of in _READS[place].items())
    return {name: expression for name, expression in found if expression is not None}


def register(place: str, template: str, of: Of) -> None:
    """Hang a section in; the same template again takes its place."""
    _PLACES[place][template] = of


def sections(place: str, request: HttpRequest, thing: Any) -> list[Section]:
    """The sections at a place that have something to say of the thing."""
    found = ((template, of(request, thing)) for template, of in _PLACES[place].items())
    return [Section(template, it) for template, it in found if it is not None]


# The margin of the page of a text: read in the query that reads the words, as the page has none to spare.
@dataclass(frozen=True)
class Margin:
    """``of(user, language)``: a subquery for the provision at ``set_up_database`` of the row; ``draw`` shows what it gave."""

    of: Callable[[Any, str], Any]
    draw: Callable[[Any, Version], SafeString]


MARGIN: dict[str, Margin] = {}


def margin(
    name: str, of: Callable[[Any, str], Any], draw: Callable[[Any, Version], SafeString]
) -> None:
    """Have notes in the margin of a text; the same name again takes its place."""
    MARGIN[name] = Margin(of, draw)


def with_margin(user: Any, rows: QuerySet[Any], language: str) -> QuerySet[Any]:
    """Read with wordings what stands in the margin of their provisions."""
    notes = {f"margin_{name}": one.of(user, language) for name, one in MARGIN.items()}
    found: QuerySet[Any] = rows.annotate(**notes)
    return found


def in_margin(row: Any, version: Version) -> list[SafeString]:
    """What stands in the margin of a wording that was read ``with_margin``."""
    found = ((one, getattr(row, f"margin_{name}", None)) for name, one in MARGIN.items())
    return [one.draw(value, version) for one, value in found if value]
