"""Forms for aliases of bodies, offices, their holders, and individual members."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.errors import StrOrPromise
from majlis.look.forms import DateField, Form, Initial, Sent
from majlis.look.languages import LANGUAGE_NAMES
from majlis.look.templatetags.look import comma
from majlis.parties.forms.registration import name_fields

PARTIAL_DATE_HINT = _("A year is enough; a month and a day where they are known.")


class AliasForm(Form):
    """Another name of a body, in one or more languages."""

    label = forms.CharField(
        label=_("Name that is the same in every language"),
        max_length=200,
        required=False,
        help_text=_("For example an abbreviation. Leave empty what does not apply."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    since = DateField(label=_("From"), partial=True, required=False, help_text=PARTIAL_DATE_HINT)
    until = DateField(
        label=_("Until"),
        partial=True,
        required=False,
        help_text=_("Leave it empty while the body is still called so."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=1000,
        required=False,
        help_text=_("The text in which the name stands, or the decision that changed it."),
    )

    def __init__(self, *sent: Sent, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields = name_fields("label", 200) | self.fields


class EndForm(Form):
    """The end of an alias or a term, with its source."""

    until = DateField(label=_("Until"), partial=True, help_text=PARTIAL_DATE_HINT)
    reason = forms.CharField(
        label=_("Decision or source"),
        max_length=1000,
        required=False,
        help_text=_("It stands in the history."),
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
            help_texts.append(_("Leave it empty if the office goes on after all."))
        if holders:
            names = format_html_join(comma(), "<bdi>{}</bdi>", ((each,) for each in holders))
            message = _("Who still holds it is recorded as having held it until then too: {names}.")
            help_texts.append(format_html(str(message), names=names))
        self.fields["until"].help_text = format_html_join(" ", "{}", ((t,) for t in help_texts))


class OfficeForm(Form):
    """The names of an office; the language of the original name can be set on creation only."""

    authentic = forms.ChoiceField(
        label=_("Language of the original name"),
        choices=[("", _("Not known")), *LANGUAGE_NAMES],
        required=False,
    )
    is_chair = forms.BooleanField(label=_("It is the office of the chair"), required=False)

    def __init__(self, *sent: Sent, with_original: bool = False, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        if not with_original:
            del self.fields["authentic"]
        self.fields = name_fields("title", 200) | self.fields


class HolderForm(Form):
    """A present or former holder of an office."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=200,
        help_text=_("It is shown to everybody, as the office is public."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail address of the person’s account"),
        max_length=254,
        required=False,
        help_text=_(
            "It is not shown. The person then sees the office among their data. Leave it empty for "
            "who has no account."
        ),
    )
    since = DateField(label=_("From"), partial=True, required=False, help_text=PARTIAL_DATE_HINT)
    until = DateField(
        label=_("Until"),
        partial=True,
        required=False,
        help_text=_("Leave it empty while the office is held and no end is set."),
    )
    source = forms.CharField(
        label=_("Deciding act or source"),
        max_length=1000,
        required=False,
        help_text=_("The decision that appointed the person, or the text that says so."),
    )


class HolderCorrectionForm(HolderForm):
    """The correction of a holder's record, with a reason."""

    reason = forms.CharField(
        label=_("Reason for the correction"),
        max_length=1000,
        help_text=_(
            "What was wrong, and how you know. It stands in the history: write no names here."
        ),
    )


class IndividualMemberForm(Form):
    """The admission of an individual member: a person with an account, or known by name only."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=200,
        required=False,
        help_text=_("Needed for a person who has no account. It is not public."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_(
            "Who has an account under it becomes a member with it, and sees what members see."
        ),
    )
    source = forms.CharField(
        label=_("Decision or source"),
        max_length=1000,
        required=False,
        help_text=_("It stands in the history."),
    )
