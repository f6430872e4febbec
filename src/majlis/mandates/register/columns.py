"""The columns of the register as data, for export and import, with their descriptions (the data dictionary)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat, JSONObject
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.lifecycle import CONFIRMED as TAG_CONFIRMED
from majlis.instruments.models import ProvisionWording, Tag
from majlis.kernel.downloads import Sheet, plain_value
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE
from majlis.kit.columns import Column, FileValue, file_fields, file_rows, file_sheet
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


def _one_of(values: Sequence[str]) -> Promise:
    return format_lazy("{}: {}", _("one of"), ", ".join(values))


@dataclass(frozen=True)
class RegisterRow:
    """A mandate with what the files say of it; ``addressees``: role -> slugs; ``words``: language -> text."""

    mandate: Mandate
    addressees: Mapping[str, Sequence[str]]
    contributors: Sequence[str]
    aliases: Sequence[str]
    concepts: Sequence[str]
    words: Mapping[str, str]
    late: bool

    @property
    def regions(self) -> list[str]:
        """The concepts that are regions."""
        return [code for code in self.concepts if code.partition("/")[0] in REGIONS]


def _of_source(name: str) -> Callable[[RegisterRow], str]:
    """A function that gives a value of the source; empty without a source."""
    return lambda row: getattr(row.mandate.source, name, "")


def _addressees(role: str) -> Callable[[RegisterRow], Sequence[str]]:
    return lambda row: row.addressees.get(role, ())


def _words(code: str) -> Callable[[RegisterRow], str]:
    return lambda row: row.words.get(code, "")


def _version(row: RegisterRow) -> str:
    source = row.mandate.source
    return source.version.record.address if source else ""


def _provision(row: RegisterRow) -> str:
    return row.mandate.source.provision.eid if row.mandate.source else ""


def _lead(row: RegisterRow) -> str:
    return row.mandate.lead.slug if row.mandate.lead else ""


_ENTITIES_HELP = _("actors, as their pages are addressed, parted by semicolons")
COLUMNS: tuple[Column[RegisterRow], ...] = (
    Column(
        "number",
        _("Number"),
        value=lambda row: row.mandate.slug,
        meaning=_("never changes; empty for a mandate that is brought in anew"),
    ),
    Column(
        "aliases",
        _("Other ids"),
        value=lambda row: row.aliases,
        meaning=_("of other registries, as registry:id, parted by semicolons"),
    ),
    Column(
        "text",
        pgettext_lazy("library", "Text"),
        value=lambda row: row.mandate.instrument.symbol,
        meaning=_("the symbol of the text that asks"),
    ),
    Column(
        "version",
        pgettext_lazy("of a text", "Version"),
        value=_version,
        meaning=_("its permanent address"),
    ),
    Column("provision", _("Provision"), value=_provision, meaning=_("its id in that version")),
    Column(
        "language",
        _("Language"),
        value=_of_source("language"),
        meaning=_("code: the one in which verb, action and dates are written"),
    ),
    Column(
        "force",
        pgettext_lazy("mandate", "Force"),
        value=lambda row: row.mandate.force,
        meaning=_one_of(Force.values),
    ),
    Column("verb", _("Verb"), value=_of_source("verb"), meaning=_("as the text writes it")),
    Column(
        "action",
        _("Action"),
        value=_of_source("action"),
        meaning=_("what is asked, in words of the text"),
    ),
    Column(
        "kind",
        pgettext_lazy("mandate", "What is to come of it"),
        value=lambda row: row.mandate.kind,
        meaning=_one_of(DeliverableKind.values),
    ),
    Column("asked", _("Who is asked"), value=_addressees("asked"), meaning=_ENTITIES_HELP),
    Column(
        "recipients",
        pgettext_lazy("mandates", "For whom"),
        value=_addressees("recipient"),
        meaning=_ENTITIES_HELP,
    ),
    Column("via", _("Through or with whom"), value=_addressees("via"), meaning=_ENTITIES_HELP),
    Column(
        "deadline",
        _("Deadline"),
        value=_of_source("deadline"),
        meaning=_("as much of a date as the text says: 2027, 2027-06, 2027-06-30"),
    ),
    Column(
        "occasion",
        pgettext_lazy("mandates", "Occasion"),
        value=_of_source("occasion"),
        meaning=_("what is said in place of a date"),
    ),
    Column(
        "recurrence",
        _("Recurrence"),
        value=_of_source("recurrence"),
        meaning=_("an ISO 8601 period: P1Y is every year"),
    ),
    Column(
        "trigger",
        _("Trigger"),
        value=_of_source("trigger"),
        meaning=_("what has to happen first, in words of the text"),
    ),
    Column(
        "lead",
        _("Lead"),
        value=_lead,
        meaning=_("the one actor that leads, confirmed; one brought in is proposed"),
    ),
    Column(
        "contributors",
        _("Contributors"),
        value=lambda row: row.contributors,
        meaning=_ENTITIES_HELP,
    ),
    Column(
        "legal_status",
        _("Standing"),
        value=lambda row: row.mandate.legal_status,
        meaning=_one_of(LegalStatus.values),
    ),
    Column(
        "lifecycle_state",
        _("Life"),
        value=lambda row: row.mandate.lifecycle_state,
        meaning=_one_of([*MANDATE_LIFECYCLE.states]),
    ),
    Column(
        "state",
        pgettext_lazy("mandate", "State"),
        value=lambda row: row.mandate.progress,
        meaning=_one_of(Progress.values),
    ),
    Column(
        "due",
        _("Due"),
        value=lambda row: row.mandate.due or row.mandate.due_text,
        meaning=_("the next date of what is open, or what is said in place of one"),
    ),
    Column(
        "late",
        _("Late"),
        value=lambda row: "yes" if row.late else "",
        meaning=_("yes where it is late by the rule on the method page"),
    ),
    Column(
        "expires",
        _("Ends"),
        value=lambda row: row.mandate.expires,
        meaning=_("the first date on which a clause ends it"),
    ),
    Column(
        "concepts",
        _("Concepts"),
        value=lambda row: row.concepts,
        meaning=_("confirmed ones, as scheme/code, parted by semicolons"),
    ),
    Column(
        "regions",
        pgettext_lazy("mandates", "Regions"),
        value=lambda row: row.regions,
        meaning=_("those of the concepts that are regions, written alike"),
    ),
    Column(
        "address",
        _("Address"),
        value=lambda row: row.mandate.record.address,
        meaning=_("of its page, under a language"),
    ),
    *(
        Column(
            f"words_{code}",
            format_lazy("{} – {}", _("Words"), LANGUAGES_BY_CODE[code].name),
            value=_words(code),
            meaning=_("of the provision, whole; empty where that language is not kept"),
        )
        for code in LANGUAGE_CODES
    ),
)
FIELDS = tuple(file_fields(COLUMNS))
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
    rows = register_rows(mandates, today)
    return file_sheet("mandates", _("Register of mandates"), COLUMNS, rows)


def register_rows(mandates: QuerySet[Mandate], today: datetime.date) -> Iterator[RegisterRow]:
    """The rows of mandates in their order, read in batches."""
    keys = list(mandates.values_list("pk", flat=True))
    for part in batched(keys, BATCH_SIZE):
        rows = {row.mandate.pk: row for row in _read_rows(part, today)}
        yield from (rows[key] for key in part)


def register_values(mandate: Mandate, today: datetime.date) -> dict[str, FileValue]:
    """What the files say of a mandate: key -> value."""
    rows = register_rows(Mandate.objects.filter(pk=mandate.pk), today)
    (values,) = file_rows(COLUMNS, rows)
    return dict(zip(KEYS, map(plain_value, values), strict=True))


def _read_rows(keys: Sequence[int], today: datetime.date) -> Iterator[RegisterRow]:
    source = OuterRef("source")
    addressees = Addressee.objects.filter(source=source).order_by("role", "position", "pk")
    contributors = Assignment.objects.filter(
        mandate=OuterRef("pk"), part="contributor", state=CONFIRMED
    )
    tags = Tag.objects.filter(lineage=OuterRef("lineage"), state=TAG_CONFIRMED)
    concept_code = Concat("concept__scheme__key", Value("/"), "concept__code")
    aliases = Alias.objects.filter(mandate=OuterRef("pk"))
    words = ProvisionWording.objects.filter(provision=OuterRef("source__provision"))
    mandates = (
        Mandate.objects.filter(pk__in=keys)
        .select_related(
            "record", "lead", "instrument", "source__provision", "source__version__record"
        )
        .annotate(
            named=ArraySubquery(
                addressees.values(json=JSONObject(role=F("role"), of=F("entity__slug")))
            ),
            contributed_by=ArraySubquery(contributors.order_by("pk").values("entity__slug")),
            aliased=ArraySubquery(aliases.values(it=Concat("registry", Value(":"), "value"))),
            tagged=ArraySubquery(
                tags.order_by("concept__scheme__position", "concept__position").values(
                    it=concept_code
                )
            ),
            said=ArraySubquery(words.values(json=JSONObject(code=F("language"), text=F("text")))),
        )
    )
    for mandate in mandates:
        addressees_by_role: dict[str, list[str]] = {}
        for addressee in mandate.named:
            addressees_by_role.setdefault(addressee["role"], []).append(addressee["of"])
        late = mandate.overdue_from is not None and mandate.overdue_from <= today
        yield RegisterRow(
            mandate,
            addressees_by_role,
            mandate.contributed_by,
            mandate.aliased,
            mandate.tagged,
            {wording["code"]: wording["text"] for wording in mandate.said},
            late and mandate.progress in OPEN_PROGRESS,
        )
