"""Form fields that several subjects share, and the form that edits an existing row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import resolve_document, version_token
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, Wording
from majlis.look import formats
from majlis.look.forms import Form, set_error_messages
from majlis.mandates.core.addressees import entity_from_input
from majlis.mandates.core.locking import FieldValue
from majlis.mandates.models import Entity, Occasion

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NO_SESSION = pgettext_lazy("session", "none of these")
DATE_HINT = _("As 2031-05-17, or 2031-05, or 2031; empty where it is not known.")


def date_field(
    label: StrOrPromise, hint: StrOrPromise = DATE_HINT, required: bool = False
) -> forms.CharField:
    """A field for a date that may be partial."""
    return forms.CharField(label=label, required=required, max_length=10, help_text=hint)


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
        help_text=_("Of a page of this site, or of another one: https://…"),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )


def title_field() -> forms.CharField:
    """A field for the title of a document."""
    return forms.CharField(
        label=_("How the document is called"),
        required=False,
        max_length=300,
        help_text=_("Needed for a document elsewhere: its symbol and title."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


def language_field() -> forms.ChoiceField:
    """A field for the language of what is written in the form."""
    return forms.ChoiceField(label=_("Language of what you write"), choices=LANGUAGE_CHOICES)


def reason_field(label: StrOrPromise | None = None) -> forms.CharField:
    """A field for the reason of a correction."""
    label = label or pgettext_lazy("correction", "Reason")
    return text_field(
        label, _("The history shows it beside what was said before."), required=True, rows=2
    )


class EditForm(Form):
    """A form about a row that may change concurrently.

    ``instance``: the row that it corrects, with the initial values of ``shows``; its version token, over
    ``token_fields``, is sent along. ``where``: whether the form asks for the address of a document,
    as its first field.
    """

    token_fields: Sequence[str] = ()
    shows: Sequence[str] = ()
    asks_reason = False
    where = False

    def __init__(
        self,
        instance: models.Model | None = None,
        data: QueryDict | None = None,
        /,
        **initial: FieldValue,
    ) -> None:
        language = get_language() or "en"
        shown: dict[str, FieldValue] = {"language": language}
        if instance is not None:
            shown |= {name: getattr(instance, name) for name in self.shows}
            shown["seen"] = version_token(instance, self.token_fields)
            shown["language"] = getattr(instance, "language", "") or language
            if self.where:
                # The address of a record that is not public is not shown: it has to be entered again.
                record: Record | None = getattr(instance, "record", None)
                is_public = record is None or record.access == "public"
                address = record.get_absolute_url() if record else getattr(instance, "link", "")
                shown["document"] = address if is_public else ""
        super().__init__(data, initial=shown | initial)
        if self.where:
            # Added here, because a class attribute would clash with the method ``document``.
            self.add("document", document_field())
            self.order_fields(["document"])
        if instance is not None and self.asks_reason:
            self.add("why", reason_field())
        if instance is not None:
            self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def add(self, name: str, field: forms.Field) -> None:
        """Add a field with the same error messages as the others."""
        set_error_messages(field, str(field.label))
        self.fields[name] = field

    def given(self, *names: str) -> dict[str, Any]:
        """The values of these fields. Call it after ``is_valid()``."""
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def document(self, request: HttpRequest) -> dict[str, Any]:
        """The record or link that was entered. Raises InvalidInput where it is neither."""
        return resolve_document(
            self.cleaned_data.get("document", ""), request.user, request.get_host()
        )

    @property
    def seen(self) -> str:
        """The version token of the row as it was shown; empty for a new row."""
        return str(self.cleaned_data.get("seen", ""))

    @property
    def because(self) -> str:
        """The reason for the correction."""
        return str(self.cleaned_data.get("why", ""))


def entity_by_name(name: str, field: str = "entity") -> Entity | None:
    """The entity with this name; None for an empty name. Raises InvalidInput where there is none."""
    if not name.strip():
        return None
    entity = entity_from_input(name, get_language() or "en")
    if entity is None:
        raise InvalidInput(
            {field: _("No actor of the register is called so: write the name as its page does.")}
        )
    return entity


def entity_field(
    label: StrOrPromise, required: bool = True, hint: StrOrPromise = ""
) -> forms.CharField:
    """A field for the name of an entity."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=200,
        help_text=hint or _("As its page in the register calls it."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


def session_field(
    label: StrOrPromise, occasions: Iterable[tuple[int | str, StrOrPromise]]
) -> forms.ChoiceField:
    """A field for a session; ``occasions``: (key, name)."""
    return forms.ChoiceField(label=label, choices=[("", NO_SESSION), *occasions], required=False)


def chosen_session(key: str) -> Occasion | None:
    """The chosen session; None where none was chosen."""
    return Occasion.objects.filter(pk=int(key)).first() if key else None


def year_field(label: StrOrPromise, required: bool = True) -> forms.IntegerField:
    """A field for a year."""
    return forms.IntegerField(label=label, required=required, min_value=1900, max_value=2200)


DATE_HELP = _("As 2031-05-17, or 2031-05, or 2031; empty where it is not known.")
SUGGESTED_NAMES = 3


class PartialDateField(forms.CharField):
    """A date that may be partial."""

    def __init__(self, label: StrOrPromise) -> None:
        super().__init__(label=label, required=False, max_length=10, help_text=DATE_HELP)


class ActField(forms.CharField):
    """An act: a text of this site, or a description."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(
            label=_("By what act"),
            required=required,
            max_length=300,
            help_text=_(
                "The symbol or the address of a text that is kept here, or words: a letter of 3 May 2031, the text itself."
            ),
        )


class ReasonField(forms.CharField):
    """A reason, which the history shows."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(
            required=required,
            label=pgettext_lazy("mandate", "Reason"),
            max_length=2000,
            help_text=_("The history shows it beside what was said before."),
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class EntityField(forms.CharField):
    """An entity, by its name in any language."""

    def __init__(self, label: StrOrPromise | None = None) -> None:
        super().__init__(
            label=label or pgettext_lazy("mandates", "Actor"),
            max_length=300,
            help_text=_("Its name as the list of actors has it, in any language."),
            widget=forms.TextInput(attrs={"dir": "auto", "list": "actors"}),
        )

    def clean(self, value: str | None) -> Entity:
        """The entity with this name; where there is none, the error gives similar names."""
        name: str = super().clean(value)
        language = get_language() or "en"
        entity = entity_from_input(name, language)
        if entity is not None:
            return entity
        similar = Wording.objects.filter(
            record__kind="entity", field="title", text__icontains=name.strip()
        )
        names = list(similar.values_list("text", flat=True).order_by("pk")[:SUGGESTED_NAMES])
        error = gettext("No actor is called “%(name)s”: write the name as the list has it.") % {
            "name": name
        }
        if names:
            listed = formats.list_separator(language).join(names)
            error = f"{error} {gettext('There are: %(names)s.') % {'names': listed}}"
        raise ValidationError(error)


class ReasonForm(Form):
    """A reason."""

    reason = ReasonField()
