"""What the room keeps, one subject a file."""

from __future__ import annotations

from majlis.mandates.models.actor import (
    Actor,
    Sort,
)
from majlis.mandates.models.asking import (
    Asking,
    Named,
)
from majlis.mandates.models.assignment import (
    Assignment,
)
from majlis.mandates.models.clause import (
    Clause,
)
from majlis.mandates.models.deliverable import (
    Answer,
    Deliverable,
    LateNotice,
    Step,
)
from majlis.mandates.models.edition import (
    Edition,
)
from majlis.mandates.models.ending import (
    Ending,
)
from majlis.mandates.models.finding import (
    Finding,
)
from majlis.mandates.models.mandate import (
    Alias,
    Mandate,
)
from majlis.mandates.models.near import (
    Likeness,
    Meaning,
    RelatedPair,
)
from majlis.mandates.models.occasion import (
    Occasion,
    Occurrence,
)
from majlis.mandates.models.quiet import (
    QuietNotice,
)
from majlis.mandates.models.reading import (
    OtherReading,
)
from majlis.mandates.models.review import (
    ReviewItem,
    ReviewSet,
)
from majlis.mandates.models.sourced import (
    Evaluation,
    Resource,
)
from majlis.mandates.models.statement import (
    Evidence,
    Response,
    Statement,
)

__all__ = [
    "Actor",
    "Alias",
    "Answer",
    "Asking",
    "Assignment",
    "Clause",
    "Deliverable",
    "Edition",
    "Ending",
    "Evaluation",
    "Evidence",
    "Finding",
    "LateNotice",
    "Likeness",
    "Mandate",
    "Meaning",
    "Named",
    "Occasion",
    "Occurrence",
    "OtherReading",
    "QuietNotice",
    "RelatedPair",
    "Resource",
    "Response",
    "ReviewItem",
    "ReviewSet",
    "Sort",
    "Statement",
    "Step",
]
