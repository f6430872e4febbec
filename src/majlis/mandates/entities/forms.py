"""Forms and filters of entities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kit.filters import ListFilters
from majlis.look.forms import Form, with_brackets_lazy
from majlis.mandates.core.forms import EntityField, ReasonField
from majlis.mandates.models import Entity, EntityKind
from majlis.parties.models import Body, Organisation

ANY = ("", pgettext_lazy("filter", "any"))


class EntityFilters(ListFilters):
    """The filters of the list of entities."""

    q = forms.CharField(label=pgettext_lazy("actor", "Name"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=pgettext_lazy("actor", "Kind"), required=False, choices=[ANY, *EntityKind.choices]
    )


def add_wording_fields(form: Form, field: str, label: Any, area: bool = False) -> None:
    """Add a field for each language."""
    widget: Any = forms.Textarea if area else forms.TextInput
    for code, name in LANGUAGE_CHOICES:
        attrs = {"lang": code, "dir": "auto"} | ({"rows": 2} if area else {})
        form.fields[f"{field}_{code}"] = forms.CharField(
            label=with_brackets_lazy(label, name),
            required=False,
            max_length=1000,
            widget=widget(attrs),
        )


def wordings_of_field(cleaned: dict[str, Any], field: str) -> dict[str, str]:
    """Language -> the text entered in a field."""
    return {code: cleaned[f"{field}_{code}"] for code, _name in LANGUAGE_CHOICES}


def current_wordings(entity: Entity, field: str) -> dict[str, str]:
    """The present texts of a field as initial values: name of the form field -> text."""
    initial = {}
    for code, _name in LANGUAGE_CHOICES:
        wording = entity.say(field, code)
        initial[f"{field}_{code}"] = wording.text if wording.language == code else ""
    return initial


class EntityForm(Form):
    """The names, kind, parent, body and organization of an entity."""

    kind = forms.ChoiceField(label=pgettext_lazy("actor", "Kind"), choices=EntityKind.choices)
    parent = EntityField(pgettext_lazy("actor", "Part of"))
    body = forms.ModelChoiceField(
        label=_("Body"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("none of the bodies here"),
    )
    organisation = forms.IntegerField(
        label=_("Organization"),
        required=False,
        min_value=1,
        max_value=10**9,
        help_text=_("The number that it has here: it stands in the address of its page."),
    )
    reason = ReasonField(required=False)

    def __init__(self, *args: Any, bodies: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_wording_fields(self, "title", pgettext_lazy("actor", "Name"))
        self.fields["parent"].required = False
        field: Any = self.fields["body"]
        field.queryset = Body.objects.none() if bodies is None else bodies
        self.order_fields([f"title_{code}" for code, _name in LANGUAGE_CHOICES])

    def clean_organisation(self) -> Organisation | None:
        """The organization with the number entered."""
        number = self.cleaned_data["organisation"]
        if number is None:
            return None
        rows = Organisation.objects.select_related("record").filter(number=number)
        organisation: Organisation | None = rows.first()
        if organisation is None:
            raise ValidationError(gettext("There is no organization of this number."))
        return organisation


class ContactForm(Form):
    """The contact of an entity."""

    contact_url = forms.URLField(
        label=_("Page with the address"),
        required=False,
        max_length=300,
        help_text=_("A page of its own that says whom to ask. No names or addresses of persons."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_wording_fields(self, "contact", _("Whom to ask"), area=True)
        self.order_fields([f"contact_{code}" for code, _name in LANGUAGE_CHOICES])


class MergeForm(Form):
    """The entity that this one is merged into."""

    into = EntityField(_("The same as"))
    reason = ReasonField()
