"""Forms of the metadata of an instrument and of a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.acts.forms import NO_LISTED_BODY
from majlis.instruments.core.forms import ChangeTrackingForm
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Instrument, Series, Version
from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.look.forms import with_brackets_lazy
from majlis.parties.models import Body


class VersionForm(ChangeTrackingForm):
    """The metadata of a version: labels, date, body, state, variant."""

    date = forms.CharField(
        label=pgettext_lazy("version", "Date"),
        required=False,
        max_length=10,
        help_text=_("As 2031-05-17, or 2031-05, or 2031; empty where it is not known."),
    )
    body = forms.ModelChoiceField(
        label=_("Body"), queryset=Body.objects.none(), required=False, empty_label=NO_LISTED_BODY
    )
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
    reason = forms.CharField(
        label=pgettext_lazy("correction", "Reason"),
        max_length=2000,
        help_text=_("The history shows it beside what was said before."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, version: Version, bodies: Any, others: Mapping[str, str], data: Any = None
    ) -> None:
        """``others`` maps the slugs of versions that it may be a variant of to their names."""
        initial: dict[str, Any] = {
            "date": version.date,
            "body": version.body_id,
            "state": version.state,
            "seen": version.state,
            "variant_of": version.variant_of.slug if version.variant_of else "",
        }
        for code, _name in LANGUAGE_CHOICES:
            label = version.say("label", code)
            initial[f"label_{code}"] = label.text if label.language == code else ""
        super().__init__(data, initial=initial)
        for code, name in LANGUAGE_CHOICES:
            self.fields[f"label_{code}"] = forms.CharField(
                label=with_brackets_lazy(pgettext_lazy("version", "Label"), name),
                required=False,
                max_length=120,
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
        field: Any = self.fields["body"]
        field.queryset = bodies
        field = self.fields["variant_of"]
        field.choices = [("", pgettext_lazy("version", "none")), *others.items()]
        self.order_fields([f"label_{code}" for code, _name in LANGUAGE_CHOICES])
        self.store_shown()


class InstrumentForm(ChangeTrackingForm):
    """The metadata of a text: kind, symbol, body, series, titles."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("instrument", "Kind"), choices=InstrumentKind.choices
    )
    symbol = forms.CharField(label=_("Symbol"), required=False, max_length=120)
    body = forms.ModelChoiceField(
        label=_("Body"), queryset=Body.objects.none(), required=False, empty_label=NO_LISTED_BODY
    )
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
    reason = forms.CharField(
        label=pgettext_lazy("correction", "Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, instrument: Instrument, bodies: Any, series: Any, data: Any = None) -> None:
        initial: dict[str, Any] = {
            name: getattr(instrument, name) for name in ("kind", "symbol", "body_words")
        } | {"body": instrument.body_id, "series": instrument.series_id}
        for code, _name in LANGUAGE_CHOICES:
            title = instrument.say("title", code)
            initial[f"title_{code}"] = title.text if title.language == code else ""
        super().__init__(data, initial=initial)
        for code, name in LANGUAGE_CHOICES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=with_brackets_lazy(_("Title"), name),
                required=False,
                max_length=1000,
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
        for name, queryset in (("body", bodies), ("series", series)):
            field: Any = self.fields[name]
            field.queryset = queryset
        self.order_fields(
            [
                "kind",
                "symbol",
                *(f"title_{c}" for c, _name in LANGUAGE_CHOICES),
                "body",
                "body_words",
                "series",
            ]
        )
        self.store_shown()
