"""An action on several rows of a list at once, which the reader selects by check boxes.

::

    class DecideLeads(SelectionAction[Entity, LeadRow]):
        verb = actions.confirm_assignment
        title = _("Confirm proposed leads")
        other_button = pgettext_lazy("button", "Decline proposed leads")
        columns = (Column("mandate", ...), ...)

        def get_items(self) -> Mapping[int, LeadRow]:
            return {each.assignment.pk: each for each in queries.leads_of(self.reader, self.target)}

        def do_selected(self, items: Sequence[LeadRow], data: dict[str, Any]) -> int: ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, ClassVar, override

from django import forms
from django.db import transaction
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.errors import WrongState
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage
from majlis.kit.columns import CellContent, Column, table_columns, table_rows
from majlis.kit.page import StrOrPromise
from majlis.look import parts
from majlis.look.forms import Form
from majlis.look.templatetags.look import shown

FIELD = "selected"
OTHER = "other"
"""The value of ``do`` that the second button sends."""


class SelectionField(forms.MultipleChoiceField):
    """The keys of the selected rows; the page says which of them are no longer in its list."""

    @override
    def valid_value(self, value: Any) -> bool:
        return True


class SelectionForm(Form):
    """The rows that are selected. A subclass adds what else the verb needs."""

    selected = SelectionField(
        label=pgettext_lazy("rows of a list", "Selected entries"),
        error_messages={"required": _("No entry is selected. Select one or more.")},
    )


class SelectionAction[Target, Item](ActionPage[Target]):
    """An action on the selected rows of a list, in one transaction. Subclasses declare it; see the module.

    - ``columns``: those of the list. The check box stands in the first one, which is plain text or a label.
    - ``other_button``: the label of a second button, for the other decision; ``is_other`` says whether it
      was pressed. Further fields of the form stand beside it, folded.
    - ``max_items``: rows on the page at most; the others follow after these are decided.
    - ``empty``: the sentence of a list without rows.

    All rows are selected at first, except those of which ``is_preselected`` says otherwise. If another
    person has decided on a selected row since the page was opened, nothing is saved, and the page says so.
    """

    template_name = "kit/selection.html"
    form_class = SelectionForm
    drafts = False
    columns: Sequence[Column[Item]] = ()
    other_button: StrOrPromise = ""
    max_items: ClassVar[int] = 200
    empty: StrOrPromise = phrases.NO_ENTRY

    def get_items(self) -> Mapping[int, Item]:
        """The rows by the key of what they are about, in their order."""
        raise NotImplementedError

    def is_preselected(self, item: Item) -> bool:
        """Whether the row is selected at first."""
        return True

    def do_selected(self, items: Sequence[Item], data: dict[str, Any]) -> Any:
        """Do the verb for the selected rows; ``data``: the other values of the form."""
        raise NotImplementedError

    @cached_property
    def all_items(self) -> Mapping[int, Item]:
        """The rows of ``get_items``, read once."""
        return self.get_items()

    @cached_property
    def items(self) -> dict[str, Item]:
        """The rows, at most ``max_items``, by their key as the form sends it."""
        return {str(key): item for key, item in islice(self.all_items.items(), self.max_items)}

    @property
    def is_other(self) -> bool:
        """Whether the second button was pressed."""
        return bool(self.other_button) and self.request.POST.get("do") == OTHER

    @override
    def get_initial(self) -> dict[str, Any]:
        return {FIELD: [key for key, item in self.items.items() if self.is_preselected(item)]}

    @override
    def do(self, data: dict[str, Any]) -> Any:
        selected = data.pop(FIELD)
        if any(key not in self.items for key in selected):
            raise WrongState(
                _("Another person has decided on some of these entries. No decision was saved."),
                _("Check the current list, then submit it again."),
            )
        with transaction.atomic():
            return self.do_selected([self.items[key] for key in selected], data)

    def get_table(self) -> parts.Table:
        """The list with its check boxes."""
        checked = {str(key) for key in self.sent_form.form[FIELD].value() or ()}
        rows = table_rows(self.columns, self.items.values())
        for number, (key, row) in enumerate(zip(self.items, rows, strict=True)):
            row[0] = check_box(number, key, row[0], checked=key in checked)
        return parts.Table(table_columns(self.columns), rows, self.get_title(), headed=True)

    @override
    def get_context_data(self) -> dict[str, Any]:
        form = self.sent_form.form
        other_fields = [form[name] for name in form.fields if name != FIELD]
        return {
            **super().get_context_data(),
            "table": self.get_table(),
            "is_cut": len(self.all_items) > self.max_items,
            "other_fields": other_fields,
            "opens_other": any(field.errors or field.value() for field in other_fields),
        }


def check_box(number: int, key: str, cell: CellContent, *, checked: bool) -> SafeString:
    """A check box with the words of a cell as its label."""
    label = shown(cell.words, cell.language) if isinstance(cell, parts.Cell) else shown(cell)
    return format_html(
        '<label class="pick"><input type="checkbox" name="{}" value="{}" id="id_{}_{}"{}><span>{}</span></label>',
        FIELD,
        key,
        FIELD,
        number,
        SafeString(" checked") if checked else "",
        label,
    )
