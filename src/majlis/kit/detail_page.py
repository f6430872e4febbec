"""The page of one object: facts, sections, actions, and the tools of its record, from a declaration.

::

    class BodyDetail(DetailPage[Body]):
        template_name = "parties/body.html"
        actions = {"parties:change_body": ChangeBody, "parties:add_alias": AddAlias}

        def get_object(self) -> Body:
            return queries.body_or_404(self.reader, self.kwargs["slug"])

        def get_facts(self) -> list[parts.Fact]:
            return [parts.Fact(_("Abbreviation"), self.object.abbreviation)]
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import Model

from majlis.kit.action_page import ActionLink, ActionPage, action_links
from majlis.kit.page import Page, StrOrPromise
from majlis.kit.trails import heading, trail_to
from majlis.look import parts


class DetailPage[Item: Model](Page):
    """The page of one object. Subclasses declare it; see the module.

    A page about one side of an object (its members, say) has a ``title``, and stands below the object.

    ``actions``: name of the address -> page of the action; those that the reader may do are listed under
    "What you may do". Their addresses take the same values as the page's.

    Templates extend ``kit/detail.html`` and fill its blocks ``heading``, ``above_facts``, ``sections``, ``side``. They get ``object``,
    ``facts`` and ``action_links``.
    """

    template_name = "kit/detail.html"
    actions: ClassVar[Mapping[str, type[ActionPage[Any]]]] = {}

    def get_object(self) -> Item:
        """The object, with what the page reads of it, if the reader may see it. Raises Http404."""
        raise NotImplementedError

    @cached_property
    def object(self) -> Item:
        """The object of the page."""
        return self.get_object()

    @override
    def get_title(self) -> StrOrPromise:
        return self.title or str(self.object)

    @override
    def get_heading(self) -> StrOrPromise:
        """The title; the name of the object is marked with its language if that is not the page's."""
        title = self.get_title()
        return heading(self.object) if title == str(self.object) else title

    @override
    def get_object_above(self) -> Model | None:
        return self.object

    @override
    def get_trail(self) -> list[parts.Link]:
        if self.title:
            return super().get_trail()
        *above, own = trail_to(self.object) or [parts.Link("")]
        return [*above, parts.Link(own.label)] if above else []

    def get_facts(self) -> list[parts.Fact]:
        """The facts at the top of the page."""
        return []

    def get_action_links(self) -> list[ActionLink]:
        """Links to the actions that the reader may do."""
        return action_links(self.actions, self.actor, self.object, self.kwargs)

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "object": self.object,
            "facts": self.get_facts(),
            "action_links": self.get_action_links(),
        }
