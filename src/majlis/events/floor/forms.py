"""Forms of the floor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.events.models import AttendanceMode, TurnKind
from majlis.look.forms import Form

type Choices = Sequence[tuple[str, str]]


class ItemForm(Form):
    """The item to take up."""

    conditional = ("item",)
    item = forms.ChoiceField(
        label=pgettext_lazy("agenda", "Agenda item"),
        help_text=_("The document of the item before is put away."),
        required=False,
    )

    def __init__(self, *args: Any, items: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", pgettext_lazy("agenda item", "None")), *items]


class DocumentForm(Form):
    """The document to take up, and the place in it."""

    conditional = ("document",)
    document = forms.ChoiceField(label=pgettext_lazy("sitting", "Document"), required=False)
    words = forms.CharField(
        label=_("Place in the document"),
        help_text=_("For example: Articles 4 to 6."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, documents: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", pgettext_lazy("document", "None")), *documents]


class FloorRequestForm(Form):
    """For what the floor is asked, and from where."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("request for the floor", "Request"), choices=TurnKind.choices
    )
    mode = forms.ChoiceField(
        label=pgettext_lazy("request for the floor", "From"), choices=AttendanceMode.choices
    )


class EnteredRequestForm(FloorRequestForm):
    """A request that an officer enters for somebody."""

    field_order = ("participant", "kind", "mode")
    participant = forms.ChoiceField(label=pgettext_lazy("request for the floor", "Participant"))

    def __init__(self, *args: Any, participants: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["participant"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *participants]
