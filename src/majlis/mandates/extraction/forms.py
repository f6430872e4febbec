"""Forms of the review of findings and of accepted sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, override

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.models import Reader
from majlis.kit.filters import ListFilters
from majlis.look.forms import DateField, Form
from majlis.look.languages import LANGUAGE_NAMES
from majlis.mandates.core.periods import PERIODS
from majlis.mandates.core.references import mandate_from_input, parse_mandate_number
from majlis.mandates.extraction.fields import NAME_FIELDS, TEXT_FIELDS
from majlis.mandates.extraction.suggestions import SUGGESTED_FIELDS as TAKEN
from majlis.mandates.models import Mandate
from majlis.mandates.models.choices import DeliverableKind, Force

LABELS = {
    "force": pgettext_lazy("mandate", "Force"),
    "kind": pgettext_lazy("mandate", "Deliverable"),
    "asked": pgettext_lazy("mandate", "Addressees"),
    "via": _("Through or in cooperation with"),
    "recipient": pgettext_lazy("mandate", "Recipients"),
    "verb": pgettext_lazy("mandate", "Operative verb"),
    "action": pgettext_lazy("mandate", "Requested action"),
    "deadline": pgettext_lazy("due date", "Due date"),
    "occasion": pgettext_lazy("mandate", "Occasion"),
    "recurrence": pgettext_lazy("mandate", "Frequency"),
    "trigger": pgettext_lazy("mandate", "Condition"),
}
ONE_PER_LINE = _("One name per line.")


def split_lines(text: str) -> list[str]:
    """The non-empty lines of a field."""
    return [line for each in text.splitlines() if (line := " ".join(each.split()))]


def text_field(label: Any, rows: int = 1, suggest: str = "", **more: Any) -> forms.CharField:
    """A form field for quoted text, in either writing direction; ``suggest``: the kind of number it asks for."""
    widget: forms.Widget = (
        forms.Textarea({"rows": rows, "dir": "auto"})
        if rows > 1
        else forms.TextInput({"dir": "auto", **({"data-suggest": suggest} if suggest else {})})
    )
    return forms.CharField(label=label, required=False, widget=widget, **more)


class FieldsForm(Form):
    """The fields of a mandate. ``shown`` maps stored names to names in the reader's language."""

    force = forms.ChoiceField(label=LABELS["force"], choices=Force.choices)
    kind = forms.ChoiceField(label=LABELS["kind"], choices=DeliverableKind.choices)
    asked = text_field(LABELS["asked"], 2, max_length=4000, help_text=ONE_PER_LINE)
    via = text_field(LABELS["via"], 2, max_length=4000, help_text=ONE_PER_LINE)
    recipient = text_field(LABELS["recipient"], 2, max_length=4000, help_text=ONE_PER_LINE)
    verb = text_field(LABELS["verb"], max_length=200)
    action = text_field(LABELS["action"], 3, max_length=4000)
    deadline = DateField(
        label=LABELS["deadline"],
        required=False,
        partial=True,
        help_text=_("As precise as in the text: a year, month or day."),
    )
    occasion = text_field(
        LABELS["occasion"],
        max_length=300,
        help_text=_(
            "For example: “its next session”. Without a set date, the mandate cannot "
            "become overdue."
        ),
    )
    recurrence = forms.ChoiceField(label=LABELS["recurrence"], required=False)
    period = text_field(
        pgettext_lazy("frequency of a mandate", "Other period"),
        max_length=6,
        help_text=_("In ISO 8601 format: P18M for 18 months."),
    )
    trigger = text_field(
        LABELS["trigger"],
        max_length=300,
        help_text=_("The mandate is not due until this condition is recorded as met."),
    )

    def __init__(self, *args: Any, shown: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = dict(shown or {})
        current = str(self.initial.get("recurrence") or "")
        choices: list[tuple[str, Any]] = [("", _("once or not specified")), *PERIODS.items()]
        if current and current not in PERIODS:
            choices.append((current, current))
        field = self.fields["recurrence"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def values(self) -> dict[str, Any]:
        """The typed values, by field."""
        stored_names = {shown: name for name, shown in self.shown.items()}
        values: dict[str, Any] = {name: self.cleaned_data.get(name) or "" for name in TEXT_FIELDS}
        for name in NAME_FIELDS:
            typed = split_lines(self.cleaned_data.get(name) or "")
            values[name] = [stored_names.get(each, each) for each in typed]
        values["force"] = self.cleaned_data.get("force") or Force.REQUESTS
        values["kind"] = self.cleaned_data.get("kind") or DeliverableKind.ACTION
        values["recurrence"] = self.cleaned_data.get("period") or values["recurrence"]
        return values


DECISION_FORM = "decision"
"""The id of the form of a decision: the buttons and the reason stand in a bar outside of it."""


class RejectForm(Form):
    """The reason of a rejection. If a user rejects, the errors of other fields are dropped."""

    conditional = ("reason", "reason_language")

    reason = text_field(
        pgettext_lazy("rejection of a finding", "Reason (public)"), 2, max_length=4000
    )
    reason_language = forms.ChoiceField(
        label=_("Language of the reason"), choices=LANGUAGE_NAMES, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason_language"].initial = get_language() or "en"
        for name in ("reason", "reason_language"):
            self.fields[name].widget.attrs["form"] = DECISION_FORM

    def full_clean(self) -> None:
        """Drop the errors of other fields if the user rejects or postpones."""
        super().full_clean()
        if self.is_bound and self.data.get("do") in ("reject", "later"):
            for name in set(self.errors) - {"reason", "reason_language"}:
                del self.errors[name]


class AcceptForm(Form):
    """The mandate that a finding continues, if any. ``user``: the reader."""

    to = text_field(
        pgettext_lazy("finding", "Mandate continued by this finding"),
        suggest="mandate",
        max_length=20,
        help_text=_("Number, such as M-0412. Leave blank for a new mandate."),
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_to(self) -> Mandate | None:
        """The mandate with that number."""
        return mandate_of_number(self.user, self.cleaned_data["to"] or "")


def mandate_of_number(user: Reader, typed: str) -> Mandate | None:
    """The mandate with a typed number, if the user may see it. Raises ValidationError."""
    if not typed.strip():
        return None
    mandate = mandate_from_input(typed, user)
    if mandate is None:
        raise ValidationError(
            _("No mandate has this number. Check the number, or leave the field blank.")
        )
    return mandate


class SuggestionsField(forms.MultipleChoiceField):
    """Suggestions from similar mandates to adopt, each as "field:M-0412".

    The field accepts any mandate number: the verb checks whether that mandate is still similar
    enough.
    """

    widget = forms.CheckboxSelectMultiple

    @override
    def valid_value(self, value: str) -> bool:
        """Whether the value names a field that can be suggested, and a number."""
        field, _colon, number = value.partition(":")
        return field in TAKEN and parse_mandate_number(number) is not None


class FindingForm(AcceptForm, RejectForm, FieldsForm):
    """A finding to accept, correct, split or reject.

    ``suggested``: (key, label) of values that similar mandates state for empty fields.
    """

    meant = SuggestionsField(
        label=_("Suggested values for blank fields, taken from similar mandates"),
        required=False,
        help_text=_(
            "Tick the values that also apply to this finding. Your own entries take precedence."
        ),
    )

    def __init__(self, *args: Any, suggested: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meant"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(suggested)
        if not suggested and not (self.is_bound and "meant" in self.data):
            del self.fields["meant"]

    def meant_by(self) -> dict[str, Mandate]:
        """Map each ticked field to the mandate from which it is adopted; only public mandates are included."""
        ticked = [each.partition(":") for each in self.cleaned_data.get("meant") or ()]
        numbers = {field: parse_mandate_number(number) for field, _colon, number in ticked}
        rows = Mandate.objects.visible_to(AnonymousUser()).filter(number__in=list(numbers.values()))
        mandates = {each.number: each for each in rows.select_related("record")}
        return {
            field: mandates[n] for field, n in numbers.items() if n is not None and n in mandates
        }

    field_order = (
        *(name for name in LABELS if name != "trigger"),
        "period",
        "trigger",
        "meant",
        "to",
        "reason",
        "reason_language",
    )


class ClauseForm(RejectForm):
    """A clause to accept or reject."""

    deadline = DateField(
        label=pgettext_lazy("date", "Date"),
        required=False,
        partial=True,
        help_text=_("As precise as in the text: a year, month or day."),
    )
    occasion = text_field(pgettext_lazy("clause", "Occasion"), max_length=300)
    body = text_field(_("Reviewing or deciding body"), max_length=200)
    mandate = text_field(
        pgettext_lazy("clause", "Mandate concerned"),
        suggest="mandate",
        max_length=20,
        help_text=_("Mandate number. Leave blank if the clause covers the whole text."),
    )
    field_order = ("deadline", "occasion", "body", "mandate", "reason", "reason_language")

    def __init__(
        self, *args: Any, user: Any = None, shown: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_mandate(self) -> Mandate | None:
        """The mandate with that number."""
        return mandate_of_number(self.user, self.cleaned_data["mandate"] or "")


class CorrectSourceForm(FieldsForm):
    """An accepted source to correct."""

    field_order = (*(name for name in LABELS if name != "trigger"), "period", "trigger", "reason")
    reason = forms.CharField(
        label=_("Reason for the correction"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=_("The reason is public in the history."),
    )


class AlternativeReadingForm(Form):
    """An alternative reading. ``members``: (key, name) of those for which the user speaks."""

    organisation = forms.ChoiceField(label=_("Organization you represent"))
    text = forms.CharField(
        label=_("Alternative reading of the provision"),
        max_length=4000,
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
        help_text=_("Will be published beside the accepted reading."),
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("language", "Language"), choices=LANGUAGE_NAMES
    )

    def __init__(self, *args: Any, members: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(members)


class TextFilterForm(ListFilters):
    """Filter rejected findings by text."""

    text = forms.CharField(label=_("Symbol or title of a text"), required=False, max_length=200)
