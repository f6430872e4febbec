"""The models of the register, one subject per file."""

from __future__ import annotations

from majlis.mandates.models.alternative_reading import AlternativeReading
from majlis.mandates.models.assignment import Assignment
from majlis.mandates.models.clause import Clause
from majlis.mandates.models.deliverable import Deliverable, OverdueNotice, Step, Submission
from majlis.mandates.models.edition import Edition
from majlis.mandates.models.entity import Entity, EntityKind
from majlis.mandates.models.evaluation import Evaluation, Resource
from majlis.mandates.models.finding import Finding
from majlis.mandates.models.inactivity import InactivityNotice
from majlis.mandates.models.lifecycle_event import LifecycleEvent
from majlis.mandates.models.mandate import Alias, Mandate
from majlis.mandates.models.occasion import Occasion, Occurrence
from majlis.mandates.models.review import ReviewItem, ReviewSet
from majlis.mandates.models.similarity import DocumentSimilarity, MandateEmbedding, RelatedPair
from majlis.mandates.models.source import Addressee, MandateSource
from majlis.mandates.models.statement import Evidence, Response, Statement

__all__ = [
    "Addressee",
    "Alias",
    "AlternativeReading",
    "Assignment",
    "Clause",
    "Deliverable",
    "DocumentSimilarity",
    "Edition",
    "Entity",
    "EntityKind",
    "Evaluation",
    "Evidence",
    "Finding",
    "InactivityNotice",
    "LifecycleEvent",
    "Mandate",
    "MandateEmbedding",
    "MandateSource",
    "Occasion",
    "Occurrence",
    "OverdueNotice",
    "RelatedPair",
    "Resource",
    "Response",
    "ReviewItem",
    "ReviewSet",
    "Statement",
    "Step",
    "Submission",
]
