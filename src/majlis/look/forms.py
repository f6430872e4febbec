"""Base classes and the renderer of forms: label, hint, error, field, and a summary of errors.

`FORM_RENDERER = "majlis.look.forms.FormRenderer"` renders every form of the site by `{{ form }}`. Error
messages of `Form` and `ModelForm` name the field and say how to mend the error.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.template.backends.base import BaseEngine
from django.utils.datastructures import MultiValueDict
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.look import formats
from majlis.look.languages import base_code
from majlis.look.parts import StrOrPromise

type AnyForm = forms.BaseForm | forms.BaseFormSet[forms.BaseForm]

# The values and the files that were sent to a form, and the values with which it is first shown.
type Sent = QueryDict | MultiValueDict[str, UploadedFile[bytes]] | None
type Initial = Mapping[str, str | int | datetime.date | Sequence[str | int] | None] | None


def _with_brackets(words: StrOrPromise, more: StrOrPromise) -> str:
    return formats.with_brackets(str(words), str(more), get_language() or "")


# A text with another one in brackets, formatted in the language of the reader: for labels.
with_brackets_lazy = lazy(_with_brackets, str)
# Our templates of widgets take precedence over Django's.
WIDGETS = Path(__file__).parent / "templates" / "look" / "widgets"


class FormRenderer(DjangoTemplates):
    """Renders forms and widgets with the templates of the look."""

    form_template_name = "look/forms/form.html"
    formset_template_name = "look/forms/formset.html"
    field_template_name = "look/forms/field.html"

    @cached_property
    def engine(self) -> BaseEngine:
        """The template engine: our templates, then Django's, then those of the rooms."""
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [WIDGETS, Path(forms.__file__).parent / "templates"],
                "NAME": "look-forms",
                "OPTIONS": {},
            }
        )


type Messages = tuple[tuple[type[forms.Field], StrOrPromise], ...]
# Error messages; `{label}` is the name of the field.
REQUIRED = _("“{label}” is blank. Complete this field.")
REQUIRED_BY_CLASS: Messages = (
    (forms.FileField, _("“{label}” is blank. Select a file.")),
    (forms.MultipleChoiceField, _("“{label}” is blank. Select one or more options.")),
    (forms.ModelMultipleChoiceField, _("“{label}” is blank. Select one or more options.")),
    (forms.ChoiceField, _("“{label}” is blank. Select one option.")),
    (forms.ModelChoiceField, _("“{label}” is blank. Select one option.")),
    (forms.BooleanField, _("Tick “{label}” to continue.")),
)
INVALID_BY_CLASS: Messages = (
    (
        forms.EmailField,
        _("“{label}” must be an email address such as name@example.org."),
    ),
    (
        forms.URLField,
        _("“{label}” must be a web address such as https://example.org/page."),
    ),
    (forms.DecimalField, _("“{label}” must be a number. Use digits.")),
    (forms.FloatField, _("“{label}” must be a number. Use digits.")),
    (forms.IntegerField, _("“{label}” must be a whole number. Use digits.")),
)
MESSAGES_BY_CODE = {
    "max_length": _("“{label}” has %(show_value)s characters. Use at most %(limit_value)s."),
    "min_length": _("“{label}” has %(show_value)s characters. Use at least %(limit_value)s."),
    "max_value": _("“{label}” is too large. Enter %(limit_value)s or less."),
    "min_value": _("“{label}” is too small. Enter %(limit_value)s or more."),
    "null_characters_not_allowed": _(
        "“{label}” contains an invalid character. Enter the text again."
    ),
}
AT_LEAST_ONE = _("Complete at least one of these fields.")
INVALID_CHOICE = _("The value of “{label}” is not on the list. Select a listed value.")


def message_for_class(field: forms.Field, messages: Messages) -> StrOrPromise | None:
    """The message for the class of a field, or None."""
    return next((message for kind, message in messages if isinstance(field, kind)), None)


def set_error_messages(field: forms.Field, label: str) -> None:
    """Replace Django's default error messages of a field by ours, which name the field."""
    required = message_for_class(field, REQUIRED_BY_CLASS) or REQUIRED
    messages: dict[str, StrOrPromise] = {"required": required, **MESSAGES_BY_CODE}
    messages |= dict.fromkeys(
        ("invalid_choice", "invalid_list", "invalid_pk_value"), INVALID_CHOICE
    )
    if invalid := message_for_class(field, INVALID_BY_CLASS):
        messages["invalid"] = invalid
    if isinstance(field, DateField):
        messages = {"required": DateField.default_error_messages["required"]}
    escaped_label = label.replace("%", "%%")
    for code, message in messages.items():
        if code not in field.error_messages or is_default_message(field, code):
            field.error_messages[code] = str(message).replace("{label}", escaped_label)


def is_default_message(field: forms.Field, code: str) -> bool:
    """Whether the message of a field is the default one of its class."""
    for kind in type(field).__mro__:
        defaults = getattr(kind, "default_error_messages", {})
        if code in defaults:
            return bool(field.error_messages[code] == defaults[code])
    return False


