"""Forms that ask for a held text by its symbol or address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.citations import lookup
from majlis.instruments.models import Instrument
from majlis.look.forms import Form

TEXT_NOT_FOUND = _(
    "No text is kept under this. Look it up in the list of texts, and take its address."
)


class TextLookupForm(Form):
    """A text that is kept, named by its symbol or its address."""

    text = forms.CharField(
        label=pgettext_lazy("library", "Text"),
        max_length=300,
        help_text=_("Its symbol as it is written, or the address of its page."),
    )

    def __init__(self, user: Any, data: Any = None) -> None:
        super().__init__(data)
        self.user = user

    def clean_text(self) -> Instrument:
        """The text that is meant. One only: every body has its resolution 5."""
        return find_text(self.user, self.cleaned_data["text"])


def find_text(user: Any, words: str) -> Instrument:
    """The kept text that these words name. Raises ValidationError where there is none, or more than one."""
    found = lookup.instruments_named(user, words)
    if not found:
        raise forms.ValidationError(TEXT_NOT_FOUND)
    if len(found) > 1:
        raise forms.ValidationError(
            _("Several texts go by this. Take the address of the page of the one you mean.")
        )
    return found[0]


class StubForm(Form):
    """Which text that is kept a stub stands for: by its symbol or the address of its page."""

    instrument = forms.CharField(
        label=pgettext_lazy("library", "Text"),
        max_length=300,
        help_text=_("Its symbol as it is written, or the address of its page."),
    )

    def __init__(self, user: Any, data: Any = None) -> None:
        super().__init__(data)
        self.user = user

    def clean_instrument(self) -> Instrument:
        """The text that is meant."""
        return find_text(self.user, self.cleaned_data["instrument"])
