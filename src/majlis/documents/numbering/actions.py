"""Verbs of the rules of a body for its documents, its series and its header fields."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.documents.core.body_rules import get_or_create_series, rules_of
from majlis.documents.core.symbols import (
    Symbol,
    SymbolForms,
    all_forms,
    normalise_symbol,
    places_of,
)
from majlis.documents.models import (
    DocumentRules,
    HeaderField,
    HeaderValue,
    LateRule,
    Series,
    VersionKind,
)
from majlis.kernel.editing import FieldValue, audit_values, note_changes, set_values
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.verbs import Act, verb
from majlis.parties.models import Body

FORM_PLACES: dict[str, tuple[str, ...]] = {
    "number_form": ("group", "meeting", "number"),
    "series_form": ("group", "meeting", "series", "number"),
    "revision_form": ("n",),
    "addendum_form": ("n",),
    "corrigendum_form": ("n",),
    "language_form": ("letter",),
}
"""The places that each form of symbols has, each once."""
OPTIONAL_FORMS = ("language_form",)
"""Forms that may be empty."""
RULE_FIELDS = (
    "group",
    "aliases",
    *FORM_PLACES,
    "deadline_days",
    "late_rule",
    "word_limit",
    "title_limit",
    "source",
)
SERIES_FIELDS = ("names", "for_information", "internal", "position")
HEADER_FIELDS = ("names", "hints", "required", "position")
LONGEST_TITLE_LIMIT = 1_000
"""Characters that the title of a document may have at most, whatever the rules say."""

_SERIES_CODE = re.compile(r"[A-Z][A-Z0-9]{0,11}")
_FIELD_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@verb("documents.set_document_rules")
def set_document_rules(act: Act, body: Body, /, **values: FieldValue) -> DocumentRules:
    """Set the rules of a body for its documents: see ``RULE_FIELDS`` and ``DocumentRules``.

    Symbols that were allotted before stay, and are found by their earlier form too. Raises InvalidInput by field:
    for a form that lacks a place, a group that another body uses, or forms by which two documents would have one
    symbol.
    """
    Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    rules = DocumentRules.objects.filter(body=body).first()
    is_new = rules is None
    rules = rules or rules_of(body)
    if "aliases" in values:
        values["aliases"] = _tidy_aliases(values["aliases"], str(values.get("group", rules.group)))
    known = audit_values(rules, RULE_FIELDS)
    old, new = set_values(rules, RULE_FIELDS, values)
    if faults := _rule_faults(body, rules):
        raise InvalidInput(faults)
    if is_new:
        rules.save(force_insert=True)
        act.note(body, old=known, new={**known, **new})
    else:
        rules.save()
        note_changes(act, body, old, new)
    # The body was read with its former rules.
    body.document_rules = rules
    return rules


def _tidy_aliases(aliases: FieldValue, group: str) -> list[str]:
    """The aliases without empty ones, without the group itself, each once, in their order."""
    names = [" ".join(str(name).split()) for name in aliases] if isinstance(aliases, list) else []
    return list(dict.fromkeys(name for name in names if name and name != group))


def _rule_faults(body: Body, rules: DocumentRules) -> dict[str, StrOrPromise]:
    faults: dict[str, StrOrPromise] = {}
    for name, places in FORM_PLACES.items():
        form = getattr(rules, name)
        if not form and name in OPTIONAL_FORMS:
            continue
        if sorted(places_of(form)) != sorted(places):
            needed = " ".join(f"{{{place}}}" for place in places)
            faults[name] = _(
                "The form must contain each of these places once, and no other: %(places)s."
            ) % {"places": needed}
    if not any(each.isalnum() for each in rules.group):
        faults["group"] = _("Enter the group by letters or digits, for example WG-SG.")
    if rules.late_rule not in LateRule.values:
        faults["late_rule"] = _("Select a rule from the list.")
    if rules.title_limit > LONGEST_TITLE_LIMIT:
        faults["title_limit"] = _("The limit is too large. Enter 1,000 or less.")
    if not faults:
        faults |= _group_faults(body, rules)
    if not faults:
        faults |= _ambiguity_faults(rules)
    return faults


def _group_faults(body: Body, rules: DocumentRules) -> dict[str, StrOrPromise]:
    """Groups and aliases that another body uses already: a symbol must lead to one document."""
    taken: dict[str, int] = {}
    for key, forms in all_forms().items():
        if key != body.pk:
            taken |= {normalise_symbol(name): key for name in (forms.group, *forms.aliases)}
    message = _("Another body uses “%(name)s” in its symbols. Enter another name.")
    if normalise_symbol(rules.group) in taken:
        return {"group": message % {"name": rules.group}}
    clash = next((name for name in rules.aliases if normalise_symbol(name) in taken), None)
    return {"aliases": message % {"name": clash}} if clash is not None else {}


def _ambiguity_faults(rules: DocumentRules) -> dict[str, StrOrPromise]:
    """Forms by which a symbol would be read as another one than it was written for."""
    forms = SymbolForms.of(rules)
    samples = [
        ("number_form", Symbol("12", 3)),
        ("number_form", Symbol("1", 23)),
        ("series_form", Symbol("12", 3, "INF")),
        ("series_form", Symbol("1", 23, "DT")),
    ]
    samples += [
        (f"{kind}_form", Symbol("12", 3, series, kind, number))
        for kind in VersionKind.values
        if kind != VersionKind.ORIGINAL
        for series in ("", "INF")
        for number in (1, 12)
    ]
    if rules.language_form:
        samples += [
            ("language_form", Symbol("12", 3, "", VersionKind.REVISION, 1, code))
            for code in LANGUAGES_BY_CODE
        ]
    for name, symbol in samples:
        written = forms.format(symbol)
        if forms.parse(written) != symbol:
            return {
                name: _(
                    "Symbols would look alike, for example %(symbol)s. Separate places by hyphen, slash or brackets."
                )
                % {"symbol": written}
            }
    return {}


@verb("documents.set_series")
def set_series(
    act: Act,
    body: Body,
    *,
    code: str,
    names: Mapping[str, str] | None = None,
    for_information: bool = False,
    internal: bool = False,
    position: int | None = None,
) -> Series:
    """Set a series of documents of a body, or add it, by its ``code``; the main series has none.

    A body that has no series yet gets the usual ones first. Raises InvalidInput for a code that no symbol can have,
    and where no series would be left for contributions.
    """
    code = code.strip().upper()
    if code and (not _SERIES_CODE.fullmatch(code) or code in ("REV", "ADD", "CORR")):
        raise InvalidInput(
            {
                "code": _(
                    "Use 1 to 12 capital letters or digits. Begin with a letter, for example INF."
                )
            }
        )
    Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    known = get_or_create_series(body)
    series = next((each for each in known if each.code == code), None)
    is_new = series is None
    series = series or Series(body=body, code=code, position=len(known))
    others = [each for each in known if each.code != code]
    if internal and all(each.internal for each in others):
        raise InvalidInput(
            {"internal": _("One series must stay open for contributions. Open another one first.")}
        )
    values: dict[str, FieldValue] = {
        "names": _texts(names if names is not None else series.names),
        "for_information": for_information,
        "internal": internal,
        "position": series.position if position is None else position,
    }
    old, new = set_values(series, SERIES_FIELDS, values)
    if is_new:
        series.save(force_insert=True)
        act.note(body, new={"code": code, **audit_values(series, SERIES_FIELDS)})
    elif new:
        series.save(update_fields=list(new))
        act.note(body, old={"code": code, **old}, new=new)
    else:
        act.unchanged()
    return series


@verb("documents.set_header_field")
def set_header_field(
    act: Act,
    body: Body,
    *,
    key: str,
    names: Mapping[str, str],
    hints: Mapping[str, str] | None = None,
    required: bool = False,
    position: int | None = None,
) -> HeaderField:
    """Set a field in the header of a body's documents, or add it, by its ``key``.

    ``names`` and ``hints``: language -> text. Raises InvalidInput without a name, and for a key that is none.
    """
    key, texts = key.strip().lower(), _texts(names)
    if not _FIELD_KEY.fullmatch(key):
        raise InvalidInput(
            {
                "key": _(
                    "Use 1 to 40 Latin letters, digits, hyphens or underscores. Begin with a letter."
                )
            }
        )
    if not texts:
        raise InvalidInput({"names": _("Enter the name of the field in at least one language.")})
    Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    known = list(HeaderField.objects.filter(body=body))
    field = next((each for each in known if each.key == key), None)
    is_new = field is None
    field = field or HeaderField(body=body, key=key, position=len(known))
    values: dict[str, FieldValue] = {
        "names": texts,
        "hints": _texts(hints or {}),
        "required": required,
        "position": field.position if position is None else position,
    }
    old, new = set_values(field, HEADER_FIELDS, values)
    if is_new:
        field.save(force_insert=True)
        act.note(body, new={"key": key, **audit_values(field, HEADER_FIELDS)})
    elif new:
        field.save(update_fields=list(new))
        act.note(body, old={"key": key, **old}, new=new)
    else:
        act.unchanged()
    return field


@verb("documents.remove_header_field")
def remove_header_field(act: Act, body: Body, *, key: str) -> None:
    """Remove a field from the header of a body's documents. Raises InvalidInput for one that a document has filled in."""
    field = HeaderField.objects.select_for_update().filter(body=body, key=key).first()
    if field is None:
        act.unchanged()
        return
    if uses := HeaderValue.objects.filter(field=field).count():
        raise InvalidInput(
            {
                "": ngettext(
                    "%(n)s document has this field. Make the field optional instead.",
                    "%(n)s documents have this field. Make the field optional instead.",
                    uses,
                )
                % {"n": uses}
            }
        )
    act.note(body, old={"key": key, **audit_values(field, HEADER_FIELDS)})
    field.delete()


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts by language without empty ones."""
    return {
        code: " ".join(texts[code].split())
        for code in LANGUAGES_BY_CODE
        if texts.get(code, "").strip()
    }
