"""What pages, downloads and other rooms ask of schemes and matrices."""

from majlis.framework.queries.concepts import (
    ConceptView,
    Node,
    concept_of,
    concept_view,
    found,
    scheme_of,
    schemes_of,
    size,
    tree,
)
from majlis.framework.queries.matrices import (
    Crossed,
    cell_of,
    crossed,
    matrices_of,
    matrix_of,
    takes,
)
from majlis.framework.queries.sheets import concepts_sheet, facilitations_sheet, matrix_sheet

__all__ = [
    "ConceptView",
    "Crossed",
    "Node",
    "cell_of",
    "concept_of",
    "concept_view",
    "concepts_sheet",
    "crossed",
    "facilitations_sheet",
    "found",
    "matrices_of",
    "matrix_of",
    "matrix_sheet",
    "scheme_of",
    "schemes_of",
    "size",
    "takes",
    "tree",
]
