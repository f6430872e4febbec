"""Filters and masks bodies by what a reader may see."""

from __future__ import annotations

from collections.abc import Iterable

from majlis.instruments.models import Act, Instrument, Series, Version
from majlis.kernel.models import Access, Reader
from majlis.kernel.models.record import RecordedQuerySet
from majlis.parties.models import Body


def visible_bodies(reader: Reader) -> RecordedQuerySet:
    """The bodies that the reader may see, with their names."""
    return Body.objects.visible_to(reader).with_wordings()


def hide_bodies(user: Reader, objects: Iterable[Instrument | Version | Act | Series]) -> None:
    """Set ``body`` to None on each object (text, version, act, series) whose body the user may not see.

    Do not save these objects afterwards. One query; none where all bodies are public.
    """
    with_body = [(each, each.body) for each in objects if each.body is not None]
    closed = {body.pk for _each, body in with_body if body.record.access != Access.PUBLIC}
    if not closed:
        return
    visible = Body.objects.visible_to(user).filter(pk__in=closed).values_list("pk", flat=True)
    hidden = closed - set(visible)
    for each, body in with_body:
        if body.pk in hidden:
            each.body = None