class NamedErrorsMixin:
    """Mixin of forms whose error messages name the fields."""

    # False in forms of filters, which have no required fields.
    mark_optional = True
    # Fields that are required under a condition; they are not marked as optional.
    conditional: tuple[str, ...] = ()
    # Whether a page with errors of the form opens at their summary; False in an example on another page.
    focus_errors = True
    # Messages of browsers are not in the language of the page.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            set_error_messages(field, str(field.label or forms.utils.pretty_name(name)))

    def require_one(self, *names: str) -> None:
        """Say at the first of these fields that at least one is to be completed; none is marked as optional."""
        self.conditional = (*self.conditional, *names)
        first = self.fields[names[0]]  # type: ignore[attr-defined]
        first.help_text = f"{first.help_text} {AT_LEAST_ONE}".strip()

    def require_field(self, name: str) -> None:
        """Add the error of an empty required field, if it is empty; for ``clean``, where a condition requires it."""
        if not self.cleaned_data.get(name) and name not in self.errors:  # type: ignore[attr-defined]
            self.add_error(name, self.fields[name].error_messages["required"])  # type: ignore[attr-defined]


class Form(NamedErrorsMixin, forms.Form):
    """Base class of forms."""


class ModelForm(NamedErrorsMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Base class of forms of models."""


class FilterForm(NamedErrorsMixin, forms.Form):
    """Base class of forms with the filters of a list, sent by GET."""

    mark_optional = False


class DatePartsWidget(forms.MultiWidget):
    """A date as three inputs, in the order of the reader's language."""

    template_name = "look/forms/date.html"
    use_fieldset = True
    labels: ClassVar = {
        "day": pgettext_lazy("part of a date", "Day"),
        "month": pgettext_lazy("part of a date", "Month"),
        "year": pgettext_lazy("year", "Year"),
    }

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        sizes = {"day": "2", "month": "2", "year": "4"}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput({"inputmode": "numeric", "size": size, "autocomplete": "off"})
            for name, size in sizes.items()
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: formats.Day | None) -> list[int | formats.Day | None]:
        """Day, month and year of a full or partial date."""
        if not value:
            return [None, None, None]
        try:
            return list(reversed(formats.date_parts(value)))
        except ValueError:
            return [None, None, value]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The context with the labels of the three inputs; in Chinese the year comes first."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["subwidgets"]
        for part, label in zip(shown, self.labels.values(), strict=True):
            part["label"] = label
        if base_code(get_language()) == "zh":
            shown.reverse()
        return context


class DateField(forms.Field):
    """A date in three inputs. With `partial`, a year, or a year and a month, are enough.

    Cleans to a `datetime.date`; with `partial`, to ISO text (`2026`, `2026-04`, `2026-04-17`).
    """

    widget = DatePartsWidget
    default_error_messages: ClassVar = {
        "required": _("“{label}” is blank. Enter the day, month and year."),
        "digits": _("Enter the date in digits: day, month and year."),
        "day_missing": _("The day is missing. Enter the day."),
        "month_missing": _("The month is missing. Enter the month."),
        "year_missing": _("The year is missing. Enter the year."),
        "year": _("Enter the year in four digits, for example 2027."),
        "month": _("Month %(month)s does not exist. Enter a number from 1 to 12."),
        "day": _("%(date)s does not exist. Check the day."),
    }

    def __init__(self, *, partial: bool = False, **kwargs: Any) -> None:
        self.partial = partial
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.date | str | None:
        """A date from its three inputs, from ISO text or from a date.

        Raises ValidationError, which says which of the three is wrong.
        """
        if isinstance(value, datetime.date):
            return value.isoformat() if self.partial else value
        values = value if isinstance(value, (list, tuple)) else DatePartsWidget().decompress(value)
        typed = [str(part if part is not None else "").strip() for part in values]
        if not any(typed):
            return None
        self.require(typed)
        try:
            day, month, year = (int(part) if part else None for part in typed)
        except ValueError:
            raise self.fault("digits") from None
        assert year is not None
        return self.made(year, month, day)

    def require(self, typed: list[str]) -> None:
        """Raise ValidationError for a part that is missing."""
        day, month, year = typed
        if not year:
            raise self.fault("year_missing")
        if not month and (day or not self.partial):
            raise self.fault("month_missing")
        if not day and not self.partial:
            raise self.fault("day_missing")

    def made(self, year: int, month: int | None, day: int | None) -> datetime.date | str:
        """The date of three numbers. Raises ValidationError if it does not exist."""
        if not 1000 <= year <= 9999:
            raise self.fault("year")
        if month is not None and not 1 <= month <= 12:
            raise self.fault("month", month=month)
        try:
            whole = datetime.date(year, month or 1, 1 if day is None else day)
        except (ValueError, OverflowError):
            date_text = formats.date_from_parts(year, month, day, get_language() or "en")
            raise self.fault("day", date=date_text) from None
        if not self.partial:
            return whole
        return whole.isoformat()[: 4 if month is None else 7 if day is None else 10]

    def fault(self, code: str, **params: str | int) -> ValidationError:
        """A ValidationError with the message of a code."""
        return ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the submitted date differs from the initial one."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


@dataclass(frozen=True)
class FormError:
    """An error message, and the id of the input to correct."""

    words: str
    id: str = ""


def first_input_id(field: forms.BoundField) -> str:
    """The id of the first input of a field; a group of choices has no id of its own."""
    if not field.auto_id:
        return ""
    return str(field.id_for_label or f"{field.auto_id}_0")


def form_errors(form: AnyForm) -> list[FormError]:
    """All errors of a form or a formset, in the order of its fields."""
    if isinstance(form, forms.BaseFormSet):
        formset_errors = [FormError(str(message)) for message in form.non_form_errors()]
        return formset_errors + [error for part in form.forms for error in form_errors(part)]
    errors = [FormError(str(message)) for message in form.non_field_errors()]
    for field in form:
        for message in field.errors:
            text = (
                f"{field.label}{formats.colon(get_language() or '')}{message}"
                if field.is_hidden and field.label
                else str(message)
            )
            errors.append(FormError(text, "" if field.is_hidden else first_input_id(field)))
    return errors
