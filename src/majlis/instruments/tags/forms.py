"""The form that proposes a concept for a text."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.framework.models import Concept
from majlis.instruments.core.forms import ReaderForm
from majlis.instruments.tags import queries


class TagForm(ReaderForm):
    """A concept to propose for a text."""

    concept = forms.CharField(
        label=pgettext_lazy("concept", "Concept"),
        max_length=200,
        help_text=_("Enter the code of the concept, for example: C2, SDG 9 or 9.1."),
    )

    def clean_concept(self) -> Concept:
        """The concept of the code. Raises ValidationError where it is not unique."""
        concept = queries.concept_by_code(self.reader, self.cleaned_data["concept"])
        if concept is None:
            raise forms.ValidationError(
                _("This code matches no concept or several. Add its scheme, for example: SDG 9.")
            )
        return concept
