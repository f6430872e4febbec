"""Forms of remarks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from majlis.commons.remarks.actions import (
    MAX_LENGTH,
    MAX_NAME_LENGTH,
    MAX_SOURCE_LENGTH,
)
from majlis.commons.remarks.lifecycle import LATE, REMARK
from majlis.commons.remarks.models import PERSONAL_DATA_DAYS, Outcome, WithholdingReason
from majlis.commons.remarks.page_reference import MAX_LENGTH as LONGEST_ADDRESS
from majlis.commons.remarks.page_reference import site_address
from majlis.kit.filters import ListFilters
from majlis.kit.public_form import PublicForm
from majlis.look.forms import Form, Initial, Sent
from majlis.look.languages import LANGUAGE_NAMES


def textarea(rows: int) -> forms.Textarea:
    """A multi-line text field for any language."""
    return forms.Textarea(attrs={"rows": rows, "cols": 60, "dir": "auto"})


class RemarkForm(PublicForm):
    """A remark on a page, with the contact of the reader.

    The field ``about`` is hidden if the reader comes from a page of this site; ``known`` readers
    have an account, and need no contact fields.
    """

    about = forms.CharField(
        label=_("Address of the page"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
        help_text=_("Leave blank if the remark concerns the whole site."),
    )
    text = forms.CharField(
        label=_("Error or omission"),
        max_length=MAX_LENGTH,
        widget=textarea(6),
        help_text=_("The text becomes public once the secretariat has checked it."),
    )
    source = forms.CharField(
        label=pgettext_lazy("remark", "Supporting source"),
        required=False,
        max_length=MAX_SOURCE_LENGTH,
        widget=textarea(2),
        help_text=_("Document, symbol or web address, published together with the text."),
    )
    language = forms.ChoiceField(label=_("Language of the remark"), choices=LANGUAGE_NAMES)
    name = forms.CharField(
        label=pgettext_lazy("name of a person", "Your name"),
        required=False,
        max_length=MAX_NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        help_text=_("Your name is never made public."),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )

    def __init__(
        self,
        *sent: Sent,
        host: str = "",
        known: bool = False,
        client: str = "",
        initial: Initial = None,
    ) -> None:
        super().__init__(*sent, client=client, initial=initial)
        self.host = host
        help_text = ngettext(
            "Used only for the reply. Your name and address are deleted %(days)s day later.",
            "Used only for the reply. Your name and address are deleted %(days)s days later.",
            PERSONAL_DATA_DAYS,
        )
        self.fields["email"].help_text = help_text % {"days": PERSONAL_DATA_DAYS}
        if known:
            del self.fields["name"], self.fields["email"]
        if site_address(self["about"].value() or "", host):
            self.fields["about"].widget = forms.HiddenInput()

    def clean_about(self) -> str:
        """The address as a path of this site."""
        address = site_address(self.cleaned_data["about"], self.host)
        if address is None:
            raise forms.ValidationError(
                _("Invalid address. Enter the address of a Majlis page, or leave the field blank.")
            )
        return address


class AnswerForm(Form):
    """The answer to a remark."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("remark", "Outcome"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=pgettext_lazy("remark", "Reply"),
        max_length=MAX_LENGTH,
        widget=textarea(6),
        help_text=_("The reply and the text of the remark become public immediately."),
    )
    language = forms.ChoiceField(label=_("Language of the reply"), choices=LANGUAGE_NAMES)


class WithholdForm(Form):
    """The reason for which a text is withheld."""

    why = forms.ChoiceField(
        label=_("Reason for withholding the text"),
        choices=WithholdingReason.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=pgettext_lazy("field", "Explanation"),
        required=False,
        max_length=MAX_LENGTH,
        widget=textarea(3),
        help_text=_("This explanation is public. Do not repeat the withheld content."),
    )
    language = forms.ChoiceField(label=_("Language of the explanation"), choices=LANGUAGE_NAMES)


class LogFilter(ListFilters):
    """The filters of the log."""

    state = forms.ChoiceField(
        label=pgettext_lazy("status of a record", "Status"),
        choices=[
            ("", pgettext_lazy("filter", "All")),
            *REMARK.choices,
            (LATE, pgettext_lazy("remark", "overdue")),
        ],
        required=False,
    )
    about = forms.CharField(
        label=_("Address of the page"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )
