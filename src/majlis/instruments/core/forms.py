"""A base form that sends only what its user changed and detects concurrent changes; faults of a verb put on a form."""

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
    """A value as a form shows it, whatever the blanks in it."""
    return " ".join(str("" if value is None else value).split())


class ChangeTrackingForm(Form):
    """A form that carries along what it showed (``was``): what is compared with it is what was typed."""

    def remember(self) -> None:
        """Keep what is shown; call it when all fields and their choices are there."""
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
            # One that the reader may not see is not on the list, and its key is not told either.
            offered: Any = field.queryset
            value = value if offered.filter(pk=value).exists() else ""
        elif isinstance(field, forms.ChoiceField) and not field.valid_value(_normalized(value)):
            value = ""  # nor is one that was withdrawn
        return _normalized(value)

    @cached_property
    def was(self) -> dict[str, str]:
        """What the form showed that was sent; what stands now where it does not say."""
        try:
            sent = json.loads(self.data.get(self.add_prefix("was"), ""))
        except (ValueError, RecursionError):
            sent = {}
        sent = sent if isinstance(sent, dict) else {}
        return self.shown | {name: _normalized(sent[name]) for name in self.shown if name in sent}

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields in which there is something else now than was shown; one that was not sent is none."""
        typed = {name: self.data.get(self.add_prefix(name)) for name in self.fields}
        return [
            name
            for name, value in typed.items()
            if name != "was" and value is not None and _normalized(value) != self.was.get(name, "")
        ]

    def changed(self, names: Iterable[str]) -> dict[str, Any]:
        """What was typed in these fields where it was changed. Call it after ``is_valid()``."""
        return {name: self.cleaned_data[name] for name in names if name in self.changed_data}

    def words(self, field: str) -> dict[str, str]:
        """What was changed of the words of a field, by language. Call it after ``is_valid()``."""
        names = {f"{field}_{code}": code for code in LANGUAGE_CODES}
        return {names[name]: words for name, words in self.changed(names).items()}

    def check_fresh(self) -> None:
        """Raises WrongState where somebody else changed meanwhile what the writer changed, to other words."""
        for name in self.changed_data:
            now = self.shown.get(name, "")
            if self.was.get(name, "") != now != _normalized(self.data.get(self.add_prefix(name))):
                raise WrongState()

    def renew(self, now: ChangeTrackingForm) -> None:
        """What was typed stays, beside what stands now in all else: sent once more, it is done."""
        if not isinstance(self.data, QueryDict):
            return
        typed, data = self.changed_data, self.data.copy()
        for name, value in now.initial.items():
            if name in ("was", "seen") or (name not in typed and name in self.fields):
                data[self.add_prefix(name)] = now.shown.get(name, value)
        self.data = data


def add_fault(form: Form, fault: Fault) -> int:
    """Say on the form what was wrong, by field where it is known; the status of the answer."""
    if isinstance(fault, InvalidInput):
        for name, words in fault.faults.items():
            form.add_error(name if name in form.fields else None, str(words))
    else:
        form.add_error(None, str(fault))
    return fault.status
