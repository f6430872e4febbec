"""Forms of the metadata of an instrument and of a version."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.core.forms import (
    ReaderForm,
    body_field,
    language_fields,
    offer_choices,
    offer_rows,
    reason_field,
)
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Series
from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.models import Reader
from majlis.look.forms import Initial, Sent, with_brackets_lazy


class VersionForm(ReaderForm):
    """The metadata of a version: labels, date, body, state, variant."""

    date = forms.CharField(
        label=pgettext_lazy("version", "Date"),
        required=False,
        max_length=10,
        help_text=_("As 2031-05-17, or 2031-05, or 2031; empty where it is not known."),
    )
    body = body_field()
    state = forms.ChoiceField(
        label=pgettext_lazy("version", "State"),
        choices=VERSION.choices,
        help_text=_("Only where it was set by mistake: steps are taken on the page of acts."),
    )
    variant_of = forms.ChoiceField(
        label=_("The same in other words as"),
        required=False,
        help_text=_(
            "Where two bodies adopted different words of what was proposed: both are kept, and compared."
        ),
    )
    reason = reason_field(beside=True)

    def __init__(
        self, *sent: Sent, reader: Reader, others: Mapping[str, str], initial: Initial = None
    ) -> None:
        """``others`` maps the slugs of versions that it may be a variant of to their names."""
        super().__init__(*sent, reader=reader, initial=initial)
        label = pgettext_lazy("version", "Label")
        labels = language_fields("label", lambda name: with_brackets_lazy(label, name), 120)
        self.fields = labels | self.fields
        none = ("", pgettext_lazy("version", "none"))
        offer_choices(self, "variant_of", [none, *others.items()])


class InstrumentForm(ReaderForm):
    """The metadata of a text: kind, symbol, body, series, titles."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("instrument", "Kind"), choices=InstrumentKind.choices
    )
    symbol = forms.CharField(label=_("Symbol"), required=False, max_length=120)
    body = body_field()
    body_words = forms.CharField(
        label=_("What the text calls its body, where it is none of these"),
        required=False,
        max_length=200,
    )
    series = forms.ModelChoiceField(
        label=pgettext_lazy("texts", "Series"),
        queryset=Series.objects.none(),
        required=False,
        empty_label=pgettext_lazy("series", "none"),
    )
    reason = reason_field()

    def __init__(self, *sent: Sent, reader: Reader, initial: Initial = None) -> None:
        super().__init__(*sent, reader=reader, initial=initial)
        titles = language_fields("title", lambda name: with_brackets_lazy(_("Title"), name), 1000)
        self.fields |= titles
        self.order_fields(["kind", "symbol", *titles])
        offer_rows(self, "series", Series.objects.visible_to(reader).with_wordings())
