"""Forms about other names of bodies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.languages import CHOICES
from majlis.look.forms import DateField, Form

PARTIAL = _("A year is enough; a month and a day where they are known.")


def name_field(label: Any, code: str, *, hint: Any = "") -> forms.CharField:
    """A field for a name in a language, written in its direction."""
    return forms.CharField(
        label=label,
        max_length=200,
        required=False,
        help_text=hint,
        widget=forms.TextInput({"lang": code, "dir": "rtl" if code == "ar" else "ltr"}),
    )


class AliasForm(Form):
    """What a body is or was also called, in one or more languages."""

    label = forms.CharField(
        label=_("Name that is the same in every language"),
        max_length=200,
        required=False,
        help_text=_("For example an abbreviation. Leave empty what does not apply."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    since = DateField(label=_("From"), partial=True, required=False, help_text=PARTIAL)
    until = DateField(
        label=_("Until"),
        partial=True,
        required=False,
        help_text=_("Leave it empty while the body is still called so."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=1000,
        required=False,
        help_text=_("The text in which the name stands, or the decision that changed it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            f"label_{code}": name_field(
                format_lazy("{} ({})", pgettext_lazy("organization", "Name"), own), code
            )
            for code, own in CHOICES
        }
        self.fields = {**names, **self.fields}


class UntilForm(Form):
    """Until when something was so, and by which decision."""

    until = DateField(label=_("Until"), partial=True, help_text=PARTIAL)
    reason = forms.CharField(
        label=_("Decision or source"),
        max_length=1000,
        required=False,
        help_text=_("It stands in the history."),
    )
