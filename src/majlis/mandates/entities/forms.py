"""Forms and filters of entities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kit.filters import ListFilters
from majlis.look.forms import Form
from majlis.mandates.core.forms import EntityField, ReasonField, add_wording_fields
from majlis.mandates.models import Entity, EntityKind
from majlis.parties.models import Body, Organisation

ANY = ("", pgettext_lazy("filter", "All"))


class EntityFilters(ListFilters):
    """The filters of the list of entities."""

    q = forms.CharField(label=pgettext_lazy("entity", "Name"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=pgettext_lazy("entity", "Kind"), required=False, choices=[ANY, *EntityKind.choices]
    )


def current_wordings(entity: Entity, field: str) -> dict[str, str]:
    """The present texts of a field as initial values: name of the form field -> text."""
    initial = {}
    for code in LANGUAGE_CODES:
        wording = entity.say(field, code)
        initial[f"{field}_{code}"] = wording.text if wording.language == code else ""
    return initial


class EntityForm(Form):
    """The names, kind, parent, body and organization of an entity."""

    kind = forms.ChoiceField(label=pgettext_lazy("entity", "Kind"), choices=EntityKind.choices)
    parent = EntityField(pgettext_lazy("entity", "Part of"), required=False)
    body = forms.ModelChoiceField(
        label=pgettext_lazy("intergovernmental body", "Body"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("Body not listed"),
    )
    organisation = forms.IntegerField(
        label=pgettext_lazy("organization", "Organization"),
        required=False,
        min_value=1,
        max_value=10**9,
        help_text=_("Number in the address of the organization’s page in Majlis."),
    )
    reason = ReasonField(required=False)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = add_wording_fields(self, "title", pgettext_lazy("entity", "Name"))
        self.order_fields(names)
        self.require_one(*names)
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)
        body.queryset = bodies

    def clean_organisation(self) -> Organisation | None:
        """The organization with the number entered."""
        number = self.cleaned_data["organisation"]
        if number is None:
            return None
        rows = Organisation.objects.select_related("record").filter(number=number)
        organisation: Organisation | None = rows.first()
        if organisation is None:
            raise ValidationError(gettext("No organization has this number. Check the number."))
        return organisation


class ContactForm(Form):
    """The contact of an entity."""

    contact_url = forms.URLField(
        label=pgettext_lazy("entity", "Contact page"),
        required=False,
        max_length=300,
        help_text=_("Contact page of the entity. Do not enter names or addresses of persons."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_wording_fields(self, "contact", pgettext_lazy("entity", "Contact details"), area=True)
        self.order_fields([f"contact_{code}" for code in LANGUAGE_CODES])


class MergeForm(Form):
    """The entity that this one is merged into."""

    into = EntityField(_("Entity into which this entity is merged"))
    reason = ReasonField()
