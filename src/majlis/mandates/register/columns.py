"""The columns of the register as data, for export and import, with their descriptions (the data dictionary)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat, JSONObject
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.lifecycle import CONFIRMED as TAG_CONFIRMED
from majlis.instruments.models import ProvisionWording, Tag
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.look.languages import NAMES
from majlis.mandates.lifecycle import CONFIRMED, MANDATE_LIFECYCLE
from majlis.mandates.models import Addressee, Alias, Assignment, Mandate
from majlis.mandates.models.choices import (
    OPEN_PROGRESS,
    DeliverableKind,
    Force,
    LegalStatus,
    Progress,
)
from majlis.mandates.register.filter_choices import REGIONS

SEPARATOR = "; "
BATCH_SIZE = 500


def _one_of(values: list[str]) -> StrOrPromise:
    return format_lazy(
        "{} ({})", pgettext_lazy("list of allowed values", "one of"), ", ".join(values)
    )


_ENTITIES_HELP = _("entity identifiers (as in page addresses), separated by semicolons")
FIELDS = (
    Field("number", pgettext_lazy("number of a record", "Number"), _("never changes; leave blank when importing a new mandate")),
    Field("aliases", pgettext_lazy("mandate", "IDs in other registries"), _("as registry:id, separated by semicolons")),
    Field("text", pgettext_lazy("document", "Text"), _("symbol of the text containing the request")),
    Field("version", pgettext_lazy("version of a text", "Version"), _("permanent address of the version")),
    Field("provision", pgettext_lazy("column of a table", "Provision"), _("ID of the provision in that version")),
    Field("language", pgettext_lazy("language", "Language"), _("language code of the verb, action and dates")),
    Field("force", pgettext_lazy("mandate", "Force"), _one_of(Force.values)),
    Field("verb", pgettext_lazy("mandate", "Operative verb"), _("as worded in the text")),
    Field("action", pgettext_lazy("mandate", "Requested action"), _("as worded in the text")),
    Field("kind", pgettext_lazy("mandate", "Kind of deliverable"), _one_of(DeliverableKind.values)),
    Field("asked", pgettext_lazy("mandate", "Addressees"), _ENTITIES_HELP),
    Field("recipients", pgettext_lazy("mandate", "Recipients"), _ENTITIES_HELP),
    Field("via", _("Through or in cooperation with"), _ENTITIES_HELP),
    Field("deadline", pgettext_lazy("date stated in a text", "Deadline"), _("date as precise as in the text: 2027, 2027-06, 2027-06-30")),
    Field("occasion", pgettext_lazy("mandates", "Occasion"), _("occasion named in the text instead of a date")),
    Field("recurrence", pgettext_lazy("mandate", "Frequency code"), _("ISO 8601 duration, for example: P1Y (every year)")),
    Field("trigger", pgettext_lazy("mandate", "Condition"), _("condition to be met first, as worded in the text")),
    Field("lead", pgettext_lazy("mandate", "Lead entity"), _("confirmed lead entity; on import, recorded as proposed")),
    Field("contributors", pgettext_lazy("mandate", "Contributors"), _ENTITIES_HELP),
    Field("legal_status", pgettext_lazy("mandate", "Legal status"), _one_of(LegalStatus.values)),
    Field("lifecycle_state", pgettext_lazy("mandate", "Lifecycle status"), _one_of([*MANDATE_LIFECYCLE.states])),
    Field("state", pgettext_lazy("mandate", "Status"), _one_of(Progress.values)),
    Field("due", pgettext_lazy("due date", "Due date"), _("next open due date, or the occasion named in the text")),
    Field("late", pgettext_lazy("mandate", "Overdue"), _("yes if overdue under the rule on the method page")),
    Field("expires", pgettext_lazy("mandate", "End date"), _("earliest end date set by a clause")),
    Field("concepts", pgettext_lazy("concepts", "Concepts"), _("confirmed concepts, as scheme/code, separated by semicolons")),
    Field("regions", pgettext_lazy("mandates", "Regions"), _("concepts that are regions, as scheme/code, separated by semicolons")),
    Field("address", pgettext_lazy("web address", "Web address"), _("path of the page of the mandate, after the language code")),
    *(
        Field(
            f"words_{code}",
            format_lazy("{} – {}", _("Text of the request"), NAMES[code]),
            _("full text of the provision; blank if not held in that language"),
        )
        for code in LANGUAGE_CODES
    ),
)  # fmt: skip
KEYS = tuple(each.key for each in FIELDS)
READ_ONLY = (
    "text",
    "legal_status",
    "lifecycle_state",
    "state",
    "due",
    "late",
    "expires",
    "regions",
    "address",
)
"""Columns that are derived, or set only on the page of the mandate: an import never changes them."""


def register_sheet(mandates: QuerySet[Mandate], today: datetime.date) -> Sheet:
    """The mandates of a list as a sheet to download, in its order."""
    return Sheet("mandates", _("Register of mandates"), FIELDS, register_rows(mandates, today))


def register_rows(queryset: QuerySet[Mandate], today: datetime.date) -> Iterator[tuple[str, ...]]:
    """A row of cells for each mandate, read in batches."""
    keys = list(queryset.values_list("pk", flat=True))
    for part in batched(keys, BATCH_SIZE):
        mandates = {each.pk: each for each in _read_mandates(part)}
        for key in part:
            cells = _cells(mandates[key], today)
            yield tuple(cells[name] for name in KEYS)


def _read_mandates(keys: Sequence[int]) -> QuerySet[Any]:
    source = OuterRef("source")
    addressees = Addressee.objects.filter(source=source).order_by("role", "position", "pk")
    contributors = Assignment.objects.filter(
        mandate=OuterRef("pk"), part="contributor", state=CONFIRMED
    )
    tags = Tag.objects.filter(lineage=OuterRef("lineage"), state=TAG_CONFIRMED)
    concept_code = Concat("concept__scheme__key", Value("/"), "concept__code")
    aliases = Alias.objects.filter(mandate=OuterRef("pk"))
    words = ProvisionWording.objects.filter(provision=OuterRef("source__provision"))
    mandates: QuerySet[Any] = (
        Mandate.objects.filter(pk__in=keys)
        .select_related(
            "record", "lead", "instrument", "source__provision", "source__version__record"
        )
        .annotate(
            names=ArraySubquery(
                addressees.values(json=JSONObject(role=F("role"), of=F("entity__slug")))
            ),
            contributors=ArraySubquery(contributors.order_by("pk").values("entity__slug")),
            aliased=ArraySubquery(aliases.values(it=Concat("registry", Value(":"), "value"))),
            concepts=ArraySubquery(
                tags.order_by("concept__scheme__position", "concept__position").values(
                    it=concept_code
                )
            ),
            said=ArraySubquery(words.values(json=JSONObject(code=F("language"), text=F("text")))),
        )
    )
    return mandates


def _cells(mandate: Any, today: datetime.date) -> dict[str, str]:
    source = mandate.source
    texts = {each["code"]: each["text"] for each in mandate.said}

    def named(role: str) -> str:
        return SEPARATOR.join(each["of"] for each in mandate.names if each["role"] == role)

    late = (
        mandate.overdue_from is not None
        and mandate.overdue_from <= today
        and mandate.progress in OPEN_PROGRESS
    )
    return {
        "number": mandate.slug,
        "aliases": SEPARATOR.join(mandate.aliased),
        "text": mandate.instrument.symbol,
        "version": source.version.record.address if source else "",
        "provision": source.provision.eid if source else "",
        "language": source.language if source else "",
        "force": mandate.force,
        "verb": source.verb if source else "",
        "action": source.action if source else "",
        "kind": mandate.kind,
        "asked": named("asked"),
        "recipients": named("recipient"),
        "via": named("via"),
        "deadline": source.deadline if source else "",
        "occasion": source.occasion if source else "",
        "recurrence": source.recurrence if source else "",
        "trigger": source.trigger if source else "",
        "lead": mandate.lead.slug if mandate.lead else "",
        "contributors": SEPARATOR.join(mandate.contributors),
        "legal_status": mandate.legal_status,
        "lifecycle_state": mandate.lifecycle_state,
        "state": mandate.progress,
        "due": mandate.due.isoformat() if mandate.due else mandate.due_text,
        "late": "yes" if late else "",
        "expires": mandate.expires,
        "concepts": SEPARATOR.join(mandate.concepts),
        "regions": SEPARATOR.join(
            each for each in mandate.concepts if each.partition("/")[0] in REGIONS
        ),
        "address": mandate.record.address,
        **{f"words_{code}": texts.get(code, "") for code in LANGUAGE_CODES},
    }
