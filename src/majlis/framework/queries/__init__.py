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
from majlis.framework.queries.tabulation import (
    Tabulation,
    concepts_table,
    facilitations_table,
    matrix_table,
)

__all__ = [
    "ConceptView",
    "Crossed",
    "Node",
    "Tabulation",
    "cell_of",
    "concept_of",
    "concept_view",
    "concepts_table",
    "crossed",
    "facilitations_table",
    "found",
    "matrices_of",
    "matrix_of",
    "matrix_table",
    "scheme_of",
    "schemes_of",
    "size",
    "takes",
    "tree",
]
