"""Which related bodies a reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from majlis.kernel.models import Access
from majlis.parties.models import Body


def visible_bodies(request: HttpRequest) -> Any:
    return Body.objects.visible_to(request.user).with_wordings()


def hide_bodies(user: Any, things: Iterable[Any]) -> None:
    """Take the body from each thing (text, version, act, series) whose body the user may not see.

    The things are to be read, not saved. One query, and none where all bodies are public.
    """
    there = [each for each in things if each.body is not None]
    closed = {each.body_id for each in there if each.body.record.access != Access.PUBLIC}
    if not closed:
        return
    open_to = Body.objects.visible_to(user).filter(pk__in=closed).values_list("pk", flat=True)
    hidden = closed - set(open_to)
    for each in there:
        if each.body_id in hidden:
            each.body = None
