"""Labels for the keys and codes of audit entries, for histories."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from majlis.instruments.models import ActKind, Manner, Tag
from majlis.instruments.models.choices import InstrumentKind
from majlis.instruments.series.forms import PERIOD_CHOICES
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.lifecycle import LIFECYCLES
from majlis.kernel.roles import ROLES
from majlis.look import formats
from majlis.look.templatetags.look import date_words
from majlis.mandates.lifecycle import MANDATE_LIFECYCLE
from majlis.mandates.models import Assignment, EntityKind
from majlis.parties import areas, stakeholder_kinds
from majlis.parties.models.body import is_partial_date
from majlis.parties.models.organisation import ParticipationForm

KEY_LABELS = {
    "abstaining": pgettext_lazy("history", "Abstaining"),
    "act": pgettext_lazy("history", "Decision or document"),
    "act_words": pgettext_lazy("history", "Decision or document (description)"),
    "against": pgettext_lazy("history", "Against"),
    "alias": pgettext_lazy("history", "Number in another registry"),
    "appeal": pgettext_lazy("history", "Text of the appeal"),
    "applicant": pgettext_lazy("history", "Applicant"),
    "area": pgettext_lazy("history", "Country or area (M49)"),
    "became": pgettext_lazy("history", "Text held in Majlis"),
    "body": pgettext_lazy("history", "Body"),
    "body_words": pgettext_lazy("history", "Name of the body in the text"),
    "by": pgettext_lazy("history", "Superseded by"),
    "by_record": pgettext_lazy("history", "Decision or document"),
    "by_words": pgettext_lazy("history", "Decision or document (description)"),
    "concept": pgettext_lazy("history", "Concept"),
    "contact": pgettext_lazy("history", "Contact"),
    "contact_checked": pgettext_lazy("history", "Contact checked on"),
    "contact_url": pgettext_lazy("history", "Contact page"),
    "date": pgettext_lazy("history", "Date"),
    "entity": pgettext_lazy("history", "Entity"),
    "email": pgettext_lazy("history", "Email address"),
    "evaluated": pgettext_lazy("history", "Entity evaluated"),
    "evaluator": pgettext_lazy("history", "Evaluator"),
    "evaluator_name": pgettext_lazy("history", "Evaluator"),
    "field": pgettext_lazy("history", "Field"),
    "focal_point": pgettext_lazy("history", "Focal point"),
    "form": pgettext_lazy("history", "Form of participation"),
    "found": pgettext_lazy("history", "Method of detection"),
    "in_favour": pgettext_lazy("history", "In favour"),
    "into": pgettext_lazy("history", "Resulting mandate"),
    "item_period": pgettext_lazy("history", "Period of the agenda item"),
    "kind": pgettext_lazy("history", "Kind"),
    "kinds": pgettext_lazy("history", "Kinds of organizations"),
    "label": pgettext_lazy("history", "Other name"),
    "language": pgettext_lazy("history", "Language"),
    "languages": pgettext_lazy("history", "Languages"),
    "lexicon": pgettext_lazy("history", "English names in texts"),
    "lifecycle_state": pgettext_lazy("history", "Status of the mandate"),
    "manner": pgettext_lazy("history", "Manner of adoption"),
    "member": pgettext_lazy("history", "Member"),
    "merged_from": pgettext_lazy("history", "Merged name"),
    "merged_into": pgettext_lazy("history", "Merged into"),
    "name": pgettext_lazy("history", "Name"),
    "note": pgettext_lazy("history", "Note"),
    "number": pgettext_lazy("history", "Number"),
    "organisation": pgettext_lazy("history", "Organization"),
    "organisation_kinds": pgettext_lazy("history", "Kinds of organizations"),
    "parent": pgettext_lazy("history", "Part of"),
    "part": pgettext_lazy("history", "Role in the mandate"),
    "person": pgettext_lazy("history", "Person"),
    "position": pgettext_lazy("history", "Position in lists"),
    "provision": pgettext_lazy("history", "Provision"),
    "reconstructed_from": pgettext_lazy("history", "Reconstructed from"),
    "report_period": pgettext_lazy("history", "Period of the report"),
    "role": pgettext_lazy("history", "Role"),
    "scope": pgettext_lazy("history", "Scope of the role"),
    "series": pgettext_lazy("history", "Series"),
    "since": pgettext_lazy("history", "Since"),
    "sort": pgettext_lazy("history", "Kind"),
    "source": pgettext_lazy("history", "Source"),
    "state": pgettext_lazy("history", "Status"),
    "successor": pgettext_lazy("history", "Successor"),
    "symbol": pgettext_lazy("history", "Symbol"),
    "text": pgettext_lazy("history", "Text"),
    "text_period": pgettext_lazy("history", "Period of the text"),
    "title": pgettext_lazy("history", "Title"),
    "titles": pgettext_lazy("history", "Title"),
    "until": pgettext_lazy("history", "Until"),
    "variant_of": pgettext_lazy("history", "Variant of"),
    "verified": pgettext_lazy("history", "Checked against the source"),
    "website": pgettext_lazy("history", "Website"),
    "words": pgettext_lazy("history", "Wording"),
}
# Keys whose values are primary keys or files, unless they are text.
INTERNAL_KEYS = {"act", "user", "member", "body", "files"}
DATE_KEYS = {"contact_checked", "since", "until"}
PARTIAL_DATE_KEYS = {"date"}
# Keys whose values are addresses of records.
ADDRESS_KEYS = {
    "act",
    "became",
    "body",
    "by",
    "by_record",
    "concept",
    "entity",
    "evaluated",
    "evaluator",
    "into",
    "merged_from",
    "merged_into",
    "on_behalf_of",
    "organisation",
    "parent",
    "reconstructed_from",
    "scope",
    "series",
    "variant_of",
}
# Keys for programs only: hashes of files, primary keys of rows that may not exist any more.
HIDDEN_KEYS = {
    "access",
    "citations",
    "file",
    "kept",
    "lineage",
    "other",
    "undone",
    "versions",
}
VERIFIED_LABELS = {
    "yes": pgettext_lazy("history", "yes"),
    "partly": pgettext_lazy("history", "partly"),
    "no": pgettext_lazy("history", "no"),
}


# The labels of codes of organizations, by key.
PARTIES_CODES: dict[str, Callable[[], Mapping[str, StrOrPromise]]] = {
    "area": areas.area_names,
    "form": lambda: dict(ParticipationForm.choices),
    "kind": lambda: dict(stakeholder_kinds.kind_choices()),
}


# The labels of codes of texts and mandates, by model and key.
CODES_BY_TABLE: dict[tuple[str, str], Sequence[tuple[str, StrOrPromise]]] = {
    ("instruments.instrument", "kind"): InstrumentKind.choices,
    ("instruments.version", "kind"): ActKind.choices,
    ("instruments.version", "manner"): Manner.choices,
    ("instruments.tag", "found"): Tag.Found.choices,
    ("instruments.series", "item_period"): PERIOD_CHOICES,
    ("instruments.series", "text_period"): PERIOD_CHOICES,
    ("instruments.series", "report_period"): PERIOD_CHOICES,
    ("mandates.entity", "kind"): EntityKind.choices,
    ("mandates.assignment", "part"): Assignment.Part.choices,
    ("mandates.mandate", "lifecycle_state"): MANDATE_LIFECYCLE.choices,
}


def is_internal(key: str, *values: JSON) -> bool:
    """Whether a reader does not need the values of a key; text, such as a name, is always shown."""
    if key in HIDDEN_KEYS or all(value is None for value in values):
        return True
    return key in INTERNAL_KEYS and not any(isinstance(value, str) for value in values)


def is_address(key: str, value: JSON) -> bool:
    """Whether a value is the address of a record."""
    return isinstance(value, str) and key in ADDRESS_KEYS and "/" in value and " " not in value


def key_label(key: str) -> StrOrPromise:
    """The label of a key, with its language where it has one; the key itself where it has no label."""
    field, _dot, code = key.rpartition(".")
    if field in KEY_LABELS and code in LANGUAGES_BY_CODE:
        return formats.with_brackets(
            str(KEY_LABELS[field]), LANGUAGES_BY_CODE[code].name, get_language() or ""
        )
    return KEY_LABELS.get(key, key)


def value_label(
    target: str, key: str, value: JSON, titles: Mapping[str, str] | None = None
) -> JSON | Promise:
    """The label of a code or an address; None where there is none.

    ``target``: that of the audit entry (``comments.comment:7``), whose lifecycle names its states.
    ``titles``: address -> title of the records that the reader may see.
    """
    if isinstance(value, list) and key == "languages":
        labels = (str(value_label(target, "language", each) or each) for each in value)
        return formats.list_separator(get_language() or "").join(labels)
    if isinstance(value, dict) and value and value.keys() <= LANGUAGES_BY_CODE.keys():
        # Text in several languages: that in the reader's language, else the first.
        text: JSON = value.get(get_language() or "") or next(iter(value.values()))
        return text
    if not isinstance(value, str):
        return None
    if key == "state":
        lifecycle = LIFECYCLES.get(target.split(":")[0])
        return lifecycle.states.get(value) if lifecycle else None
    if key in ADDRESS_KEYS:
        return (titles or {}).get(value)
    table = target.partition(":")[0]
    if (table, key) in CODES_BY_TABLE:
        return dict(CODES_BY_TABLE[table, key]).get(value)
    if key in PARTIAL_DATE_KEYS or (key in DATE_KEYS and table.startswith("mandates.") and value):
        return formats.date(value, get_language() or "en") if is_partial_date(value) else None
    if target.startswith("parties.") and key in PARTIES_CODES:
        return PARTIES_CODES[key]().get(value)
    if key == "language":
        return LANGUAGES_BY_CODE[value].name if value in LANGUAGES_BY_CODE else None
    if key == "role":
        return ROLES[value][0] if value in ROLES else None
    if key == "verified":
        return VERIFIED_LABELS.get(value)
    return date_label(value) if key in DATE_KEYS else None


def date_label(value: str) -> str | None:
    """A full ISO date in the format of the reader's language; None where it is not one."""
    try:
        return date_words(datetime.date.fromisoformat(value))
    except ValueError:
        return None
