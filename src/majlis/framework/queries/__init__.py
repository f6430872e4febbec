"""What pages, downloads and other rooms ask of schemes and matrices."""

from majlis.framework.queries.concepts import (
    ConceptView,
    TreeNode,
    concept_of,
    concept_tree,
    concept_view,
    count_nodes,
    scheme_of,
    schemes_of,
    search_concepts,
)
from majlis.framework.queries.exports import concepts_sheet, facilitations_sheet, matrix_sheet
from majlis.framework.queries.matrices import (
    MatrixView,
    cell_of,
    has_cell,
    matrices_of,
    matrix_of,
    matrix_view,
)

__all__ = [
    "ConceptView",
    "MatrixView",
    "TreeNode",
    "cell_of",
    "concept_of",
    "concept_tree",
    "concept_view",
    "concepts_sheet",
    "count_nodes",
    "facilitations_sheet",
    "has_cell",
    "matrices_of",
    "matrix_of",
    "matrix_sheet",
    "matrix_view",
    "scheme_of",
    "schemes_of",
    "search_concepts",
]
