"""Form fields that several subjects share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, override

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.models import Access, Record, Wording
from majlis.look import formats
from majlis.look.forms import Form, set_error_messages, with_brackets_lazy
from majlis.look.languages import LANGUAGE_NAMES
from majlis.mandates.core.addressees import entity_from_input
from majlis.mandates.core.locking import DATE_FORMAT
from majlis.mandates.core.sessions import session_choices
from majlis.mandates.models import Entity, Occasion
from majlis.parties.models.body import is_partial_date

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NO_SESSION = pgettext_lazy("session", "none of these")
DATE_HINT = _("Enter a year, month or day: 2027, 2027-06 or 2027-06-30. Leave blank if unknown.")


def text_field(
    label: StrOrPromise,
    hint: StrOrPromise = "",
    *,
    required: bool = False,
    rows: int = 3,
    most: int = 5000,
) -> forms.CharField:
    """A field for a text of some sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def document_field(required: bool = False) -> forms.CharField:
    """A field for the address of a document."""
    return forms.CharField(
        label=_("Address of the document"),
        required=required,
        max_length=300,
        help_text=_("Address of a page in Majlis or elsewhere: https://…"),
        error_messages={
            "required": _("Enter the address of the document, in Majlis or elsewhere.")
        },
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )


def document_address(record: Record | None, link: str) -> str:
    """The address of a document as a form shows it; that of a record that is not public has to be entered again."""
    if record is None:
        return link
    return record.get_absolute_url() if record.access == Access.PUBLIC else ""


def current_values(row: Model, fields: Mapping[str, forms.Field], language: str) -> dict[str, Any]:
    """The values of a row in the fields of the same names; a reason is that of the correction, and stays empty."""
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name == "document":
            values[name] = document_address(getattr(row, "record", None), getattr(row, "link", ""))
        elif isinstance(field, SessionField):
            values[name] = getattr(row, f"{name}_id")
        elif isinstance(field, EntityField):
            values[name] = str(getattr(row, name) or "")
        elif hasattr(row, name) and not isinstance(field, ReasonField):
            values[name] = getattr(row, name)
    return values | (
        {"language": values.get("language") or language} if "language" in fields else {}
    )


def title_field() -> forms.CharField:
    """A field for the title of a document."""
    return forms.CharField(
        label=_("Title of the document"),
        required=False,
        max_length=300,
        help_text=_("For a document not held in Majlis, enter its symbol and title."),
        error_messages={"required": _("Enter the title of the document.")},
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


def language_field() -> forms.ChoiceField:
    """A field for the language of what is written in the form."""
    return forms.ChoiceField(
        label=pgettext_lazy("entry in a form", "Language of the text"), choices=LANGUAGE_NAMES
    )


def year_field(label: StrOrPromise, required: bool = True) -> forms.IntegerField:
    """A field for a year."""
    return forms.IntegerField(label=label, required=required, min_value=1900, max_value=2200)


def chosen_session(key: str) -> Occasion | None:
    """The session with this key."""
    return Occasion.objects.filter(pk=int(key)).first()


class SessionField(forms.TypedChoiceField):
    """A session, or none; its choices are those of ``SessionsForm``."""

    def __init__(self, label: StrOrPromise) -> None:
        super().__init__(label=label, required=False, coerce=chosen_session, empty_value=None)


class SessionsForm(Form):
    """A form with fields for sessions: the recent ones, and those of the initial values, also under ``sessions``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = {
            name: field for name, field in self.fields.items() if isinstance(field, SessionField)
        }
        initial = [self.initial.get(name) for name in (*fields, "sessions")]
        selected = [key for key in initial if isinstance(key, int)]

        @cache
        def choices() -> list[tuple[int | str, StrOrPromise]]:
            return [("", NO_SESSION), *session_choices(get_language() or "en", selected)]

        for field in fields.values():
            field.choices = choices


def add_wording_fields(
    form: Form, field: str, label: StrOrPromise, *, area: bool = False, most: int = 1000
) -> list[str]:
    """Add a field for each language, after the others; return their names."""
    widget: type[forms.Widget] = forms.Textarea if area else forms.TextInput
    for code, name in LANGUAGE_NAMES:
        attrs = {"lang": code, "dir": "auto"} | ({"rows": 2} if area else {})
        added = forms.CharField(
            label=with_brackets_lazy(label, name),
            required=False,
            max_length=most,
            widget=widget(attrs),
        )
        set_error_messages(added, str(added.label))
        form.fields[f"{field}_{code}"] = added
    return [f"{field}_{code}" for code, _name in LANGUAGE_NAMES]


def wordings_of_field(data: dict[str, Any], field: str) -> dict[str, str]:
    """Language -> the text entered in a field."""
    return {code: data[f"{field}_{code}"] for code, _name in LANGUAGE_NAMES}


SUGGESTED_NAMES = 3
REASON_HINT = _("The history will show your reason beside the previous value.")
ENTITY = pgettext_lazy("entity", "Entity")
ENTITY_HINT = _("Name as in the list of entities, in any language.")


class PartialDateField(forms.CharField):
    """A date that may be partial."""

    def __init__(
        self, label: StrOrPromise, hint: StrOrPromise = DATE_HINT, *, required: bool = False
    ) -> None:
        super().__init__(label=label, required=required, max_length=10, help_text=hint)

    @override
    def clean(self, value: str | None) -> str:
        date = str(super().clean(value))
        if date and not is_partial_date(date):
            raise ValidationError(DATE_FORMAT)
        return date


class ActField(forms.CharField):
    """An act: a text of this site, or a description."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(
            label=_("Decision or document"),
            required=required,
            max_length=300,
            help_text=_("Symbol or address of a text, or a description (“letter of 3 May 2031”)."),
            widget=forms.TextInput({"data-suggest": "text"}),
            error_messages={
                "required": _(
                    "Enter the decision or document: a text, a meeting record or a letter."
                )
            },
        )


class ReasonField(forms.CharField):
    """A reason, which the history shows."""

    def __init__(
        self,
        *,
        required: bool = True,
        hint: StrOrPromise = REASON_HINT,
    ) -> None:
        super().__init__(
            label=pgettext_lazy("reason for an action", "Reason"),
            required=required,
            max_length=5000,
            help_text=hint,
            widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        )


class EntityField(forms.CharField):
    """An entity, by its name in any language."""

    def __init__(
        self,
        label: StrOrPromise = ENTITY,
        hint: StrOrPromise = ENTITY_HINT,
        *,
        required: bool = True,
    ) -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=300,
            help_text=hint,
            widget=forms.TextInput(attrs={"dir": "auto", "list": "actors"}),
        )

    def clean(self, value: str | None) -> Entity | None:
        """The entity with this name; where there is none, the error gives similar names."""
        name: str = super().clean(value)
        if not name:
            return None
        language = get_language() or "en"
        entity = entity_from_input(name, language)
        if entity is not None:
            return entity
        similar = Wording.objects.filter(
            record__kind="entity", field="title", text__icontains=name.strip()
        )
        names = list(similar.values_list("text", flat=True).order_by("pk")[:SUGGESTED_NAMES])
        error = gettext("No entity has the name “%(name)s”. Enter a name from the list.") % {
            "name": name
        }
        if names:
            listed = formats.list_separator(language).join(names)
            error = f"{error} {gettext('Similar names: %(names)s.') % {'names': listed}}"
        raise ValidationError(error)
