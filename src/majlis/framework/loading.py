"""Bring the database to what a profile says, without touching what a person changed.

Helpers of the verb ``framework.load_profile``; nothing else calls them. Everything is compared first, so
that loading a profile again changes nothing and costs a few queries a table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from majlis.framework.models import (
    Agreement,
    Concept,
    Facilitation,
    LabelMark,
    Link,
    Matrix,
    Notation,
    Scheme,
    Sourced,
)
from majlis.framework.reading import ConceptRow, LinkRow, MatrixFile, Profile, SchemeFile
from majlis.framework.reading import Facilitation as FacilitationFile
from majlis.kernel.languages import sort_key
from majlis.kernel.models import Record, Status, Wording
from majlis.kernel.records import new_record, touch


@dataclass
class Loaded:
    """What loading a profile did. ``kept`` names what the files would change and a person had set."""

    profile: str
    made: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    changed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    kept: list[str] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether something was made or changed."""
        return bool(self.made or self.changed)

    def lines(self) -> list[str]:
        """What was done, one line each, for the person who starts the site."""
        told = [f"{count} {what} made" for what, count in self.made.items()]
        told += [f"{count} {what} changed" for what, count in self.changed.items()]
        return [*told, *self.lines_kept()] or ["nothing to change"]

    def lines_kept(self) -> list[str]:
        """What the files would change and a person had set, one line each."""
        return [f"kept as a person corrected it: {each}" for each in self.kept]

    def summary(self) -> dict[str, Any]:
        """The same for the audit."""
        return {"made": dict(self.made), "changed": dict(self.changed), "kept": list(self.kept)}


def load(profile: Profile) -> Loaded:
    """Load a profile that was read and checked; called inside the verb, in its transaction."""
    loaded = Loaded(profile.key)
    schemes = {
        each.key: _scheme(each, position, loaded) for position, each in enumerate(profile.schemes)
    }
    codes = {
        key: dict(Concept.objects.filter(scheme=scheme).values_list("code", "pk"))
        for key, scheme in schemes.items()
    }
    for position, each in enumerate(profile.matrices):
        _matrix(each, position, schemes, codes, loaded)
    if profile.facilitation is not None:
        _facilitation(profile.facilitation, codes, loaded)
    return loaded


def _change(thing: Any, values: Mapping[str, Any]) -> bool:
    """Set what differs and save it; whether anything did."""
    differing = {key: value for key, value in values.items() if getattr(thing, key) != value}
    for key, value in differing.items():
        setattr(thing, key, value)
    if differing:
        thing.save(update_fields=list(differing))
    return bool(differing)


def _scheme(file: SchemeFile, position: int, loaded: Loaded) -> Scheme:
    values = {
        "exact_match": file.exact_match,
        "source": file.source,
        "verified": file.verified,
        "position": position,
    }
    scheme = Scheme.objects.select_related("record").filter(key=file.key).first()
    if scheme is None:
        words = {"title": file.titles}
        record = new_record("scheme", f"schemes/{file.key}", words, authentic=file.original)
        scheme = Scheme.objects.create(record=record, key=file.key, **values)
        loaded.made["schemes"] += 1
    elif scheme.held:
        _keep_if_different(scheme, values, f"schemes/{file.key}", loaded)
    elif _change(scheme, values):
        loaded.changed["schemes"] += 1
    _concepts(scheme, file, loaded)
    return scheme


def _keep_if_different(
    thing: Sourced, values: Mapping[str, Any], address: str, loaded: Loaded
) -> None:
    if any(getattr(thing, key) != value for key, value in values.items()):
        loaded.kept.append(address)


def _concept_values(row: ConceptRow, position: int, scheme: Scheme) -> dict[str, Any]:
    return {
        "scheme_id": scheme.pk,
        "code": row.code,
        "kind": row.kind,
        "official": row.official,
        "position": position,
        "source": row.source,
        "verified": row.verified.mark,
        "note": row.note,
    }


