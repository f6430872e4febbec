"""Saves a text of the engine as rows, and loads it back unchanged, ids included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from majlis.instruments.models import (
    LanguageVersion,
    Lineage,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.kernel.models import StoredFile
from majlis.textkit.carry import nested
from majlis.textkit.model import Kind, Mark, Run, Text
from majlis.textkit.model import Provision as EngineProvision
from majlis.textkit.views import settled, view

BATCH_SIZE = 2_000
"""Rows of one INSERT."""


def settled_text(text: Text) -> Text:
    """A text for storage: tracked changes accepted, and without a reader's notes and comments."""
    return Text(
        provisions=settled(view(text, "accept")).provisions,
        language=text.language,
        kind=text.kind,
        body=text.body,
        symbol=text.symbol,
        title=text.title,
        date=text.date,
    )


def serialize_runs(provision: EngineProvision) -> list[list[str]] | None:
    """The runs as JSON for the database; None where the text has no formatting."""
    if not any(run.marks for run in provision.runs):
        return None
    return [[run.text, *sorted(run.marks)] for run in provision.runs]


def parse_runs(text: str, serialized: Sequence[Sequence[str]] | None) -> tuple[Run, ...]:
    """The runs of the engine for a row's text and JSON."""
    if serialized is None:
        return (Run(text),) if text else ()
    return tuple(
        Run(words, cast("frozenset[Mark]", frozenset(marks))) for words, *marks in serialized
    )


def build_wording(
    provision: Provision, parsed: EngineProvision, language: str, status: str
) -> ProvisionWording:
    """The unsaved wording of a provision."""
    return ProvisionWording(
        provision=provision,
        language=language,
        status=status,
        label=parsed.label,
        number=parsed.number,
        verb=parsed.verb,
        text=parsed.text,
        runs=serialize_runs(parsed),
    )


def save_language(
    version: Version, text: Text, status: str, file: StoredFile | None
) -> LanguageVersion:
    """Create the LanguageVersion for the language of a text."""
    return LanguageVersion.objects.create(
        version=version,
        language=text.language,
        status=status,
        kind=text.kind,
        title=text.title,
        symbol=text.symbol,
        body=text.body,
        date=text.date,
        file=file,
    )


def save_provisions(
    version: Version,
    text: Text,
    status: str,
    *,
    lineages: Mapping[str, int] | None = None,
) -> list[Provision]:
    """Create the provisions of a new version with their wordings in its first language, in reading order.

    ``lineages`` maps ids of provisions to the lineages that they continue; the others start one.
    """
    known = lineages or {}
    parsed = list(text.walk())
    new_lineages = iter(
        Lineage.objects.bulk_create([Lineage() for item in parsed if item.id not in known])
    )
    parents = text.parents()
    rows: list[Provision] = []
    by_eid: dict[str, Provision] = {}
    levels: dict[int, list[Provision]] = {}
    for position, item in enumerate(parsed):
        above = by_eid.get(parents[item.id] or "")
        row = Provision(
            version=version,
            lineage_id=known[item.id] if item.id in known else next(new_lineages).pk,
            matched=Provision.Matched.RULE if item.id in known else Provision.Matched.NEW,
            eid=item.id,
            kind=item.kind,
            parent=above,
            position=position,
            level=above.level + 1 if above else 0,
        )
        rows.append(row)
        by_eid[row.eid] = row
        levels.setdefault(row.level, []).append(row)
    for _level, group in sorted(levels.items()):  # a parent has its key before its children
        Provision.objects.bulk_create(group, batch_size=BATCH_SIZE)
    ProvisionWording.objects.bulk_create(
        (
            build_wording(row, item, text.language, status)
            for row, item in zip(rows, parsed, strict=True)
        ),
        batch_size=BATCH_SIZE,
    )
    return rows


def load_text(version: Version, language: str) -> Text:
    """The version in a language, as a text of the engine. Raises LanguageVersion.DoesNotExist."""
    return load_texts((version,), language)[0][0]


def load_texts(
    versions: Sequence[Version], language: str
) -> list[tuple[Text, list[ProvisionWording]]]:
    """Versions in a language, as texts of the engine, each with its wording rows; two queries in total.

    Raises LanguageVersion.DoesNotExist where a version does not exist in this language.
    """
    languages = {
        each.version_id: each
        for each in LanguageVersion.objects.filter(version__in=versions, language=language)
    }
    rows: dict[int, list[ProvisionWording]] = {}
    wordings = ProvisionWording.objects.filter(provision__version__in=versions, language=language)
    for row in wordings.select_related("provision").order_by("provision__position"):
        rows.setdefault(row.provision.version_id, []).append(row)
    texts = []
    for version in versions:
        if version.pk not in languages:
            raise LanguageVersion.DoesNotExist(f"{version.pk} {language}")
        own_rows = rows.get(version.pk, [])
        texts.append((_text(languages[version.pk], own_rows), own_rows))
    return texts


def _text(language_version: LanguageVersion, rows: Sequence[ProvisionWording]) -> Text:
    return Text(
        provisions=nested([_provision(row) for row in rows]),
        language=language_version.language,
        kind=language_version.kind,
        body=language_version.body,
        symbol=language_version.symbol,
        title=language_version.title,
        date=language_version.date,
    )


def _provision(row: ProvisionWording) -> tuple[int, EngineProvision]:
    provision = row.provision
    return (
        provision.level,
        EngineProvision(
            id=provision.eid,
            kind=cast(Kind, provision.kind),
            runs=parse_runs(row.text, row.runs),
            label=row.label,
            number=row.number,
            verb=row.verb,
        ),
    )
