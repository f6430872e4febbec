"""Queries on matrices and their cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404

from majlis.framework.measures import Measure
from majlis.framework.models import Concept, Link, Matrix, Scheme
from majlis.framework.queries.wordings import prefetch_wordings
from majlis.framework.visibility import visible_links
from majlis.kernel.models import Access, Reader
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition


def _visible(user: Reader) -> RecordedQuerySet:
    """The matrices that the user may see, with both schemes visible too."""
    return Matrix.objects.visible_to(user).filter(
        visibility_condition(user, "rows__record__"),
        visibility_condition(user, "columns__record__"),
    )


def visible_matrices(user: Reader) -> list[Matrix]:
    """The matrices that the user may see. Two queries."""
    return list(_visible(user).with_wordings().order_by("position"))


def matrix_or_404(user: Reader, key: str) -> Matrix:
    """A matrix with its schemes. Raises Http404."""
    matrices = _visible(user).select_related("record", "rows__record", "columns__record")
    matrix: Matrix = get_object_or_404(matrices, key=key)
    return matrix


def matrix_links(user: Reader, matrix: Matrix) -> list[Link]:
    """The cells of a matrix for its files, those proposed and withdrawn too. Two queries."""
    links = list(
        visible_links(user)
        .filter(matrix=matrix)
        .select_related("record", "row__record", "column__record")
        .order_by("row__position", "column__position")
    )
    prefetch_wordings([one for link in links for one in (link, link.row, link.column)])
    return links


def _selected_concepts(scheme: Scheme, take: str, held: Collection[int] = ()) -> RecordedQuerySet:
    """The concepts that a matrix takes of a scheme, and those of existing cells (``held``).

    A cell stays even if its line is divided later. Only public children divide a line: otherwise a
    reader who may not see them would miss the row.
    """
    below = Concept.objects.filter(parent=OuterRef("pk"), record__access=Access.PUBLIC)
    selected = Q(parent__isnull=True) if take == "tops" else Q(~Exists(below))
    return Concept.objects.filter(selected | Q(pk__in=held), scheme=scheme)


def has_cell(matrix: Matrix, row: Concept, column: Concept) -> bool:
    """Whether the matrix has a cell for this row and column."""
    return bool(
        _selected_concepts(matrix.rows, matrix.rows_take).filter(pk=row.pk).exists()
        and _selected_concepts(matrix.columns, matrix.columns_take).filter(pk=column.pk).exists()
    )


@dataclass(frozen=True)
class MatrixView:
    """The data of the page of a matrix: row and column heads, cells by (row, column) key, counts.

    ``counts`` has accepted cells only.
    """

    matrix: Matrix
    rows: Sequence[Concept]
    columns: Sequence[Concept]
    cells: Mapping[tuple[int, int], Link]
    counts: Mapping[tuple[int, int], int]

    def kind(self, row: Concept, column: Concept) -> str:
        """The kind of a cell: ``some``, ``proposed``, ``gap`` (its column has no accepted cell) or ``none``."""
        link = self.cells.get((row.pk, column.pk))
        if link is not None and link.state == "accepted":
            return "some"
        if link is not None and link.state == "proposed":
            return "proposed"
        return "gap" if column.pk in self.gaps_of_columns else "none"

    def _accepted(self, index: int) -> set[int]:
        return {key[index] for key, link in self.cells.items() if link.state == "accepted"}

    @property
    def gaps_of_columns(self) -> set[int]:
        """The columns without an accepted cell."""
        return {each.pk for each in self.columns} - self._accepted(1)

    @property
    def gaps_of_rows(self) -> set[int]:
        """The rows without an accepted cell."""
        return {each.pk for each in self.rows} - self._accepted(0)

    def links_by_head(self, by_row: bool) -> list[tuple[Concept, list[tuple[Concept, Link]]]]:
        """Each row with the accepted and proposed links of its cells and their columns, or each column with its rows."""
        heads, others = (self.rows, self.columns) if by_row else (self.columns, self.rows)
        lists = []
        for head in heads:
            keys = [(head.pk, each.pk) if by_row else (each.pk, head.pk) for each in others]
            links = zip(others, map(self.cells.get, keys), strict=True)
            existing = [(each, link) for each, link in links if link and link.state != "withdrawn"]
            lists.append((head, existing))
        return lists

    def column_total(self, column: Concept) -> int:
        """The sum of the counts of a column."""
        return sum(count for (_row, key), count in self.counts.items() if key == column.pk)


def matrix_view(user: Reader, matrix: Matrix, measure: Measure) -> MatrixView:
    """Read a whole matrix: five queries and those of the measure, whatever its size."""
    links = list(visible_links(user).filter(matrix=matrix).select_related("record"))
    existing = [each for each in links if each.state != "withdrawn"]
    rows, columns = (
        list(
            _selected_concepts(scheme, take, held)
            .visible_to(user)
            .select_related("record")
            .order_by("position", "pk")
        )
        for scheme, take, held in (
            (matrix.rows, matrix.rows_take, {each.row_id for each in existing}),
            (matrix.columns, matrix.columns_take, {each.column_id for each in existing}),
        )
    )
    for scheme, concepts in ((matrix.rows, rows), (matrix.columns, columns)):
        for head in concepts:
            head.scheme = scheme
    heads = {each.pk: each for each in (*rows, *columns)}
    cells = {}
    for each in links:
        if each.row_id in heads and each.column_id in heads:
            each.row, each.column, each.matrix = heads[each.row_id], heads[each.column_id], matrix
            cells[each.row_id, each.column_id] = each
    prefetch_wordings([matrix, matrix.rows, matrix.columns, *rows, *columns])
    accepted = {key for key, link in cells.items() if link.state == "accepted"}
    counts = {
        key: count for key, count in measure.of_cells(user, matrix).items() if key in accepted
    }
    return MatrixView(matrix, rows, columns, cells, counts)


@dataclass(frozen=True)
class CellView:
    """A cell of a matrix: its link, if anybody proposed it, and the targets that it can name."""

    matrix: Matrix
    row: Concept
    column: Concept
    link: Link | None
    targets: Sequence[Concept]

    @property
    def symbol(self) -> str:
        """The codes of its row and column."""
        return f"{self.row.code} × {self.column.code}"

    @property
    def state(self) -> str | None:
        """The state of its link; None where nobody proposed it."""
        return self.link.state if self.link is not None else None


def cell_or_404(user: Reader, key: str, row: str, column: str) -> CellView:
    """A cell of a matrix. Raises Http404 where the matrix has no such cell."""
    matrix = matrix_or_404(user, key)
    link = (
        visible_links(user)
        .filter(matrix=matrix, row__code=row, column__code=column)
        .select_related("record")
        .first()
    )
    heads: list[Concept] = []
    for scheme, take, code, held in (
        (matrix.rows, matrix.rows_take, row, link and link.row_id),
        (matrix.columns, matrix.columns_take, column, link and link.column_id),
    ):
        selected = _selected_concepts(scheme, take, [held] if held else ()).visible_to(user)
        related = selected.select_related("record", "scheme__record", "parent__record")
        heads.append(get_object_or_404(related, code=code))
    if link is not None:
        link.row, link.column, link.matrix = heads[0], heads[1], matrix
    targets = list(
        Concept.objects.visible_to(user)
        .filter(parent=heads[1])
        .select_related("record")
        .order_by("position")
    )
    prefetch_wordings([matrix, matrix.rows, matrix.columns, *heads, link, *targets])
    return CellView(matrix, heads[0], heads[1], link, targets)


def target_codes(user: Reader, link: Link) -> list[str]:
    """The codes of the targets that a cell names now, of those that the user may see, in their order."""
    targets = Concept.objects.visible_to(user).filter(links_by_target=link)
    return list(targets.order_by("position").values_list("code", flat=True))
