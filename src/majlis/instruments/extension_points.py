"""Extension points: sections, annotations and margin notes that higher rooms add to pages of texts.

This room does not import the rooms above it. A room registers, in ``ready`` of its application, a
template and a function that returns the context of the template::

    extension_points.register_section("provision", "mandates/texts/provision_panel.html", provision_context)

``provision_context(request, provision)`` returns a mapping, or None where there is nothing to show;
the template has it as ``it``. To need no query of its own, a section reads its data in the page's
query::

    extension_points.register_annotation("provision", "mandates_here", expression_for)

``expression_for(user)`` returns an expression for that query, or None where the reader needs
nothing. It may depend on the user only, and must be the same for all readers who are not signed in
(see ``kernel.compiled_query``).

The places are ``provision`` (the page of a provision), ``version`` (the page of a text, given the
version shown), ``compare`` (the comparison of two versions, given both, the earlier first; both
versions are annotated, and the annotations may depend on the language of the page) and ``published``
(the page of an import that was published, given the versions).

The page of a published import shows the background work on its texts. A room registers what a person
does after such work::

    extension_points.register_next_step(extract_findings_of_version, findings_link)

``findings_link(request, versions)`` returns a link, or None where there is nothing to do.

What a new status of a version means for records of a higher room, the room says in a sentence
(``register_consequence``), which the message after the change has at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import BaseExpression
from django.http import HttpRequest
from django.tasks import Task
from django.utils.safestring import SafeString

from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.kernel.json_types import JSON
from majlis.kernel.models import Reader
from majlis.kernel.work import KINDS
from majlis.look import parts

NextStepFunction = Callable[[HttpRequest, Sequence[Version]], parts.Link | None]
ContextFunction = Callable[[HttpRequest, Any], Mapping[str, Any] | None]
AnnotationFunction = Callable[[Reader], BaseExpression | None]
MarginQuery = Callable[[Reader, str], BaseExpression]
DrawMargin = Callable[[list[dict[str, JSON]], Version], SafeString]


@dataclass(frozen=True)
class Section:
    """A section as a page includes it."""

    template: str
    it: Mapping[str, Any]


_SECTIONS: dict[str, dict[str, ContextFunction]] = {
    "provision": {},
    "version": {},
    "compare": {},
    "published": {},
}
_ANNOTATIONS: dict[str, dict[str, AnnotationFunction]] = {place: {} for place in _SECTIONS}


def register_annotation(place: str, name: str, of: AnnotationFunction) -> None:
    """Add an annotation to the query of a place; the object has it as the attribute ``name``."""
    _ANNOTATIONS[place][name] = of


def section_annotations(place: str, user: Reader) -> dict[str, BaseExpression]:
    """The annotations of a place, for the query that reads its object."""
    expressions = ((name, of(user)) for name, of in _ANNOTATIONS[place].items())
    return {name: expression for name, expression in expressions if expression is not None}


def register_section(place: str, template: str, of: ContextFunction) -> None:
    """Add a section to a place; the same template again replaces it."""
    _SECTIONS[place][template] = of


def sections(
    place: str, request: HttpRequest, thing: Provision | Version | Sequence[Version]
) -> list[Section]:
    """The sections of a place that have something to show for an object."""
    contexts = ((template, of(request, thing)) for template, of in _SECTIONS[place].items())
    return [Section(template, it) for template, it in contexts if it is not None]


# What a person does after background work on published texts: code of the work -> its link.
_NEXT_STEPS: dict[str, NextStepFunction] = {}


def register_next_step(task: Task[..., None], link: NextStepFunction) -> None:
    """Register what a person does after this task about published texts; the same task again replaces it."""
    _NEXT_STEPS[KINDS[task.module_path].code] = link


def next_step_links(request: HttpRequest, versions: Sequence[Version]) -> dict[str, parts.Link]:
    """Code of background work -> what the person does next, for work that has something to do."""
    links = ((code, link(request, versions)) for code, link in _NEXT_STEPS.items())
    return {code: link for code, link in links if link is not None}


ConsequenceFunction = Callable[[Reader, Version], str]
_CONSEQUENCES: dict[str, ConsequenceFunction] = {}


def register_consequence(name: str, of: ConsequenceFunction) -> None:
    """Add a sentence on what the status of a version means for records of a room; empty for none."""
    _CONSEQUENCES[name] = of


def consequences(user: Reader, version: Version) -> list[str]:
    """The sentences on what the status of a version means for records of higher rooms."""
    return [sentence for of in _CONSEQUENCES.values() if (sentence := of(user, version))]


# Margin notes are read in the query of the wordings, to keep the number of queries of the page.
@dataclass(frozen=True)
class MarginNote:
    """``of(user, language)`` gives a subquery for the outer row's provision; ``draw`` renders its value."""

    of: MarginQuery
    draw: DrawMargin


MARGIN_NOTES: dict[str, MarginNote] = {}


def register_margin_note(name: str, of: MarginQuery, draw: DrawMargin) -> None:
    """Add notes to the margin of a text; the same name again replaces them."""
    MARGIN_NOTES[name] = MarginNote(of, draw)


def with_margin_notes(
    user: Reader, rows: QuerySet[ProvisionWording], language: str
) -> QuerySet[ProvisionWording]:
    """Annotate wordings with the margin notes of their provisions."""
    notes = {f"margin_{name}": note.of(user, language) for name, note in MARGIN_NOTES.items()}
    return rows.annotate(**notes)


def margin_notes(row: ProvisionWording, version: Version) -> list[SafeString]:
    """The rendered margin notes of a wording that was read ``with_margin_notes``."""
    values = ((note, getattr(row, f"margin_{name}", None)) for name, note in MARGIN_NOTES.items())
    return [note.draw(value, version) for note, value in values if value]
