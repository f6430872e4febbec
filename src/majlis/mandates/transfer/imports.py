"""Import of the register from a table with the columns of its download."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.imports.registry import Column, RowFault, Target, as_text, register
from majlis.framework.models import Concept
from majlis.instruments.models import Provision, Tag, Version
from majlis.instruments.tags.actions import propose_tag
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.downloads import FORMULA_STARTS
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.mandates.core.addressees import find_entity
from majlis.mandates.core.references import parse_mandate_number
from majlis.mandates.models import Alias, Entity, Mandate, MandateSource
from majlis.mandates.models.choices import DeliverableKind, Force
from majlis.mandates.register import columns as register_columns
from majlis.mandates.transfer import actions
from majlis.parties.models import Body
from majlis.parties.models.body import is_partial_date

_PERIOD = re.compile(r"P\d{1,3}[YMWD]")
ADDED_COLUMNS = ("aliases", "lead", "contributors", "concepts")
"""Columns whose values a row may add to a mandate."""
PASSED_COLUMNS = ("number", "late", *ADDED_COLUMNS)
"""Columns in which a row may differ from the mandate: they depend on the day, or are added."""
NAME_COLUMNS = {"asked": "asked", "recipients": "recipient", "via": "via"}


def clean_cell(text: str) -> str:
    """A cell without the quote that a download sets before text that a spreadsheet would run as a formula."""
    if text.startswith("'") and text[1:].lstrip(" \n").startswith(FORMULA_STARTS):
        return text[1:]
    return text


def _one_of(values: list[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in values:
            raise ValueError(_("Enter a value listed in the data dictionary."))
        return text.lower()

    return read


def _date(text: str) -> str:
    if not is_partial_date(text):
        raise ValueError(_("Enter a year, month or day: 2027, 2027-06 or 2027-06-30."))
    return text


def _period(text: str) -> str:
    if not _PERIOD.fullmatch(text.upper()):
        raise ValueError(_("Enter a period as P1Y (every year) or P6M (every six months)."))
    return text.upper()


READERS = {
    "force": _one_of(Force.values),
    "kind": _one_of(DeliverableKind.values),
    "language": _one_of(list(LANGUAGE_CODES)),
    "deadline": _date,
    "recurrence": _period,
}


def split_cell(cell: str | None) -> list[str]:
    """The values of a cell, separated by semicolons."""
    return [each.strip() for each in str(cell or "").split(";") if each.strip()]


def import_mandate(actor: Actor, row: Mapping[str, str]) -> str:
    """Import a row: create its mandate, or add to an existing one. Returns made, changed or same. Raises RowFault."""
    mandate, found_by = _existing_mandate(actor, row)
    if mandate is None:
        created = _create(actor, row)
        _supplement(actor, created, row)
        return "made"
    _refuse_changes(mandate, row, found_by)
    return "changed" if _supplement(actor, mandate, row) else "same"


def _existing_mandate(actor: Actor, row: Mapping[str, str]) -> tuple[Mandate | None, str]:
    """The mandate that a row is about, and the column by which it was found; None where there is none."""
    visible = Mandate.objects.visible_to(actor.person)
    if row.get("number"):
        number = parse_mandate_number(str(row["number"]))
        mandate = visible.filter(number=number).first() if number is not None else None
        if mandate is None:
            message = _("No mandate has this number. For a new mandate, leave the number blank.")
            raise RowFault("number", message)
        return mandate, "number"
    for registry, value in aliases_of_row(row):
        alias = Alias.objects.filter(registry=registry, value=value).first()
        if alias is not None:
            mandate = visible.filter(pk=alias.mandate_id).first()
            if mandate is None:
                raise RowFault("aliases", _("Another mandate already has this ID."))
            return mandate, "aliases"
    source = MandateSource.objects.filter(
        mandate__in=visible.values("pk"),
        version__record__address=str(row.get("version") or "").strip("/"),
        provision__eid=row.get("provision") or "",
        force=row.get("force") or "",
        action=clean_cell(str(row.get("action") or "")),
    ).first()
    return (source.mandate, "provision") if source is not None else (None, "")


def aliases_of_row(row: Mapping[str, str]) -> list[tuple[str, str]]:
    """The aliases of a row: (registry, value). Raises RowFault."""
    aliases = []
    for alias in split_cell(row.get("aliases")):
        registry, colon, value = alias.partition(":")
        if not (registry.strip() and colon and value.strip()) or len(registry) > 80:
            raise RowFault("aliases", _("Enter the registry, a colon and the ID."))
        aliases.append((registry.strip(), value.strip()[:200]))
    return aliases


def _refuse_changes(mandate: Mandate, row: Mapping[str, str], found_by: str) -> None:
    """Raise RowFault where the row would change an accepted mandate."""
    (present_row,) = register_columns.register_rows(
        Mandate.objects.filter(pk=mandate.pk), clock.today()
    )
    present = dict(zip(register_columns.KEYS, present_row, strict=True))
    language = str(present["language"] or "en")
    for key, cell in row.items():
        if key in PASSED_COLUMNS or not cell:
            continue
        typed, existing = clean_cell(str(cell)).strip(), str(present[key]).strip()
        if key in NAME_COLUMNS:
            body = mandate.instrument.body
            slugs = {
                entity.slug if (entity := _find_entity(name, language, body)) else name
                for name in split_cell(typed)
            }
            same = slugs == set(split_cell(existing))
        else:
            same = " ".join(typed.split()) == " ".join(existing.split())
        if not same and not (found_by != "number" and key in register_columns.READ_ONLY):
            message = _(
                "Imports cannot change accepted mandates. Correct the mandate online or clear "
                "the cell."
            )
            raise RowFault(key, message)


def _find_entity(name: str, language: str, body: Body | None) -> Entity | None:
    return Entity.objects.filter(slug=name).first() or find_entity(name, language, body)


def _create(actor: Actor, row: Mapping[str, str]) -> Mandate:
    address = str(row.get("version") or "").strip("/")
    version = Version.objects.visible_to(actor.person).filter(record__address=address).first()
    if version is None:
        message = _("No version has this address. Enter it as texts/…/…, without a language code.")
        raise RowFault("version", message)
    provisions = Provision.objects.select_related(
        "version__instrument", "version__record", "lineage"
    )
    provision = provisions.filter(version=version, eid=row.get("provision") or "").first()
    if provision is None:
        raise RowFault("provision", _("This version has no provision with this ID."))
    if not row.get("force"):
        raise RowFault("force", _("Enter the force of the request."))
    names = ("verb", "action", "deadline", "occasion", "recurrence", "trigger")
    texts = {name: clean_cell(str(row.get(name) or "")) for name in names}
    language = row.get("language") or actor.language
    values = actions.RowValues(
        language,
        row["force"],
        kind=row.get("kind") or DeliverableKind.ACTION,
        addressees={role: split_cell(row.get(key)) for key, role in NAME_COLUMNS.items()},
        **texts,
    )
    return actions.import_row(
        actor, provision, given=values, propose=not split_cell(row.get("lead"))
    )


def _supplement(actor: Actor, mandate: Mandate, row: Mapping[str, str]) -> bool:
    """Add to a mandate what a row adds; return whether there was something."""
    aliases = aliases_of_row(row)
    for registry, value in aliases:
        taken = (
            Alias.objects.filter(registry=registry, value=value).exclude(mandate=mandate).first()
        )
        if taken is not None:
            raise RowFault("aliases", _("Another mandate already has this ID."))
    leads = _entities_of_row(mandate, row, "lead")
    if len(leads) > 1:
        raise RowFault("lead", _("Enter only one lead entity."))
    contributors = _entities_of_row(mandate, row, "contributors")
    before = _counts(mandate)
    actions.supplement_mandate(
        actor,
        mandate,
        aliases=aliases,
        lead=leads[0] if leads and leads[0].pk != mandate.lead_id else None,
        contributors=contributors,
    )
    for named in split_cell(row.get("concepts")):
        scheme, _slash, code = named.partition("/")
        concept = Concept.objects.filter(scheme__key=scheme, code=code).first()
        if concept is None:
            raise RowFault("concepts", _("This concept does not exist. Enter it as scheme/code."))
        propose_tag(
            actor,
            mandate.instrument,
            concept=concept,
            lineage=mandate.lineage,
            found=Tag.Found.PERSON,
        )
    return _counts(mandate) != before


def _counts(mandate: Mandate) -> tuple[int, int, int]:
    return (
        mandate.aliases.count(),
        mandate.assignments.count(),
        Tag.objects.filter(lineage=mandate.lineage).count(),
    )


def _entities_of_row(mandate: Mandate, row: Mapping[str, str], key: str) -> list[Entity]:
    entities = []
    for name in split_cell(row.get(key)):
        entity = _find_entity(name, str(row.get("language") or "en"), mandate.instrument.body)
        if entity is None:
            raise RowFault(key, _("No entity has this address or name."))
        entities.append(entity)
    return entities


def former_headings() -> dict[str, list[str]]:
    """The former headings of columns by their key: see ``former_headings.toml``."""
    file = files("majlis.mandates.transfer").joinpath("former_headings.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def register_import() -> None:
    """Register the import of the register; called once when the site starts."""
    former = former_headings()
    columns = tuple(
        Column(
            each.key,
            each.label,
            meaning=each.meaning,
            read=READERS.get(each.key, as_text),
            aliases=former.get(each.key, ()),
        )
        for each in register_columns.FIELDS
    )
    register(
        Target(
            "mandates",
            pgettext_lazy("page", "Mandates"),
            columns,
            "mandates.import_row",
            import_mandate,
        )
    )
