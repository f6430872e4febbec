"""Loads schemes and their concepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from majlis.framework.loading.result import LoadResult, report_if_different, update_if_different
from majlis.framework.models import Concept, LabelMark, Notation, Scheme
from majlis.framework.profile_reader import ConceptRow, SchemeFile
from majlis.kernel.languages import sort_key
from majlis.kernel.models import Record, Wording, WordingStatus
from majlis.kernel.records import create_record, mark_changed


def load_scheme(file: SchemeFile, position: int, result: LoadResult) -> Scheme:
    values = {
        "exact_match": file.exact_match,
        "source": file.source,
        "verified": file.verified,
        "position": position,
    }
    scheme = Scheme.objects.select_related("record").filter(key=file.key).first()
    if scheme is None:
        titles = {"title": file.titles}
        record = create_record("scheme", f"schemes/{file.key}", titles, authentic=file.original)
        scheme = Scheme.objects.create(record=record, key=file.key, **values)
        result.made["schemes"] += 1
    elif scheme.held:
        report_if_different(scheme, values, f"schemes/{file.key}", result)
    elif update_if_different(scheme, values):
        result.changed["schemes"] += 1
    _load_concepts(scheme, file, result)
    return scheme


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


def _load_concepts(scheme: Scheme, file: SchemeFile, result: LoadResult) -> None:
    existing = {
        each.code: each
        for each in Concept.objects.filter(scheme=scheme)
        .select_related("record")
        .prefetch_related("record__wordings", "marks", "notations")
    }
    new = [
        (position, row) for position, row in enumerate(file.concepts) if row.code not in existing
    ]
    keys = {code: each.pk for code, each in existing.items()}
    keys |= _make_concepts(scheme, file, new, keys)
    if new:
        result.made["concepts"] += len(new)
    for position, row in enumerate(file.concepts):
        if row.code in existing:
            parent = keys[row.parent] if row.parent else None
            concept = existing[row.code]
            concept.scheme = scheme
            _update_concept(concept, row, position, parent, file, result)


def _make_concepts(
    scheme: Scheme,
    file: SchemeFile,
    new: list[tuple[int, ConceptRow]],
    keys: Mapping[str, int],
) -> dict[str, int]:
    """Create concepts in a few statements; return their keys by code."""
    records = Record.objects.bulk_create(
        Record(kind="concept", address=f"concepts/{scheme.key}/{row.code}") for _, row in new
    )
    created = {row.code: record.pk for (_, row), record in zip(new, records, strict=True)}
    all_keys = {**keys, **created}
    Concept.objects.bulk_create(
        Concept(
            record_id=created[row.code],
            code_key=sort_key(row.code, "en"),
            parent_id=all_keys[row.parent] if row.parent else None,
            **_concept_values(row, position, scheme),
        )
        for position, row in new
    )
    Wording.objects.bulk_create(
        _wording(created[row.code], language, text, file.original)
        for _, row in new
        for language, text in row.labels.items()
    )
    LabelMark.objects.bulk_create(
        LabelMark(concept_id=created[row.code], language=language, verified=mark)
        for _, row in new
        for language, mark in row.verified.languages.items()
    )
    Notation.objects.bulk_create(
        Notation(concept_id=created[row.code], system=system, value=value)
        for _, row in new
        for system, value in row.notations.items()
    )
    return created


def _wording(record: int, language: str, text: str, original: str) -> Wording:
    status = WordingStatus.AUTHENTIC if language == original else WordingStatus.TRANSLATED
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
    result: LoadResult,
) -> None:
    values = _concept_values(row, position, concept.scheme) | {"parent_id": parent}
    address = concept.record.address
    changed = False
    if concept.held:
        report_if_different(concept, values, address, result)
    else:
        changed = update_if_different(concept, values)
        changed |= _update_notations(concept, row)
    changed |= _update_labels(concept, row, file, result)
    if changed:
        mark_changed(concept.record)
        result.changed["concepts"] += 1


def _update_notations(concept: Concept, row: ConceptRow) -> bool:
    existing = {each.system: each.value for each in concept.notations.all()}
    if existing == dict(row.notations):
        return False
    concept.notations.all().delete()
    Notation.objects.bulk_create(
        Notation(concept=concept, system=system, value=value)
        for system, value in row.notations.items()
    )
    return True


def _update_labels(concept: Concept, row: ConceptRow, file: SchemeFile, result: LoadResult) -> bool:
    wordings = {
        each.language: each for each in concept.record.wordings.all() if each.field == "title"
    }
    marks = {each.language: each for each in concept.marks.all()}
    changed = False
    for language, text in row.labels.items():
        mark, verification = marks.get(language), row.verified.languages.get(language)
        wording = wordings.get(language)
        if mark is not None and mark.held:
            if wording is not None and wording.text != text:
                result.kept.append(f"{concept.record.address} ({language})")
            continue
        if wording is None:
            _wording(concept.pk, language, text, file.original).save()
            changed = True
        elif wording.text != text:
            wording.text = text
            wording.save()
            changed = True
        if (mark.verified if mark else None) != verification:
            concept.marks.filter(language=language).delete()
            if verification:
                LabelMark.objects.create(concept=concept, language=language, verified=verification)
            changed = True
    return changed
