"""Compares two versions of a form field by field, and merges them.

All values in this module are raw: name of an input -> texts, as a browser sends them. Dates with
three inputs, checkboxes and multiple choices are therefore compared in the same way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from majlis.kernel.errors import StrOrPromise
from majlis.look.templatetags.look import comma

RawValues = Mapping[str, list[str]]


def unsaved_fields(form: forms.BaseForm) -> tuple[str, ...]:
    """The names of the inputs that drafts never save: passwords, files, and the form's ``undrafted`` fields."""
    excluded = set(getattr(form, "undrafted", ()))
    return tuple(
        form.add_prefix(name)
        for name, field in form.fields.items()
        if name in excluded
        or isinstance(field.widget, forms.FileInput)
        or getattr(field.widget, "input_type", "") == "password"
    )


def input_names(form: forms.BaseForm, name: str) -> list[str]:
    """The names of the inputs of a field: one, or one for each input of a multi-widget."""
    prefixed = form.add_prefix(name)
    widget = form.fields[name].widget
    if suffixes := getattr(widget, "widgets_names", None):
        return [prefixed + suffix for suffix in suffixes]
    return [prefixed]


def field_values(form: forms.BaseForm, name: str, raw: RawValues) -> dict[str, list[str]]:
    """The raw values of one field; empty inputs and empty texts are left out."""
    values = {
        each: [text for text in raw.get(each, []) if text] for each in input_names(form, name)
    }
    return {each: texts for each, texts in values.items() if texts}


def raw_values(form: forms.BaseForm, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """The raw values that a browser would send for these values."""
    raw: dict[str, list[str]] = {}
    for name, field in form.fields.items():
        value = field.prepare_value(values.get(name))
        widget, names = field.widget, input_names(form, name)
        if isinstance(widget, forms.MultiWidget):
            boxes = value if isinstance(value, list | tuple) else widget.decompress(value)
            texts: list[str | int | None] = list(boxes or ())
            raw |= {
                each: [str(text)]
                for each, text in zip(names, texts, strict=False)
                if text is not None
            }
        elif isinstance(widget, forms.CheckboxInput):
            raw |= {names[0]: ["on"]} if value else {}
        elif isinstance(value, list | tuple | set):
            raw[names[0]] = sorted(str(each) for each in value)
        elif value is not None:
            # Browsers send CRLF (HTML standard, form submission).
            raw[names[0]] = [normalise_newlines(str(value))]
    return raw


def normalise_newlines(text: str) -> str:
    """The text with CRLF line ends, as browsers send them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def fingerprint(fields: Mapping[str, list[str]]) -> str:
    """A short hash of the raw values of a field, the same for all kinds of line ends."""
    normalised = sorted(
        (name, [normalise_newlines(each).strip() for each in texts])
        for name, texts in fields.items()
    )
    return hashlib.sha256(json.dumps(normalised).encode()).hexdigest()[:12]


def fingerprints(form: forms.BaseForm, raw: RawValues) -> dict[str, str]:
    """The fingerprint of each saved field: the state of the object when its form was opened."""
    unsaved = set(unsaved_fields(form))
    return {
        name: fingerprint(field_values(form, name, raw))
        for name in form.fields
        if form.add_prefix(name) not in unsaved
    }


@dataclass(frozen=True)
class Difference:
    """A field in which two versions differ.

    ``suggested`` is "mine" or "theirs", the version that was changed, or "" if both were changed; or what
    the person chose before, "merged" too. ``third`` is the text to begin a merged one with.
    """

    name: str
    label: StrOrPromise
    mine: str
    theirs: str
    suggested: str
    is_text: bool
    third: str


def differences(
    form: forms.BaseForm, base: Mapping[str, str] | None, mine: RawValues, theirs: RawValues
) -> list[Difference]:
    """The fields in which ``mine`` and ``theirs`` differ, in the order of the form.

    ``base`` are the fingerprints of the common original: if one version did not change a field, the
    other version is suggested.
    """
    differing = []
    mine_marks, theirs_marks = fingerprints(form, mine), fingerprints(form, theirs)
    for name, mine_mark in mine_marks.items():
        if mine_mark == theirs_marks[name]:
            continue
        original = (base or {}).get(name)
        suggested = (
            "theirs" if mine_mark == original else "mine" if theirs_marks[name] == original else ""
        )
        bound = form[name]
        widget = form.fields[name].widget
        differing.append(
            Difference(
                name,
                bound.label,
                display_value(form, name, mine),
                display_value(form, name, theirs),
                suggested,
                isinstance(widget, forms.TextInput | forms.Textarea)
                and not isinstance(widget, forms.MultiWidget),
                display_value(form, name, mine),
            )
        )
    return differing


def display_value(form: forms.BaseForm, name: str, raw: RawValues) -> str:
    """The value of a field for display: the labels of choices, not their codes."""
    texts = [text for each in field_values(form, name, raw).values() for text in each]
    names = {
        str(code): str(label) for code, label in getattr(form.fields[name].widget, "choices", ())
    }
    if isinstance(form.fields[name].widget, forms.MultiWidget):
        return "-".join(reversed(texts))
    if isinstance(form.fields[name].widget, forms.CheckboxInput):
        return "✓" if texts else ""
    return comma().join(names.get(text, text) for text in texts)


def merged_data(
    form: forms.BaseForm, choices: Mapping[str, tuple[str, str]], mine: RawValues, theirs: RawValues
) -> QueryDict:
    """The merged values; ``choices`` is field -> ("mine" | "theirs" | "merged", merged text)."""
    data = QueryDict(mutable=True)
    for name, texts in mine.items():
        data.setlist(name, list(texts))
    for name, (choice, text) in choices.items():
        if choice == "mine":
            continue
        for each in input_names(form, name):
            data.pop(each, None)
        if choice == "merged":
            data.setlist(input_names(form, name)[0], [text])
        else:
            for each, texts in field_values(form, name, theirs).items():
                data.setlist(each, texts)
    return data
