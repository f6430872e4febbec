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
    return format_lazy("{}: {}", _("one of"), ", ".join(values))


_ENTITIES_HELP = _("actors, as their pages are addressed, parted by semicolons")
FIELDS = (
    Field("number", _("Number"), _("never changes; empty for a mandate that is brought in anew")),
    Field("aliases", _("Other ids"), _("of other registries, as registry:id, parted by semicolons")),
    Field("text", pgettext_lazy("library", "Text"), _("the symbol of the text that asks")),
    Field("version", pgettext_lazy("of a text", "Version"), _("its permanent address")),
    Field("provision", _("Provision"), _("its id in that version")),
    Field("language", _("Language"), _("code: the one in which verb, action and dates are written")),
    Field("force", pgettext_lazy("mandate", "Force"), _one_of(Force.values)),
    Field("verb", _("Verb"), _("as the text writes it")),
    Field("action", _("Action"), _("what is asked, in words of the text")),
    Field("kind", pgettext_lazy("mandate", "What is to come of it"), _one_of(DeliverableKind.values)),
    Field("asked", _("Who is asked"), _ENTITIES_HELP),
    Field("recipients", pgettext_lazy("mandates", "For whom"), _ENTITIES_HELP),
    Field("via", _("Through or with whom"), _ENTITIES_HELP),
    Field("deadline", _("Deadline"), _("as much of a date as the text says: 2027, 2027-06, 2027-06-30")),
    Field("occasion", pgettext_lazy("mandates", "Occasion"), _("what is said in place of a date")),
    Field("recurrence", _("Recurrence"), _("an ISO 8601 period: P1Y is every year")),
    Field("trigger", _("Trigger"), _("what has to happen first, in words of the text")),
    Field("lead", _("Lead"), _("the one actor that leads, confirmed; one brought in is proposed")),
    Field("contributors", _("Contributors"), _ENTITIES_HELP),
    Field("legal_status", _("Standing"), _one_of(LegalStatus.values)),
    Field("lifecycle_state", _("Life"), _one_of([*MANDATE_LIFECYCLE.states])),
    Field("state", pgettext_lazy("mandate", "State"), _one_of(Progress.values)),
    Field("due", _("Due"), _("the next date of what is open, or what is said in place of one")),
    Field("late", _("Late"), _("yes where it is late by the rule on the method page")),
    Field("expires", _("Ends"), _("the first date on which a clause ends it")),
    Field("concepts", _("Concepts"), _("confirmed ones, as scheme/code, parted by semicolons")),
    Field("regions", pgettext_lazy("mandates", "Regions"), _("those of the concepts that are regions, written alike")),
    Field("address", _("Address"), _("of its page, under a language")),
    *(
        Field(
            f"words_{code}",
            format_lazy("{} – {}", _("Words"), NAMES[code]),
            _("of the provision, whole; empty where that language is not kept"),
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
