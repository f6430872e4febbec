"""Forms of imports."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.imports.models import Batch
from majlis.commons.imports.registry import TARGETS
from majlis.kernel.actor import Actor
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.verbs import may
from majlis.look.forms import Form, Initial, Sent


class UploadForm(Form):
    """A file, and the target of its rows."""

    target = forms.ChoiceField(label=_("Type of data"))
    file = forms.FileField(
        label=pgettext_lazy("import", "Table"),
        help_text=_("CSV (UTF-8) or XLSX, with column headings; 20,000 rows at most."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def __init__(self, *sent: Sent, actor: Actor, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["target"].choices = [  # type: ignore[attr-defined]
            (each.code, each.name) for each in TARGETS.values() if may(actor, each.verb)
        ]


def _required_label(label: StrOrPromise) -> str:
    return str(pgettext_lazy("column of a table", "%(column)s (required)")) % {"column": label}


class ColumnsForm(Form):
    """The assignment of each column of the file to a column of the target."""

    # Required are columns of the target, not the fields of this form.
    mark_optional = False

    def __init__(self, *sent: Sent, batch: Batch, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        target = TARGETS[batch.target]
        choices = [
            ("", _("do not import")),
            *(
                (each.key, _required_label(each.label) if each.required else each.label)
                for each in target.columns
            ),
        ]
        for column in batch.columns.all():
            self.fields[f"column-{column.place}"] = forms.ChoiceField(
                label=column.head or _("column without heading"),
                choices=choices,
                required=False,
                initial=column.key,
            )
