"""Loads matrices, their cells, and facilitations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from majlis.framework.loading.result import LoadResult, update_if_different
from majlis.framework.models import Agreement, Facilitation, Link, Matrix, Scheme
from majlis.framework.profile_reader import FacilitationFile, LinkRow, MatrixFile
from majlis.kernel.languages import sort_key
from majlis.kernel.models import Record, Wording, WordingStatus
from majlis.kernel.records import create_record, mark_changed


def load_matrix(
    file: MatrixFile,
    position: int,
    schemes: Mapping[str, Scheme],
    codes: Mapping[str, Mapping[str, int]],
    result: LoadResult,
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
        record = create_record("matrix", f"matrices/{file.key}", {"title": file.titles})
        matrix = Matrix.objects.create(record=record, key=file.key, **values)
        result.made["matrices"] += 1
    elif update_if_different(matrix, values):
        result.changed["matrices"] += 1
    _load_links(matrix, file.links, codes[file.rows], codes[file.columns], result)


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


def _load_links(
    matrix: Matrix,
    rows: Iterable[LinkRow],
    row_keys: Mapping[str, int],
    column_keys: Mapping[str, int],
    result: LoadResult,
) -> None:
    existing = {
        (each.row_id, each.column_id): each
        for each in Link.objects.filter(matrix=matrix)
        .select_related("record")
        .prefetch_related("targets")
    }
    new = []
    for row in rows:
        link = existing.get((row_keys[row.row], column_keys[row.column]))
        if link is None:
            new.append(row)
            continue
        targets = {column_keys[each] for each in row.targets}
        values = _link_values(row)
        same = {each.pk for each in link.targets.all()} == targets
        if link.held:
            if not same or any(getattr(link, key) != value for key, value in values.items()):
                result.kept.append(link.record.address)
            continue
        if update_if_different(link, values) or not same:
            link.targets.set(targets)
            mark_changed(link.record)
            result.changed["cells"] += 1
    if new:
        _make_links(matrix, new, row_keys, column_keys)
        result.made["cells"] += len(new)


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
            status=WordingStatus.AUTHENTIC,
            sort_key=sort_key(row.rationale, "en"),
        )
        for row, record in zip(new, records, strict=True)
        if row.rationale
    )


def load_facilitation(
    file: FacilitationFile, codes: Mapping[str, Mapping[str, int]], result: LoadResult
) -> None:
    existing = {
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
        facilitation = existing.get(key)
        if facilitation is None:
            line, agency, role, roster = key
            new.append(
                Facilitation(
                    line_id=line, agency_id=agency, role_id=role, roster_id=roster, **values
                )
            )
        elif not facilitation.held and update_if_different(facilitation, values):
            result.changed["facilitations"] += 1
    if new:
        Facilitation.objects.bulk_create(new)
        result.made["facilitations"] += len(new)
