"""The base of the pages with an action on a body."""

from __future__ import annotations

from typing import override

from django.shortcuts import get_object_or_404

from majlis.kit.action_page import ActionPage
from majlis.parties.models import Body
from majlis.parties.queries import bodies as body_queries


class BodyAction(ActionPage[Body]):
    """An action on a body."""

    @override
    def get_target(self) -> Body:
        return get_object_or_404(body_queries.bodies(self.reader), slug=self.kwargs["slug"])
