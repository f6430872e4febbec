"""Two texts of one form, field by field: where they differ, and what is suggested.

All values here are raw: what the browser sends for a field, as name -> texts. So a date of three
boxes, a box ticked or not and a choice of many are compared in one way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from majlis.look.templatetags.look import comma

RawValues = Mapping[str, list[str]]


def unsaved_fields(form: forms.BaseForm) -> tuple[str, ...]:
    """The names of fields that are never kept: passwords, files, and what the form leaves out."""
    named = set(getattr(form, "undrafted", ()))
    return tuple(
        form.add_prefix(name)
        for name, field in form.fields.items()
        if name in named
        or isinstance(field.widget, forms.FileInput)
        or getattr(field.widget, "input_type", "") == "password"
    )


def input_names(form: forms.BaseForm, name: str) -> list[str]:
    """The names under which the browser sends a field: one, or one for each box of it."""
    prefixed = form.add_prefix(name)
    widget: Any = form.fields[name].widget
    if suffixes := getattr(widget, "widgets_names", None):
        return [prefixed + suffix for suffix in suffixes]
    return [prefixed]


def field_values(form: forms.BaseForm, name: str, raw: RawValues) -> dict[str, list[str]]:
    """What ``raw_vectors`` holds of one field; empty boxes and empty texts left out."""
    found = {each: [text for text in raw.get(each, []) if text] for each in input_names(form, name)}
    return {each: texts for each, texts in found.items() if texts}


def raw_values(form: forms.BaseForm, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Values as the browser would send them, had somebody typed them."""
    made: dict[str, list[str]] = {}
    for name, field in form.fields.items():
        value = field.prepare_value(values.get(name))
        widget, names = field.widget, input_names(form, name)
        if isinstance(widget, forms.MultiWidget):
            boxes = value if isinstance(value, list | tuple) else widget.decompress(value)
            texts: list[Any] = list(boxes or ())
            made |= {
                each: [str(text)]
                for each, text in zip(names, texts, strict=False)
                if text is not None
            }
        elif isinstance(widget, forms.CheckboxInput):
            made |= {names[0]: ["on"]} if value else {}
        elif isinstance(value, list | tuple | set):
            made[names[0]] = sorted(str(each) for each in value)
        elif value is not None:
            # A browser sends line ends of two signs.
            made[names[0]] = [normalise_newlines(str(value))]
    return made


def normalise_newlines(text: str) -> str:
    """A text with the line ends that browsers send."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def fingerprint(fields: Mapping[str, list[str]]) -> str:
    """A short mark of a field's raw value: the same for the same, whatever its line ends."""
    kept = sorted(
        (name, [normalise_newlines(each).strip() for each in texts])
        for name, texts in fields.items()
    )
    return hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:12]


def fingerprints(form: forms.BaseForm, raw: RawValues) -> dict[str, str]:
    """The marks of all fields: how a thing stood when its form was opened."""
    left_out = set(unsaved_fields(form))
    return {
        name: fingerprint(field_values(form, name, raw))
        for name in form.fields
        if form.add_prefix(name) not in left_out
    }


@dataclass(frozen=True)
class Difference:
    """A field in which two texts differ. ``suggest_fields`` is "mine", "theirs" or "" (both changed it)."""

    name: str
    label: Any
    mine: str
    theirs: str
    suggested: str
    is_text: bool


def differences(
    form: forms.BaseForm, base: Mapping[str, str] | None, mine: RawValues, theirs: RawValues
) -> list[Difference]:
    """The fields in which mine and theirs differ, in the order of the form.

    ``base`` are the marks of what both began with: who left a field as it was gives way.
    """
    found = []
    mine_marks, theirs_marks = fingerprints(form, mine), fingerprints(form, theirs)
    for name, my_mark in mine_marks.items():
        if my_mark == theirs_marks[name]:
            continue
        began = (base or {}).get(name)
        suggested = "theirs" if my_mark == began else "mine" if theirs_marks[name] == began else ""
        bound = form[name]
        widget = form.fields[name].widget
        found.append(
            Difference(
                name,
                bound.label,
                display_value(form, name, mine),
                display_value(form, name, theirs),
                suggested,
                isinstance(widget, forms.TextInput | forms.Textarea)
                and not isinstance(widget, forms.MultiWidget),
            )
        )
    return found


def display_value(form: forms.BaseForm, name: str, raw: RawValues) -> str:
    """A field's value in words: the name of a choice, not its code."""
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
    """One text of two: ``session_choices`` is field -> ("mine" | "theirs" | "merged", merged text)."""
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
