"""What a row adds to something that is there: a row fills what is blank, and changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import FieldValue, audit_value
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.models import Record, WordingStatus
from majlis.kernel.records import set_wording

LONGEST_QUOTE = 80
"""Characters of a value of the site that a message quotes."""


def differs(value: str, *, required: bool = False) -> StrOrPromise:
    """The message for a cell that differs from a value of the site; that of a ``required`` column cannot be left blank."""
    quoted = value if len(value) <= LONGEST_QUOTE else value[: LONGEST_QUOTE - 1] + "…"
    if required:
        message = _("The site has another value here: “%(value)s”. Correct the cell.")
    else:
        message = _(
            "The site has another value here: “%(value)s”. Correct the cell, or leave it blank."
        )
    return message % {"value": quoted}


@dataclass
class Filling:
    """The changes that a row makes, as the audit stores them, and the cells that differ from the site, by column.

    ``required``: the columns that a row cannot leave blank.
    """

    required: Collection[str] = ()

    old: dict[str, JSON] = field(default_factory=dict)
    new: dict[str, JSON] = field(default_factory=dict)
    faults: dict[str, StrOrPromise] = field(default_factory=dict)

    def differ(self, column: str, value: str) -> None:
        """Note that a cell differs from a value of the site."""
        self.faults[column] = differs(value, required=column in self.required)

    def compare(self, column: str, value: str, present: str, shown: str = "") -> None:
        """Note that a cell differs from the present value; a blank cell never does. ``shown``: how to quote it."""
        if value and value != present:
            self.differ(column, shown or present)

    def set_field(self, row: models.Model, column: str, value: FieldValue) -> bool:
        """Fill a blank field of a row, which the caller saves if the result is True; a blank cell leaves it."""
        present = getattr(row, column)
        if value in ("", None) or value == present:
            return False
        if present not in ("", None):
            self.differ(column, str(audit_value(present)))
            return False
        self.old[column], self.new[column] = audit_value(present), audit_value(value)
        setattr(row, column, value)
        return True

    def set_wording(
        self, record: Record, column: str, language: str, text: str, *, replaced: str = ""
    ) -> None:
        """Add the text of a wording in a language; ``replaced``: a text that counts as none."""
        if not text:
            return
        rows = record.wordings.filter(field=column).exclude(text="")
        wordings = {each.language: each for each in rows}
        present = wordings.get(language)
        if present is not None and present.text == text:
            return
        if present is not None and present.text != replaced:
            self.differ(column, present.text)
            return
        status = WordingStatus.TRANSLATED if wordings else WordingStatus.AUTHENTIC
        if present is not None:
            status = WordingStatus(present.status)
        changes = set_wording(record, column, language, text, status)
        self.old |= changes.get("old", {})
        self.new |= changes.get("new", {})

    def check(self) -> None:
        """Raise InvalidInput if a cell differs from the site."""
        if self.faults:
            raise InvalidInput(self.faults)
