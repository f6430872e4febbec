"""Forms for aliases of bodies, offices, their holders, and individual members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.errors import StrOrPromise
from majlis.look.forms import DateField, Form, Initial, Sent
from majlis.look.languages import LANGUAGE_NAMES
from majlis.look.templatetags.look import comma
from majlis.parties.forms.registration import name_fields

PARTIAL_DATE_HINT = _("Enter a year, month or day: 2027, 2027-06 or 2027-06-30.")


class AliasForm(Form):
    """Another name of a body, in one or more languages."""

    label = forms.CharField(
        label=_("Name identical in all languages"),
        max_length=200,
        required=False,
        help_text=_("For example, an abbreviation. Leave blank if not applicable."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    since = DateField(
        label=pgettext_lazy("period", "Start date"),
        partial=True,
        required=False,
        help_text=PARTIAL_DATE_HINT,
    )
    until = DateField(
        label=pgettext_lazy("period", "End date"),
        partial=True,
        required=False,
        help_text=_("Leave blank if the name is still in use."),
    )
    source = forms.CharField(
        label=pgettext_lazy("source of information", "Source"),
        max_length=1000,
        required=False,
        help_text=_("The text that uses the name, or the decision that changed it."),
    )

    def __init__(self, *sent: Sent, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        names = name_fields("label", 200)
        self.fields = names | self.fields
        self.require_one(*names, "label")


class EndForm(Form):
    """The end of an alias or a term, with its source."""

    until = DateField(
        label=pgettext_lazy("period", "End date"), partial=True, help_text=PARTIAL_DATE_HINT
    )
    reason = forms.CharField(
        label=_("Decision or source"),
        max_length=1000,
        required=False,
        help_text=_("Shown in the history."),
    )


class OfficeEndForm(EndForm):
    """The last day of an office; ``holders`` are the names of its present holders."""

    def __init__(
        self, *sent: Sent, holders: Sequence[str] = (), ends: bool = False, initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        help_texts: list[StrOrPromise] = [PARTIAL_DATE_HINT]
        if ends:
            self.fields["until"].required = False
            help_texts.append(_("Leave blank if the office continues."))
        if holders:
            names = format_html_join(comma(), "<bdi>{}</bdi>", ((each,) for each in holders))
            message = _("Current holders’ terms will also end on this date: {names}.")
            help_texts.append(format_html(str(message), names=names))
        self.fields["until"].help_text = format_html_join(" ", "{}", ((t,) for t in help_texts))


class OfficeForm(Form):
    """The names of an office; the language of the original name can be set on creation only."""

    authentic = forms.ChoiceField(
        label=_("Language of the original name"),
        choices=[("", pgettext_lazy("language", "Not known")), *LANGUAGE_NAMES],
        required=False,
    )
    is_chair = forms.BooleanField(label=_("This is the office of the chair"), required=False)

    def __init__(self, *sent: Sent, with_original: bool = False, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        if not with_original:
            del self.fields["authentic"]
        names = name_fields("title", 200)
        self.fields = names | self.fields
        self.require_one(*names)


class HolderForm(Form):
    """A present or former holder of an office."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=200,
        help_text=_("The name will be public."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Email address of the person’s account"),
        max_length=254,
        required=False,
        help_text=_("The address links the office to the person’s account and is not shown."),
    )
    since = DateField(
        label=pgettext_lazy("period", "Start date"),
        partial=True,
        required=False,
        help_text=PARTIAL_DATE_HINT,
    )
    until = DateField(
        label=pgettext_lazy("period", "End date"),
        partial=True,
        required=False,
        help_text=_("Leave blank if no end date is set."),
    )
    source = forms.CharField(
        label=_("Decision, document or source"),
        max_length=1000,
        required=False,
        help_text=_("The decision or text that appointed the person."),
    )


class HolderCorrectionForm(HolderForm):
    """The correction of a holder's record, with a reason."""

    reason = forms.CharField(
        label=_("Reason for the correction"),
        max_length=1000,
        help_text=_(
            "Describe the error and cite the evidence, without names. The history shows the reason."
        ),
    )


class IndividualMemberForm(Form):
    """The admission of an individual member: a person with an account, or known by name only."""

    conditional = ("name", "email")

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=200,
        required=False,
        help_text=_("Required for a person without an account. Not public."),
        error_messages={
            "required": _("Enter the name, or the email address of the person’s account.")
        },
        widget=forms.TextInput({"dir": "auto"}),
    )
    email = forms.EmailField(
        label=pgettext_lazy("email", "Email address"),
        max_length=254,
        required=False,
        help_text=_(
            "The holder of the account with this address becomes a member with members’ access."
        ),
    )
    source = forms.CharField(
        label=_("Decision or source"),
        max_length=1000,
        required=False,
        help_text=_("Shown in the history."),
    )

    @override
    def clean(self) -> None:
        if not self.cleaned_data.get("email"):
            self.require_field("name")
