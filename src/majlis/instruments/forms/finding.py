"""Forms that find texts: the filters of the list, and one text by its symbol or address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.kinds import InstrumentKind
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Instrument
from majlis.instruments.queries import library
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.look.forms import FilterForm, Form

NOT_KEPT = _("No text is kept under this. Look it up in the list of texts, and take its address.")
ANY = ("", pgettext_lazy("filter", "any"))


class TextsForm(FilterForm):
    """By what texts are found."""

    q = forms.CharField(label=_("Symbol, or words of the text"), required=False, max_length=200)
    body = forms.ChoiceField(label=_("Body"), required=False)
    kind = forms.ChoiceField(
        label=pgettext_lazy("instrument", "Kind"),
        required=False,
        choices=[ANY, *InstrumentKind.choices],
    )
    year = forms.ChoiceField(label=_("Year"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("version", "State"), required=False, choices=[ANY, *VERSION.choices]
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[ANY, *LANGUAGE_CHOICES]
    )
    concept = forms.ChoiceField(label=_("Concept"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: Any, data: Any) -> None:
        super().__init__(data)
        bodies, concepts = library.choices(user)
        choices: dict[str, list[tuple[str, str]]] = {
            "body": bodies,
            "year": [(each, each) for each in library.years(user)],
            "concept": concepts,
        }
        for name, found in choices.items():
            field: Any = self.fields[name]
            field.choices = [ANY, *found]

    def wanted(self) -> dict[str, Any]:
        """What is asked; a value that is not offered asks nothing."""
        self.is_valid()
        return dict(self.cleaned_data)


class WhichForm(Form):
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
        return which(self.user, self.cleaned_data["text"])


def which(user: Any, words: str) -> Instrument:
    """The kept text that these words name. Raises ValidationError where there is none, or more than one."""
    found = library.named(user, words)
    if not found:
        raise forms.ValidationError(NOT_KEPT)
    if len(found) > 1:
        raise forms.ValidationError(
            _("Several texts go by this. Take the address of the page of the one you mean.")
        )
    return found[0]