def _concepts(scheme: Scheme, file: SchemeFile, loaded: Loaded) -> None:
    there = {
        each.code: each
        for each in Concept.objects.filter(scheme=scheme)
        .select_related("record")
        .prefetch_related("record__wordings", "marks", "notations")
    }
    new = [
        (position, row) for position, row in enumerate(file.concepts) if row.code not in there
    ]
    keys = {code: each.pk for code, each in there.items()}
    keys |= _make_concepts(scheme, file, new, keys)
    if new:
        loaded.made["concepts"] += len(new)
    for position, row in enumerate(file.concepts):
        if row.code in there:
            parent = keys[row.parent] if row.parent else None
            concept = there[row.code]
            concept.scheme = scheme
            _update_concept(concept, row, position, parent, file, loaded)


def _make_concepts(
    scheme: Scheme,
    file: SchemeFile,
    new: list[tuple[int, ConceptRow]],
    keys: Mapping[str, int],
) -> dict[str, int]:
    """Make concepts in a few statements; return the keys by code."""
    records = Record.objects.bulk_create(
        Record(kind="concept", address=f"concepts/{scheme.key}/{row.code}") for _, row in new
    )
    made = {row.code: record.pk for (_, row), record in zip(new, records, strict=True)}
    every = {**keys, **made}
    Concept.objects.bulk_create(
        Concept(
            record_id=made[row.code],
            parent_id=every[row.parent] if row.parent else None,
            **_concept_values(row, position, scheme),
        )
        for position, row in new
    )
    Wording.objects.bulk_create(
        _wording(made[row.code], language, text, file.original)
        for _, row in new
        for language, text in row.labels.items()
    )
    LabelMark.objects.bulk_create(
        LabelMark(concept_id=made[row.code], language=language, verified=mark)
        for _, row in new
        for language, mark in row.verified.languages.items()
    )
    Notation.objects.bulk_create(
        Notation(concept_id=made[row.code], system=system, value=value)
        for _, row in new
        for system, value in row.notations.items()
    )
    return made


def _wording(record: int, language: str, text: str, original: str) -> Wording:
    status = Status.AUTHENTIC if language == original else Status.TRANSLATED
    return Wording(
        record_id=record,
        field="title",
        language=language,
        text=text,
        status=status,
        sort_key=sort_key(text, language),
    )


def _update_concept(
    concept: Concept,
    row: ConceptRow,
    position: int,
    parent: int | None,
    file: SchemeFile,
    loaded: Loaded,
) -> None:
    values = _concept_values(row, position, concept.scheme) | {"parent_id": parent}
    address = concept.record.address
    changed = False
    if concept.held:
        _keep_if_different(concept, values, address, loaded)
    else:
        changed = _change(concept, values)
        changed |= _update_notations(concept, row)
    changed |= _update_labels(concept, row, file, loaded)
    if changed:
        touch(concept.record)
        loaded.changed["concepts"] += 1


def _update_notations(concept: Concept, row: ConceptRow) -> bool:
    there = {each.system: each.value for each in concept.notations.all()}
    if there == dict(row.notations):
        return False
    concept.notations.all().delete()
    Notation.objects.bulk_create(
        Notation(concept=concept, system=system, value=value)
        for system, value in row.notations.items()
    )
    return True


def _update_labels(
    concept: Concept, row: ConceptRow, file: SchemeFile, loaded: Loaded
) -> bool:
    words = {each.language: each for each in concept.record.wordings.all() if each.field == "title"}
    marks = {each.language: each for each in concept.marks.all()}
    changed = False
    for language, text in row.labels.items():
        mark, wanted = marks.get(language), row.verified.languages.get(language)
        there = words.get(language)
        if mark is not None and mark.held:
            if there is not None and there.text != text:
                loaded.kept.append(f"{concept.record.address} ({language})")
            continue
        if there is None:
            _wording(concept.pk, language, text, file.original).save()
            changed = True
        elif there.text != text:
            there.text = text
            there.save()
            changed = True
        if (mark.verified if mark else None) != wanted:
            concept.marks.filter(language=language).delete()
            if wanted:
                LabelMark.objects.create(concept=concept, language=language, verified=wanted)
            changed = True
    return changed


