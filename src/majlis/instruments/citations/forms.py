"""Forms that ask for a held text by its symbol or address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.citations import lookup
from majlis.instruments.core.forms import ReaderForm
from majlis.instruments.models import Instrument
from majlis.kernel.models import Reader

TEXT_NOT_FOUND = _("No text found. Enter a text’s symbol or the address of its page.")


class TextLookupForm(ReaderForm):
    """A held text, by its symbol or address."""

    text = forms.CharField(
        label=pgettext_lazy("document", "Text"),
        max_length=300,
        help_text=_("Enter the symbol of the text or the address of its page."),
        widget=forms.TextInput(attrs={"data-suggest": "text"}),
    )

    def clean_text(self) -> Instrument:
        """The text; exactly one, as many bodies have a resolution 5."""
        return find_text(self.reader, self.cleaned_data["text"])


def find_text(reader: Reader, words: str) -> Instrument:
    """The held text with this symbol or address. Raises ValidationError where not unique."""
    instruments = lookup.instruments_named(reader, words)
    if not instruments:
        raise forms.ValidationError(TEXT_NOT_FOUND)
    if len(instruments) > 1:
        raise forms.ValidationError(
            _("Several texts match. Enter the page address of the right one.")
        )
    return instruments[0]


class StubForm(ReaderForm):
    """The held text that a stub stands for, by its symbol or address."""

    instrument = forms.CharField(
        label=pgettext_lazy("document", "Text"),
        max_length=300,
        help_text=_("Enter the symbol of the text or the address of its page."),
        widget=forms.TextInput(attrs={"data-suggest": "text"}),
    )

    def clean_instrument(self) -> Instrument:
        """The text."""
        return find_text(self.reader, self.cleaned_data["instrument"])
