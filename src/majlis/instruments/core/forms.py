"""A form that submits only what its user changed, and puts a verb's errors on the form."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from majlis.kernel.errors import Fault, InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.look.forms import Form


def _normalized(value: Any) -> str:
    """A value as text with normalized white space."""
    return " ".join(str("" if value is None else value).split())


class ChangeTrackingForm(Form):
    """A form that carries the values it showed in a hidden field (``was``), to tell what its user changed."""

    def store_shown(self) -> None:
        """Store the values shown. Call it once all fields and their choices are set."""
        self.fields["was"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.shown = {
            name: self._as_shown(name, value)
            for name, value in self.initial.items()
            if name in self.fields and name not in ("seen", "was")
        }
        self.initial["was"] = json.dumps(self.shown, ensure_ascii=False)

    def _as_shown(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField) and value is not None:
            # An object that the reader may not see is not among the choices: hide its key too.
            offered: Any = field.queryset
            value = value if offered.filter(pk=value).exists() else ""
        elif isinstance(field, forms.ChoiceField) and not field.valid_value(_normalized(value)):
            value = ""  # nor is a choice that was removed
        return _normalized(value)

    @cached_property
    def was(self) -> dict[str, str]:
        """The values shown when the form was sent; current values for fields that it lacks."""
        try:
            sent = json.loads(self.data.get(self.add_prefix("was"), ""))
        except (ValueError, RecursionError):
            sent = {}
        sent = sent if isinstance(sent, dict) else {}
        return self.shown | {name: _normalized(sent[name]) for name in self.shown if name in sent}

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields whose value differs from the one shown; a field that was not sent has not changed."""
        typed = {name: self.data.get(self.add_prefix(name)) for name in self.fields}
        return [
            name
            for name, value in typed.items()
            if name != "was" and value is not None and _normalized(value) != self.was.get(name, "")
        ]

    def changed(self, names: Iterable[str]) -> dict[str, Any]:
        """The cleaned values of those of the given fields that changed; call after ``is_valid()``."""
        return {name: self.cleaned_data[name] for name in names if name in self.changed_data}

    def changed_wordings(self, field: str) -> dict[str, str]:
        """The changed wordings of a field, by language; call after ``is_valid()``."""
        names = {f"{field}_{code}": code for code in LANGUAGE_CODES}
        return {names[name]: words for name, words in self.changed(names).items()}

    def check_fresh(self) -> None:
        """Check that no field that the user changed was changed by another user in the meantime.

        Raises WrongState where one was, to another value.
        """
        for name in self.changed_data:
            now = self.shown.get(name, "")
            if self.was.get(name, "") != now != _normalized(self.data.get(self.add_prefix(name))):
                raise WrongState()

    def rebase(self, now: ChangeTrackingForm) -> None:
        """Keep what the user typed, and take all other values from ``now``; the form can then be sent again."""
        if not isinstance(self.data, QueryDict):
            return
        typed, data = self.changed_data, self.data.copy()
        for name, value in now.initial.items():
            if name in ("was", "seen") or (name not in typed and name in self.fields):
                data[self.add_prefix(name)] = now.shown.get(name, value)
        self.data = data


def add_fault(form: Form, fault: Fault) -> int:
    """Put the error of a verb on the form, by field where known; gives the HTTP status."""
    if isinstance(fault, InvalidInput):
        for name, words in fault.faults.items():
            form.add_error(name if name in form.fields else None, str(words))
    else:
        form.add_error(None, str(fault))
    return fault.status
