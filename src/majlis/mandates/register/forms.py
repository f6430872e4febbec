"""The form of the filters of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.instruments.citations.names import instrument_symbol
from majlis.instruments.models import Instrument
from majlis.kernel.models import Reader
from majlis.kit.filters import ListFilters
from majlis.mandates.core.table import DUE_SOON
from majlis.mandates.models.choices import DeliverableKind, Force, LegalStatus, Progress
from majlis.mandates.register import entity_filter, filter_choices, queries
from majlis.parties.models.body import is_partial_date

ANY = ("", pgettext_lazy("filter", "All"))
LEGAL_STATUSES = (
    ("", LegalStatus.IN_FORCE.label),
    (str(LegalStatus.IF_ADOPTED), LegalStatus.IF_ADOPTED.label),
    (str(LegalStatus.PAST), LegalStatus.PAST.label),
    (queries.ENDED, pgettext_lazy("mandates", "paused or ended")),
    (queries.ALL, pgettext_lazy("mandates", "all, in force or not")),
)
STATES = (
    ("late", pgettext_lazy("mandates", "overdue")),
    ("soon", DUE_SOON),
    ("year", pgettext_lazy("mandates", "due within a year")),
    ("later", pgettext_lazy("mandates", "due after 90 days")),
    ("passed", pgettext_lazy("mandates", "due date passed")),
    ("undated", pgettext_lazy("mandates", "no date, or date to be set")),
    ("open", pgettext_lazy("mandates", "open, any due date")),
    ("nolead", _("no lead named")),
    *Progress.choices,
)
CLAUSE_CHOICES = (
    ("1", pgettext_lazy("mandates", "ends within a year")),
    ("2", pgettext_lazy("mandates", "ends within two years")),
    ("dated", pgettext_lazy("mandates", "end date stated")),
    ("none", pgettext_lazy("mandates", "no end date stated")),
    ("review", pgettext_lazy("mandates", "to be reviewed within a year")),
    ("renewal", pgettext_lazy("mandates", "to be renewed within a year")),
    (queries.WITHOUT_CLAUSE, pgettext_lazy("mandates", "no expiry, review or renewal clause")),
)
_SCHEME_PREFIX = "in-"


class RegisterForm(ListFilters):
    """The filters of the register. Each scheme with a confirmed tag on a mandate has a filter."""

    first_names = ("q", "entity", "state")

    q = forms.CharField(
        label=_("Keywords, number or symbol"), required=False, max_length=200,
    )  # fmt: skip
    entity = forms.ChoiceField(label=pgettext_lazy("mandate", "Addressees"), required=False)
    recipient = forms.ChoiceField(label=pgettext_lazy("mandate", "Recipients"), required=False)
    lead = forms.ChoiceField(label=pgettext_lazy("mandate", "Lead entity"), required=False)
    body = forms.ChoiceField(
        label=pgettext_lazy("filter by the body that issued a text", "Issuing body"), required=False
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("mandate", "Status"), required=False, choices=[ANY, *STATES]
    )
    force = forms.ChoiceField(
        label=pgettext_lazy("mandate", "Force"), required=False, choices=[ANY, *Force.choices]
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("mandate", "Kind of deliverable"),
        required=False,
        choices=[ANY, *DeliverableKind.choices],
    )
    standing = forms.ChoiceField(
        label=pgettext_lazy("mandates", "Mandates shown"), required=False, choices=LEGAL_STATUSES
    )
    region = forms.ChoiceField(label=pgettext_lazy("mandates", "Region"), required=False)
    year = forms.ChoiceField(label=_("Year of the text"), required=False)
    occasion = forms.CharField(
        label=pgettext_lazy("mandates", "Occasion"), required=False, max_length=100
    )
    expires = forms.ChoiceField(
        label=pgettext_lazy("mandates", "Expiry, review or renewal"),
        required=False,
        choices=[ANY, *CLAUSE_CHOICES],
    )
    before = forms.CharField(
        label=_("End date no later than"),
        help_text=_("Enter a year, month or day: 2027, 2027-06 or 2027-06-30."),
        required=False,
        max_length=10,
        widget=forms.TextInput({"size": "10", "dir": "ltr"}),
    )
    of = forms.CharField(
        label=_("Addressee or lead entity"), required=False, widget=forms.HiddenInput
    )
    concept = forms.CharField(
        label=pgettext_lazy("concept", "Concept"), required=False, widget=forms.HiddenInput
    )
    text = forms.CharField(
        label=pgettext_lazy("document", "Text"), required=False, widget=forms.HiddenInput
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: Reader, data: Any) -> None:
        super().__init__(data)
        self.user, self.name_at_address, self.text_name = user, "", ""
        self.offered = filter_choices.filter_choices(user)
        choices: dict[str, list[tuple[str, str]]] = {
            "entity": self.offered.addressees,
            "recipient": self.offered.recipients,
            "lead": self.offered.leads,
            "body": [
                *self.offered.bodies,
                (queries.NO_BODY, str(_("Body not listed"))),
            ],
            "year": [(each, each) for each in filter_choices.year_choices(user)],
        }
        choices["region"] = []
        for key, (title, concepts) in self.offered.schemes.items():
            if key in filter_choices.REGIONS:
                choices["region"] += concepts
                continue
            name = _SCHEME_PREFIX + key
            self.fields[name] = forms.ChoiceField(label=title, required=False)
            choices[name] = concepts
        for name, options in choices.items():
            field: Any = self.fields[name]
            field.choices = [ANY, *options]
        scheme_fields = [name for name in self.fields if name.startswith(_SCHEME_PREFIX)]
        first_fields = [
            "q",
            "entity",
            "recipient",
            "lead",
            "body",
            "state",
            "force",
            "kind",
            "region",
        ]
        self.order_fields([*first_fields, *scheme_fields])

    def clean_before(self) -> str:
        """A year, a month or a day. Raises ValidationError for anything else."""
        value = str(self.cleaned_data["before"]).strip()
        if value and not is_partial_date(value):
            raise forms.ValidationError(_("Enter a date as 2026, 2026-04 or 2026-04-17."))
        return value

    def clean_of(self) -> list[int] | None:
        """Keys of the entities of the organization, body or entity at this address. Raises ValidationError."""
        address = str(self.cleaned_data["of"]).strip("/")
        if not address:
            return None
        result = entity_filter.entities_at_address(self.user, address, get_language() or "en")
        if result is None:
            raise forms.ValidationError(_("No entity has this address."))
        self.name_at_address, keys = result
        return keys

    def clean_text(self) -> str:
        """The slug of a text that the reader may see. Raises ValidationError."""
        slug = str(self.cleaned_data["text"])
        if slug:
            texts = Instrument.objects.visible_to(self.user).filter(held=True).with_wordings()
            text: Instrument | None = texts.filter(slug=slug).first()
            if text is None:
                raise forms.ValidationError(_("No text has this address."))
            self.text_name = instrument_symbol(text)
        return slug

    def filter_values(self) -> dict[str, Any]:
        """The values of the filters; ``concepts`` has those of all schemes."""
        values = super().filter_values()
        concepts = [values.pop(name) for name in [*values] if name.startswith(_SCHEME_PREFIX)]
        others = [str(values.pop(name, "")) for name in ("region", "concept")]
        values["concepts"] = [each for each in (*concepts, *others) if each]
        values["language"] = get_language() or "en"
        return values

    def value_text(self, name: str, value: Any) -> str:
        """A value of a filter as text."""
        if name == "of":
            return self.name_at_address
        return self.text_name if name == "text" else super().value_text(name, value)

    def choices_of(self, name: str) -> list[tuple[str, str]]:
        """The choices of a field; for ``concept``, which only addresses have, those of all schemes."""
        if name == "concept":
            return [each for _title, there in self.offered.schemes.values() for each in there]
        return super().choices_of(name)
