"""Base classes of the pages about one mandate, and of the actions on it and on what belongs to it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, override

from django.db.models import Model
from django.http import Http404
from django.utils.html import format_html

from majlis.kernel.editing import resolve_document
from majlis.kit.action_page import ActionPage
from majlis.kit.page import Page, StrOrPromise
from majlis.mandates.core import table
from majlis.mandates.core.locking import lock_mandates
from majlis.mandates.core.rows import MandateRow, visible_row
from majlis.mandates.models import Mandate


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

    @override
    def get_lead(self) -> StrOrPromise:
        return format_html(
            '<a href="{}"><bdi dir="ltr">{}</bdi></a> {}',
            self.mandate.get_absolute_url(),
            self.mandate.slug,
            table.text_excerpt(self.row),
        )


class MandatePartAction[Part: Model](MandatePage, ActionPage[Part]):
    """An action on something that belongs to a mandate, such as a deliverable."""

    template_name = "mandates/core/action.html"

    @override
    def lock(self) -> None:
        lock_mandates([self.mandate.pk])

    def resolve_document(self, data: dict[str, Any]) -> dict[str, Any]:
        """The values of a form, with the record or the link in place of the address of a document.

        Raises InvalidInput for the field ``document``.
        """
        address = data.pop("document")
        return data | resolve_document(address, self.reader, self.request.get_host())


class MandateAction(MandatePartAction[Mandate]):
    """An action on a mandate."""

    @override
    def get_target(self) -> Mandate:
        return self.mandate
