"""A text of the engine saved as rows, and loaded from them unchanged, ids included."""

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
from majlis.textkit.model import Provision as Found
from majlis.textkit.views import settled, view

BATCH_SIZE = 2_000
"""Rows that go to the database at once."""


def settled_text(text: Text) -> Text:
    """A text as it is kept: without open changes, and without notes and comments of whoever read it."""
    return Text(
        provisions=settled(view(text, "accept")).provisions,
        language=text.language,
        kind=text.kind,
        body=text.body,
        symbol=text.symbol,
        title=text.title,
        date=text.date,
    )


def serialize_runs(found: Found) -> list[list[str]] | None:
    """The runs as the database has them: null where the words have no marks."""
    if not any(run.marks for run in found.runs):
        return None
    return [[run.text, *sorted(run.marks)] for run in found.runs]


def parse_runs(text: str, kept: Sequence[Sequence[str]] | None) -> tuple[Run, ...]:
    """The runs as the engine has them."""
    if kept is None:
        return (Run(text),) if text else ()
    return tuple(Run(words, cast("frozenset[Mark]", frozenset(marks))) for words, *marks in kept)


def build_wording(
    provision: Provision, found: Found, language: str, status: str
) -> ProvisionWording:
    """The row, not saved, for the words of a provision."""
    return ProvisionWording(
        provision=provision,
        language=language,
        status=status,
        label=found.label,
        number=found.number,
        verb=found.verb,
        text=found.text,
        runs=serialize_runs(found),
    )


def save_language(
    version: Version, text: Text, status: str, file: StoredFile | None
) -> LanguageVersion:
    """What the version says of itself in the language of the text."""
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
    """The provisions of a new version with their words in its first language, in reading order.

    ``lineages_json``: id of a provision -> key of the lineage that it goes on; the others begin one.
    """
    known = lineages or {}
    found = list(text.walk())
    fresh = iter(Lineage.objects.bulk_create([Lineage() for each in found if each.id not in known]))
    parents = text.parents()
    rows: list[Provision] = []
    by_eid: dict[str, Provision] = {}
    levels: dict[int, list[Provision]] = {}
    for position, each in enumerate(found):
        above = by_eid.get(parents[each.id] or "")
        row = Provision(
            version=version,
            lineage_id=known[each.id] if each.id in known else next(fresh).pk,
            matched=Provision.Matched.RULE if each.id in known else Provision.Matched.NEW,
            eid=each.id,
            kind=each.kind,
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
            build_wording(row, each, text.language, status)
            for row, each in zip(rows, found, strict=True)
        ),
        batch_size=BATCH_SIZE,
    )
    return rows


def load_text(version: Version, language: str) -> Text:
    """The version in a language, as the engine has it. Raises LanguageVersion.DoesNotExist."""
    return load_texts((version,), language)[0][0]


def load_texts(
    versions: Sequence[Version], language: str
) -> list[tuple[Text, list[ProvisionWording]]]:
    """Versions in a language, as the engine has them, each with its rows; two queries for all of them.

    Raises LanguageVersion.DoesNotExist where one is not in this language.
    """
    said = {
        each.version_id: each
        for each in LanguageVersion.objects.filter(version__in=versions, language=language)
    }
    rows: dict[int, list[ProvisionWording]] = {}
    found = ProvisionWording.objects.filter(provision__version__in=versions, language=language)
    for row in found.select_related("provision").order_by("provision__position"):
        rows.setdefault(row.provision.version_id, []).append(row)
    made = []
    for version in versions:
        if version.pk not in said:
            raise LanguageVersion.DoesNotExist(f"{version.pk} {language}")
        own = rows.get(version.pk, [])
        made.append((_text(said[version.pk], own), own))
    return made


def _text(said: LanguageVersion, rows: Sequence[ProvisionWording]) -> Text:
    return Text(
        provisions=nested([_provision(row) for row in rows]),
        language=said.language,
        kind=said.kind,
        body=said.body,
        symbol=said.symbol,
        title=said.title,
        date=said.date,
    )


def _provision(row: ProvisionWording) -> tuple[int, Found]:
    provision = row.provision
    return (
        provision.level,
        Found(
            id=provision.eid,
            kind=cast(Kind, provision.kind),
            runs=parse_runs(row.text, row.runs),
            label=row.label,
            number=row.number,
            verb=row.verb,
        ),
    )
