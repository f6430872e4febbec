"""Forms of remarks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.remarks.actions import (
    MAX_LENGTH,
    MAX_NAME_LENGTH,
    MAX_SOURCE_LENGTH,
    PERSONAL_DATA_DAYS,
)
from majlis.commons.remarks.lifecycle import LATE, REMARK
from majlis.commons.remarks.models import Outcome, WithholdingReason
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
        help_text=_("Leave it empty if it concerns the site as a whole."),
    )
    text = forms.CharField(
        label=_("What is wrong or missing"),
        max_length=MAX_LENGTH,
        widget=textarea(6),
        help_text=_("It is public once the secretariat has looked at it."),
    )
    source = forms.CharField(
        label=_("Source that shows it"),
        required=False,
        max_length=MAX_SOURCE_LENGTH,
        widget=textarea(2),
        help_text=_("A document, a symbol or a web address. It is public with the text."),
    )
    language = forms.ChoiceField(label=_("Language in which you write"), choices=LANGUAGE_NAMES)
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=MAX_NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        help_text=_("It is never shown in public."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
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
        help_text = _(
            "Only to tell you of the answer. Name and address are deleted %(days)s days after it."
        )
        self.fields["email"].help_text = str(help_text) % {"days": PERSONAL_DATA_DAYS}
        if known:
            del self.fields["name"], self.fields["email"]
        if site_address(self["about"].value() or "", host):
            self.fields["about"].widget = forms.HiddenInput()

    def clean_about(self) -> str:
        """The address as a path of this site."""
        address = site_address(self.cleaned_data["about"], self.host)
        if address is None:
            raise forms.ValidationError(
                _("This is no address of this site. Copy it from the page, or empty it.")
            )
        return address


class AnswerForm(Form):
    """The answer to a remark."""

    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=pgettext_lazy("remark", "Answer"),
        max_length=MAX_LENGTH,
        widget=textarea(6),
        help_text=_("It is public at once, and so is the text of the remark."),
    )
    language = forms.ChoiceField(label=_("Language of the answer"), choices=LANGUAGE_NAMES)


class WithholdForm(Form):
    """The reason for which a text is withheld."""

    why = forms.ChoiceField(
        label=_("Why the text is not shown"),
        choices=WithholdingReason.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=MAX_LENGTH,
        widget=textarea(3),
        help_text=_("Everybody reads it. Repeat nothing of what must not be shown."),
    )
    language = forms.ChoiceField(label=_("Language of your words"), choices=LANGUAGE_NAMES)


class LogFilter(ListFilters):
    """The filters of the log."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", pgettext_lazy("remark", "all")), *REMARK.choices, (LATE, _("late"))],
        required=False,
    )
    about = forms.CharField(
        label=_("Address of the page"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )
