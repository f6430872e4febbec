"""Suggest values for fields that the rules left empty, from accepted mandates of similar meaning.

Only the kind, the addressees and the recipients are suggested. Nothing is filled in without a
person, and an adopted value is marked for good as found by meaning. This needs the model:
similarity of words is not enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from pgvector.django import MaxInnerProduct

from majlis.instruments.models import ProvisionWording
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core import embeddings
from majlis.mandates.core.rows import JsonRow, entity_title
from majlis.mandates.extraction.fields import NAME_FIELDS, Values, clean_fields, fields_of_finding
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Finding, Mandate, MandateEmbedding, MandateSource
from majlis.mandates.models.choices import DeliverableKind

if TYPE_CHECKING:
    from majlis.mandates.core.embeddings import Array

SUGGESTED_FIELDS = ("kind", "asked", "recipient")
"""Fields that can be suggested; all others quote the text itself."""
CANDIDATES = 3
"""Number of the most similar mandates that are searched for values."""


@dataclass(frozen=True)
class Suggestion:
    """A value for a field, the mandate that states it, and how similar that mandate is (0 to 1).

    ``values`` holds one kind, or entity titles for the reader.
    """

    field: str
    slug: str
    values: Sequence[str]
    score: float

    @property
    def key(self) -> str:
        """The value of the form choice."""
        return f"{self.field}:{self.slug}"


def missing_fields(engine_fields: JsonRow) -> list[str]:
    """The fields that can be suggested and have no value, neither from the rules nor from a person."""
    values = fields_of_finding(engine_fields)
    fields = [field for field in NAME_FIELDS if field in SUGGESTED_FIELDS and not values[field]]
    if not engine_fields.get("deliverable"):
        fields.insert(0, "kind")
    return [each for each in fields if each not in engine_fields.get("by_person", ())]


def suggest_fields(
    finding: Finding, language: str, wordings: Mapping[int, ProvisionWording]
) -> list[Suggestion]:
    """Suggestions for the missing fields of a finding; empty if no mandate is similar enough.

    ``wordings`` are those of ``texts_of_finding``. It runs one query.
    """
    fields = missing_fields(finding.extracted)
    vector = (
        _embedding(finding, wordings)
        if fields and embeddings.method() == embeddings.MEANING
        else None
    )
    if vector is None:
        return []
    names = (
        Addressee.objects.filter(source=OuterRef("source"))
        .order_by("role", "position", "pk")
        .values(json=JSONObject(role=F("role"), title=entity_title("entity", language)))
    )
    rows = _similar_mandates(finding, vector).annotate(names=ArraySubquery(names))
    suggestions: dict[str, Suggestion] = {}
    for slug, kind, addressees, distance in rows.values_list(
        "mandate__slug", "source__kind", "names", "far"
    )[:CANDIDATES]:
        if -distance < embeddings.RELATED_THRESHOLD[embeddings.MEANING]:
            break
        for field in fields:
            values = [
                each["title"] for each in addressees if each["role"] == field and each["title"]
            ]
            if field == "kind":
                values = [] if kind in (DeliverableKind.ACTION, DeliverableKind.OTHER) else [kind]
            if values and field not in suggestions:
                suggestions[field] = Suggestion(field, slug, values, -distance)
    return [suggestions[field] for field in fields if field in suggestions]


def adopted_sources(
    finding: Finding, values: Values, meant: Mapping[str, Mandate]
) -> dict[str, MandateSource]:
    """Map each field that a person adopts from a similar mandate to the source that states it.

    A value that the person typed takes precedence. Raises InvalidInput if a mandate is no longer
    similar enough, or no longer states the field.
    """
    missing, found_values = (
        missing_fields(finding.extracted),
        clean_fields(fields_of_finding(finding.extracted)),
    )
    adopted = {
        field: mandate
        for field, mandate in meant.items()
        if field in missing and values[field] == found_values[field]
    }
    if not adopted:
        return {}
    vector = (
        _embedding(finding, texts_of_finding(finding))
        if embeddings.method() == embeddings.MEANING
        else None
    )
    keys = [each.pk for each in adopted.values()]
    rows = _similar_mandates(finding, vector).filter(mandate__in=keys) if vector is not None else ()
    threshold = embeddings.RELATED_THRESHOLD[embeddings.MEANING]
    similar = {each.mandate_id for each in rows if -each.far >= threshold}
    if not similar.issuperset(keys):
        raise InvalidInput(
            {
                "meant": _(
                    "That mandate is no longer similar enough to this finding. Refresh the page."
                )
            }
        )
    sources = MandateSource.objects.filter(current_of__in=keys).prefetch_related(
        "addressees__entity__record"
    )
    source_by_mandate = {each.mandate_id: each for each in sources}
    if not all(
        mandate.pk in source_by_mandate and _states_field(source_by_mandate[mandate.pk], field)
        for field, mandate in adopted.items()
    ):
        raise InvalidInput({"meant": _("The data of that mandate have changed. Refresh the page.")})
    return {field: source_by_mandate[mandate.pk] for field, mandate in adopted.items()}


def _states_field(source: MandateSource, field: str) -> bool:
    """Whether a source states a field; kinds that are never suggested do not count."""
    if field == "kind":
        return source.kind not in (DeliverableKind.ACTION, DeliverableKind.OTHER)
    return any(each.role == field for each in source.addressees.all())


def _similar_mandates(finding: Finding, vector: Array) -> QuerySet[Any]:
    """Embeddings of public active mandates, the most similar first, without other versions of the same provision."""
    return (
        MandateEmbedding.objects.filter(
            visibility_condition(AnonymousUser(), "mandate__record__"),
            part=0,
            method=embeddings.MEANING,
            mandate__lifecycle_state=ACTIVE,
            source=F("mandate__source"),
        )
        .exclude(mandate__lineage=finding.provision.lineage_id)
        .annotate(far=MaxInnerProduct("vector", vector))
        .order_by("far", "mandate")
    )


def texts_of_finding(finding: Finding) -> dict[int, ProvisionWording]:
    """Map the provision of a finding and its parent to their wordings in the language of the finding."""
    keys = [each for each in (finding.provision_id, finding.provision.parent_id) if each]
    rows = ProvisionWording.objects.filter(provision__in=keys, language=finding.language)
    return {each.provision_id: each for each in rows.select_related("provision")}


def _embedding(finding: Finding, wordings: Mapping[int, ProvisionWording]) -> Array | None:
    """The embedding of the text of a finding; None if it has no text."""
    wording, parent = (
        wordings.get(finding.provision_id),
        wordings.get(finding.provision.parent_id or 0),
    )
    if wording is None or not wording.text:
        return None
    parent_text = (
        parent.text
        if parent is not None and parent.provision.kind in embeddings.PARENT_KINDS
        else ""
    )
    vector: Array = embeddings.draft_vectors(
        [(finding.language, embeddings.comparison_text(wording.text, parent_text))]
    )[0]
    return vector
