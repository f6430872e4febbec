"""The values of a form that its user changed, and fields that forms of texts share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.core.visibility import visible_bodies
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Reader
from majlis.kernel.models.record import Recorded
from majlis.look.forms import Form, Initial, Sent, with_brackets_lazy
from majlis.look.languages import LANGUAGE_NAMES
from majlis.parties.models import Body

type Choice = tuple[str, StrOrPromise | Sequence[tuple[str, StrOrPromise]]]
"""A value and its label, or the label of a group and its choices."""
NO_LISTED_BODY = _("Body not listed")


class ReaderForm(Form):
    """A form that offers what its reader may see."""

    def __init__(self, *sent: Sent, reader: Reader, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.reader = reader
        if "body" in self.fields:
            offer_rows(self, "body", visible_bodies(reader))


def body_field() -> forms.ModelChoiceField[Body]:
    """A choice of a body that the reader may see; see ``ReaderForm``."""
    return forms.ModelChoiceField(
        label=pgettext_lazy("intergovernmental body", "Body"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=NO_LISTED_BODY,
    )


def _normalized(value: Any) -> str:
    """A value of a form as text with normalized white space; an object by its key."""
    value = value.pk if isinstance(value, Model) else value
    return " ".join(str("" if value is None else value).split())


def changed_fields(
    current: Mapping[str, Any], data: Mapping[str, Any], names: Iterable[str]
) -> dict[str, Any]:
    """The cleaned values of those fields that differ from the current ones.

    Unchanged fields are left out: the object may have values there that its user may not see.
    """
    return {
        name: data[name] for name in names if _normalized(data[name]) != _normalized(current[name])
    }


def changed_wordings(
    current: Mapping[str, Any], data: Mapping[str, Any], field: str
) -> dict[str, str]:
    """The changed wordings of a field (``title_en``, ``title_fr`` …), by language."""
    names = {f"{field}_{code}": code for code in LANGUAGE_CODES}
    return {names[name]: text for name, text in changed_fields(current, data, names).items()}


def current_wordings(item: Recorded, field: str) -> dict[str, str]:
    """The wordings of a field as values of a form: ``title_en``, ``title_fr`` …; empty where missing."""
    wordings = {code: item.say(field, code) for code in LANGUAGE_CODES}
    return {
        f"{field}_{code}": wording.text if wording.language == code else ""
        for code, wording in wordings.items()
    }


def reason_field(*, beside: bool = False) -> forms.CharField:
    """The reason for a correction; ``beside``: says that the history shows it beside the former values."""
    return forms.CharField(
        label=pgettext_lazy("correction", "Reason"),
        max_length=2000,
        help_text=_("The history will show your reason beside the previous value.")
        if beside
        else "",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def language_fields(field: str, label: StrOrPromise, max_length: int) -> dict[str, forms.Field]:
    """A field for a wording in each language: ``title_en``, ``title_fr`` …"""
    return {
        f"{field}_{code}": forms.CharField(
            label=with_brackets_lazy(label, name),
            required=False,
            max_length=max_length,
            widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
        )
        for code, name in LANGUAGE_NAMES
    }


def offer_rows[M: Model](form: forms.Form, field: str, rows: QuerySet[M]) -> None:
    """Set the objects among which a field of a form chooses."""
    choice = form.fields[field]
    assert isinstance(choice, forms.ModelChoiceField)
    choice.queryset = rows


def offer_choices(form: forms.Form, field: str, choices: Iterable[Choice]) -> None:
    """Set the choices of a field of a form."""
    choice = form.fields[field]
    assert isinstance(choice, forms.ChoiceField)
    choice.choices = list(choices)
