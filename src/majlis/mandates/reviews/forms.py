"""The forms of review sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.look.forms import Form
from majlis.look.languages import LANGUAGE_NAMES
from majlis.mandates.models import Mandate, ReviewItem
from majlis.parties.models import Body

MAX_LENGTH = 5_000


class ReviewSetForm(Form):
    """The form for a new set."""

    title = forms.CharField(label=_("Title of the review"), max_length=300)
    purpose = forms.CharField(
        label=_("Purpose and questions to members"),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language of this entry"), choices=LANGUAGE_NAMES)
    body = forms.ModelChoiceField(
        label=pgettext_lazy("intergovernmental body", "Body"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("no specific body"),
    )

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies


class AddMandatesForm(Form):
    """Mandates to add, by their numbers."""

    conditional = ("which",)

    which = forms.CharField(
        label=pgettext_lazy("numbers that identify mandates", "Mandate numbers"),
        help_text=_(
            "Numbers (M-0412 M-0413) or page addresses. Whole lists can be added from the register."
        ),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )


class RemoveItemForm(Form):
    """A mandate to remove from a set."""

    mandate = forms.ModelChoiceField(
        label=_("Mandate to remove"),
        queryset=Mandate.objects.none(),
        to_field_name="slug",
        empty_label=None,
    )

    def __init__(self, *args: Any, mandates: QuerySet[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mandate"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = mandates


class BulkAddForm(ReviewSetForm):
    """The set to which a list of the register is added: one that is not frozen, or a new one."""

    conditional = ("title",)
    into = forms.ChoiceField(label=pgettext_lazy("mandates", "Review set"), required=False)
    which = forms.CharField(required=False, widget=forms.HiddenInput)

    total = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sets: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_field = self.fields["into"]
        assert isinstance(set_field, forms.ChoiceField)
        set_field.choices = [("", pgettext_lazy("review set", "new set")), *sets]
        if not sets:
            del self.fields["into"]
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Required for a new review set.") if sets else ""
        del self.fields["purpose"]
        self.order_fields(["into", "title", "language", "body"])

    def clean(self) -> dict[str, Any]:
        """Require a title for a new set."""
        values = super().clean() or self.cleaned_data
        if not values.get("into") and not values.get("title", "").strip() and not self.errors:
            self.add_error("title", _("Enter the title of the review."))
        return values


class FreezeForm(Form):
    """The audience of a set when it is frozen."""

    members_only = forms.BooleanField(
        label=_("Visible only to members of the body"),
        required=False,
        help_text=_("Otherwise the set is public."),
    )


class ReopenForm(Form):
    """The reason for opening a review again."""

    reason = forms.CharField(label=_("Reason for reopening"), max_length=MAX_LENGTH)


class OutcomeForm(Form):
    """The outcome of a review for one mandate."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("review", "Outcome"),
        choices=[("", _("not yet recorded")), *ReviewItem.Outcome.choices],
    )
    text = forms.CharField(
        label=_("Text of the decision"),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language of this entry"), choices=LANGUAGE_NAMES)
    words = forms.CharField(
        label=_("Decision or document"),
        max_length=300,
        help_text=_("Meeting that took the decision, or document that records it."),
    )
    date = forms.CharField(
        label=_("Date of decision"),
        max_length=10,
        required=False,
        help_text=_("Enter a year, month or day: 2027, 2027-06 or 2027-06-30."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
