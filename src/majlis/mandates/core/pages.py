"""Base classes of the pages about one mandate, and of the actions on it and on what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html

from majlis.kernel.editing import resolve_document
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage, action_links
from majlis.kit.forms import ReasonForm
from majlis.kit.page import Page, StrOrPromise
from majlis.look.forms import Form
from majlis.mandates.core import table
from majlis.mandates.core.forms import EntityField, current_values
from majlis.mandates.core.locking import lock_mandates
from majlis.mandates.core.references import act_from_input
from majlis.mandates.core.rows import MandateRow, visible_row
from majlis.mandates.models import Entity, Mandate


class MandatePage(Page):
    """A page about the mandate whose number is in the address; 404 where the reader may not see it."""

    base_template = "mandates/base.html"

    @cached_property
    def row(self) -> MandateRow:
        """The mandate with its text and its lead. Raises Http404."""
        row = visible_row(self.reader, self.kwargs["slug"], self.language)
        if row is None:
            raise Http404(self.kwargs["slug"])
        return row

    @property
    def mandate(self) -> Mandate:
        """The mandate. Raises Http404."""
        return self.row.mandate

    @override
    def get_object_above(self) -> Model | None:
        return self.mandate

    def get_subject(self) -> StrOrPromise:
        """What the page is about, beside the number of the mandate; by default the text of the mandate."""
        return table.text_excerpt(self.row)

    @override
    def get_lead(self) -> StrOrPromise:
        return format_html(
            '<a href="{}"><bdi dir="ltr">{}</bdi></a> <bdi>{}</bdi>',
            self.mandate.get_absolute_url(),
            self.mandate.slug,
            self.get_subject(),
        )


class MandateSection(MandatePage):
    """A page of a mandate with its own list, and links to the actions that add to it."""

    actions: ClassVar[Mapping[str, type[MandateAction]]] = {}

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "mandate": self.mandate,
            "action_links": action_links(self.actions, self.actor, self.mandate, self.kwargs),
        }


class MandatePartAction[Part: Model](MandatePage, ActionPage[Part]):
    """An action on something that belongs to a mandate, such as a response.

    - ``rows``: the related manager of the mandate that has it; its key is in the address.
    - ``named``: relations to entities or organizations whose names the page says. ``related``: further ones.
    - ``back``: the name of the address of the page to return to.
    """

    template_name = "mandates/core/action.html"
    form_class: ClassVar[type[Form]] = Form
    rows: ClassVar[str] = ""
    named: ClassVar[tuple[str, ...]] = ()
    related: ClassVar[tuple[str, ...]] = ("record",)
    back: ClassVar[str] = "mandate"

    def get_owner(self) -> Model:
        """What has the ``rows``: the mandate, or a part of it."""
        return self.mandate

    @override
    def get_target(self) -> Part:
        rows = getattr(self.get_owner(), self.rows).select_related(*self.related, *self.named)
        named = [f"{name}__record__wordings" for name in self.named]
        part: Part = get_object_or_404(rows.prefetch_related(*named), pk=self.kwargs["key"])
        return part

    @override
    def get_cancel_url(self) -> str:
        kwargs = {name: value for name, value in self.kwargs.items() if name != "key"}
        return reverse(f"mandates:{self.back}", kwargs=kwargs)

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.language}

    @override
    def lock(self) -> None:
        lock_mandates([self.mandate.pk])

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        """The values of the form, with records in place of the address of a document and of the words for an act."""
        if "by" in data:
            data["record"], data["words"] = act_from_input(data.pop("by"), self.reader)
        if "document" in data:
            address = data.pop("document")
            data |= resolve_document(address, self.reader, self.request.get_host())
        return data

    def entity_names(self) -> list[str]:
        """Names to choose from in a field for an entity: those that sources of the mandate name."""
        fields = self.form_class.base_fields.values()
        if not any(isinstance(field, EntityField) for field in fields):
            return []
        entities = Entity.objects.visible_to(self.reader).filter(
            addressed_in__source__mandate=self.mandate
        )
        names = (each.say("title", self.language) for each in entities.distinct().with_wordings())
        return sorted(name.text for name in names)


class Correction[Part: Model](MandatePartAction[Part]):
    """An action whose form edits the values of its target."""

    button = phrases.SAVE_CORRECTION

    @override
    def get_current(self) -> dict[str, Any]:
        return current_values(self.target, self.form_class.base_fields, self.language)


class Withdrawal[Part: Model](ActionPage[Part]):
    """A page that withdraws something, with a reason; the history keeps it."""

    form_class: ClassVar[type[Form]] = ReasonForm


class MandateAction(MandatePartAction[Mandate]):
    """An action on a mandate."""

    @override
    def get_target(self) -> Mandate:
        return self.mandate
