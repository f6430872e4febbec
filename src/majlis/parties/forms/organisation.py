"""Forms for organizations, their people, and bodies."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.models import Reader
from majlis.kit.filters import ListFilters
from majlis.look.forms import Form, Initial, Sent, with_brackets_lazy
from majlis.look.languages import LANGUAGE_NAMES
from majlis.parties import areas, stakeholder_kinds
from majlis.parties.forms.registration import EMPTY_CHOICE, name_fields
from majlis.parties.models import MembershipRule, Organisation
from majlis.parties.models import ParticipationForm as Shape


class OrganisationForm(Form):
    """The data of an organization; its kind only for users who may change it."""

    website = forms.URLField(
        label=pgettext_lazy("organization", "Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
    )
    area = forms.ChoiceField(
        label=_("Country or area"),
        required=False,
        choices=lambda: [EMPTY_CHOICE, *areas.area_choices()],
    )
    form = forms.ChoiceField(label=_("Form of participation"), choices=Shape.choices)
    kind = forms.ChoiceField(
        label=_("Kind of organization"), choices=stakeholder_kinds.kind_choices
    )
    short_name = forms.CharField(
        label=_("Short name or abbreviation"), max_length=40, required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Working languages of the organization"),
        choices=LANGUAGE_NAMES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *sent: Sent, with_kind: bool = False, original: str = "", initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        if not with_kind:
            del self.fields["kind"]
        self.original = original
        names = name_fields("name", 300)
        if f"name_{original}" in names:
            names[f"name_{original}"].required = True
        self.fields = names | self.fields


class DelegationRequestForm(Form):
    """The request of a person to be a delegate."""

    function = forms.CharField(
        label=_("Your position in the organization"), max_length=200, required=False
    )


class DelegateInvitationForm(Form):
    """The invitation of a delegate by the focal point."""

    email = forms.EmailField(label=pgettext_lazy("email", "Email address"), max_length=254)
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200, required=False)
    function = forms.CharField(
        label=_("Position in the organization"), max_length=200, required=False
    )


class SuccessorForm(Form):
    """The nomination of a successor of the focal point; the secretariat must give a reason."""

    email = forms.EmailField(label=pgettext_lazy("email", "Email address"), max_length=254)
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200, required=False)
    reason = forms.CharField(
        label=pgettext_lazy("reason for an action", "Reason"),
        max_length=4000,
        help_text=_("Reason why the focal point cannot nominate a successor."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *sent: Sent, with_reason: bool = False, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        if not with_reason:
            del self.fields["reason"]


class ReasonForm(Form):
    """The reason of a decision."""

    reason = forms.CharField(
        label=pgettext_lazy("reason for an action", "Reason"),
        max_length=4000,
        help_text=_("In one or two sentences."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *sent: Sent, required: bool = True, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["reason"].required = required


def organisations_for(reader: Reader) -> QuerySet[Organisation]:
    """The organizations that the reader may see and that are not closed."""
    rows = Organisation.objects.visible_to(reader).exclude(state="closed")
    return rows.with_wordings().order_by("number")


class BodyForm(Form):
    """The mandate and the membership rule of a body."""

    conditional = ("kinds", "named")

    mandate_reference = forms.CharField(
        label=_("Text establishing the mandate"), max_length=200, required=False
    )
    rule = forms.ChoiceField(
        label=pgettext_lazy("body", "Membership rule"),
        choices=MembershipRule.choices,
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of organizations"),
        choices=stakeholder_kinds.kind_choices,
        required=False,
        help_text=_("Applies only to the rule “organizations of certain kinds”."),
        widget=forms.CheckboxSelectMultiple,
    )
    named = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=pgettext_lazy("members of a body", "Named organizations"),
        to_field_name="number",
        required=False,
        help_text=_("Applies only to the rule “named organizations”."),
    )

    def __init__(self, *sent: Sent, reader: Reader, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["named"].queryset = organisations_for(reader)  # type: ignore[attr-defined]
        for code, name in LANGUAGE_NAMES:
            self.fields[f"mandate_{code}"] = forms.CharField(
                label=with_brackets_lazy(pgettext_lazy("body", "Mandate"), name),
                max_length=4000,
                required=False,
                widget=forms.Textarea({"rows": 3, "lang": code}),
            )


class MemberForm(Form):
    """The admission of an organization as a member of a body."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=pgettext_lazy("organization", "Organization"),
        to_field_name="number",
        empty_label=pgettext_lazy("empty choice", "Select one"),
    )

    def __init__(self, *sent: Sent, reader: Reader, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["organisation"].queryset = organisations_for(reader)  # type: ignore[attr-defined]


class SearchForm(ListFilters):
    """The search field of a list."""

    q = forms.CharField(label=pgettext_lazy("filter", "Keywords"), max_length=200, required=False)