def _matrix(
    file: MatrixFile,
    position: int,
    schemes: Mapping[str, Scheme],
    codes: Mapping[str, Mapping[str, int]],
    loaded: Loaded,
) -> None:
    values = {
        "rows_id": schemes[file.rows].pk,
        "rows_take": file.rows_take,
        "columns_id": schemes[file.columns].pk,
        "columns_take": file.columns_take,
        "source": file.source,
        "verified": file.verified,
        "position": position,
    }
    matrix = Matrix.objects.select_related("record").filter(key=file.key).first()
    if matrix is None:
        record = new_record("matrix", f"matrices/{file.key}", {"title": file.titles})
        matrix = Matrix.objects.create(record=record, key=file.key, **values)
        loaded.made["matrices"] += 1
    elif _change(matrix, values):
        loaded.changed["matrices"] += 1
    _links(matrix, file.links, codes[file.rows], codes[file.columns], loaded)


def link_address(matrix: Matrix, row: str, column: str) -> str:
    """The permanent address of a cell."""
    return f"{matrix.record.address}/{row}/{column}"


def _link_values(row: LinkRow) -> dict[str, Any]:
    return {
        "state": row.state,
        "agreement": row.agreement or Agreement.PEOPLE,
        "source": row.source,
        "verified": row.verified,
        "note": row.note,
    }


def _links(
    matrix: Matrix,
    rows: Iterable[LinkRow],
    row_keys: Mapping[str, int],
    column_keys: Mapping[str, int],
    loaded: Loaded,
) -> None:
    there = {
        (each.row_id, each.column_id): each
        for each in Link.objects.filter(matrix=matrix)
        .select_related("record")
        .prefetch_related("targets")
    }
    new = []
    for row in rows:
        link = there.get((row_keys[row.row], column_keys[row.column]))
        if link is None:
            new.append(row)
            continue
        targets = {column_keys[each] for each in row.targets}
        values = _link_values(row)
        same = {each.pk for each in link.targets.all()} == targets
        if link.held:
            if not same or any(getattr(link, key) != value for key, value in values.items()):
                loaded.kept.append(link.record.address)
            continue
        if _change(link, values) or not same:
            link.targets.set(targets)
            touch(link.record)
            loaded.changed["cells"] += 1
    if new:
        _make_links(matrix, new, row_keys, column_keys)
        loaded.made["cells"] += len(new)


def _make_links(
    matrix: Matrix,
    new: list[LinkRow],
    row_keys: Mapping[str, int],
    column_keys: Mapping[str, int],
) -> None:
    records = Record.objects.bulk_create(
        Record(kind="link", address=link_address(matrix, row.row, row.column)) for row in new
    )
    Link.objects.bulk_create(
        Link(
            record=record,
            matrix=matrix,
            row_id=row_keys[row.row],
            column_id=column_keys[row.column],
            **_link_values(row),
        )
        for row, record in zip(new, records, strict=True)
    )
    through = Link.targets.through
    through.objects.bulk_create(
        through(link_id=record.pk, concept_id=column_keys[each])
        for row, record in zip(new, records, strict=True)
        for each in row.targets
    )
    Wording.objects.bulk_create(
        Wording(
            record=record,
            field="rationale",
            language="en",
            text=row.rationale,
            status=Status.AUTHENTIC,
            sort_key=sort_key(row.rationale, "en"),
        )
        for row, record in zip(new, records, strict=True)
        if row.rationale
    )


def _facilitation(
    file: FacilitationFile, codes: Mapping[str, Mapping[str, int]], loaded: Loaded
) -> None:
    there = {
        (each.line_id, each.agency_id, each.role_id, each.roster_id): each
        for each in Facilitation.objects.all()
    }
    new = []
    for row in file.rows:
        key = (
            codes[file.lines][row.line],
            codes[file.agencies][row.agency],
            codes[file.roles][row.role],
            codes[file.lists][row.list],
        )
        values = {
            "since": row.since,
            "until": row.until,
            "verified": row.verified,
            "source": row.source,
            "note": row.note,
        }
        found = there.get(key)
        if found is None:
            line, agency, role, roster = key
            new.append(
                Facilitation(
                    line_id=line, agency_id=agency, role_id=role, roster_id=roster, **values
                )
            )
        elif not found.held and _change(found, values):
            loaded.changed["facilitations"] += 1
    if new:
        Facilitation.objects.bulk_create(new)
        loaded.made["facilitations"] += len(new)
