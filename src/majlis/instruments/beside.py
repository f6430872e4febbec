"""What rooms above say beside a text and its provisions: sections that they hang in, as texts know nothing of them.

A room registers in the ``ready`` of its application a template and a function that gives what the template shows::

    beside.register("provision", "mandates/beside_provision.html", of_provision)

``of_provision(request, provision)`` returns a mapping, or None where there is nothing to say; the template has it as ``it``.
The places: ``provision`` (the page of one, given it) and ``version`` (the page of a text, given the version shown).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from majlis.instruments.models import Provision, Version

Of = Callable[[HttpRequest, Any], Any]


@dataclass(frozen=True)
class Section:
    """A section as a page includes it."""

    template: str
    it: Any


_PLACES: dict[str, dict[str, Of]] = {"provision": {}, "version": {}}


def register(place: str, template: str, of: Of) -> None:
    """Hang a section in; the same template again takes its place."""
    _PLACES[place][template] = of


def sections(place: str, request: HttpRequest, thing: Any) -> list[Section]:
    """The sections at a place that have something to say of the thing."""
    found = ((template, of(request, thing)) for template, of in _PLACES[place].items())
    return [Section(template, it) for template, it in found if it is not None]


# The margin of the page of a text: notes beside its provisions, read at once for all that the page shows.
Notes = Mapping[int, SafeString]
MarginOf = Callable[[Any, Version, Sequence[Provision], str], Notes]
_MARGIN: list[MarginOf] = []


def margin(of: MarginOf) -> None:
    """Ask ``of(user, version, provisions, language)`` for notes, by the key of the provision; in one query."""
    if of not in _MARGIN:
        _MARGIN.append(of)


def in_margin(
    user: Any, version: Version, provisions: Sequence[Provision], language: str
) -> dict[int, list[SafeString]]:
    """What all rooms say in the margin of these provisions of a version."""
    found: dict[int, list[SafeString]] = {}
    for of in _MARGIN if provisions else ():
        for key, note in of(user, version, provisions, language).items():
            found.setdefault(key, []).append(note)
    return found
