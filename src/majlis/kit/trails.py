"""Breadcrumbs to an object: the list of its model, the objects above it, the object itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise

from majlis.kernel.models.record import Record, Recorded
from majlis.kernel.templatetags.majlis import words
from majlis.look import parts

StrOrPromise = str | Promise

# The breadcrumbs of the objects of each model. ``Any``: a function takes the objects of its own model.
TRAILS: dict[type[Model], Callable[[Any], list[parts.Link]]] = {}


def register_trail[M: Model](model: type[M], trail: Callable[[M], list[parts.Link]]) -> None:
    """Register the breadcrumbs of the objects of a model; a room does so in the ``ready`` of its application."""
    TRAILS[model] = trail


def register_list(model: type[Model], label: StrOrPromise, url_name: str) -> None:
    """Register that the objects of a model stand below the list at the address of that name."""
    TRAILS[model] = lambda target: [
        *links_to([(label, url_name)]),
        link_to(target),
    ]


def trail_to(target: Model) -> list[parts.Link]:
    """The breadcrumbs to an object, the last of which is itself; empty for a model that registered none."""
    trail = TRAILS.get(type(target))
    return trail(target) if trail is not None else []


def trail_to_record(record: Record) -> list[parts.Link]:
    """The breadcrumbs to a record, as on its own page; the record alone if its model registered none. Two queries."""
    models = {
        model._meta.get_field("record").remote_field.name: model
        for model in TRAILS
        if issubclass(model, Recorded)
    }
    row = Record.objects.filter(pk=record.pk).values(*models).first() or {}
    for name, model in models.items():
        if row.get(name) is not None:
            target = model._default_manager.get(pk=record.pk)
            target.record = record  # with its wordings, which the trail names
            return trail_to(target)
    return [link_to(record)]


def below(above: Model, target: Model) -> list[parts.Link]:
    """The breadcrumbs to an object that belongs to another: those of that one, and itself."""
    return [*trail_to(above), link_to(target)]


def link_to(target: Model) -> parts.Link:
    """A link to the page of an object."""
    return parts.Link(heading(target), target.get_absolute_url())  # type: ignore[attr-defined]


def heading(target: Model) -> str:
    """The name of an object: what its model's ``__str__`` says, else the title of its record.

    A title is marked with its language if that is not the page's.
    """
    if isinstance(target, Recorded) and type(target).__str__ is Recorded.__str__:
        return str(words(target))
    return str(target)


def links_to(pages: Iterable[tuple[StrOrPromise, str]]) -> list[parts.Link]:
    """Links to pages without parameters: (label, name of the address)."""
    return [parts.Link(label, reverse(url_name)) for label, url_name in pages]
