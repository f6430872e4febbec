"""What an accepted mandate near a finding by meaning says where the rules found nothing: proposed, and taken by a person alone.

Of the kind, of who is asked and for whom: what a text leaves unsaid, and a like one says. Nothing is filled in by
itself, and what is taken says for good that it was found by meaning. Only where the model is installed; words alone are not meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from pgvector.django import MaxInnerProduct

from majlis.instruments.models import ProvisionWording
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core import embeddings
from majlis.mandates.core.rows import entity_title
from majlis.mandates.extraction.fields import NAME_FIELDS, clean_fields, fields_of_finding
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Finding, Mandate, MandateEmbedding, MandateSource
from majlis.mandates.models.choices import DeliverableKind

if TYPE_CHECKING:
    from majlis.mandates.core.embeddings import Array

SUGGESTED_FIELDS = ("kind", "asked", "recipient")
"""Fields that a like mandate may say; all others are words of the text itself."""
CANDIDATES = 3
"""The nearest mandates among which one is looked for that says a field."""
ANONYMOUS = None
"""Only what everybody may read is proposed: the history of what is accepted names it."""


@dataclass(frozen=True)
class Suggestion:
    """A field, what a mandate near this one says of it (a kind, or names for the reader), and how near that one is."""

    field: str
    slug: str
    said: Sequence[str]
    score: float

    @property
    def key(self) -> str:
        """What a form sends for it."""
        return f"{self.field}:{self.slug}"


def missing_fields(found: Mapping[str, Any]) -> list[str]:
    """The fields of which neither the rules nor a person have found anything."""
    read = fields_of_finding(found)
    fields = [field for field in NAME_FIELDS if field in SUGGESTED_FIELDS and not read[field]]
    if not found.get("deliverable"):
        fields.insert(0, "kind")
    return [each for each in fields if each not in found.get("by_person", ())]


def suggest_fields(
    finding: Finding, language: str, said: Mapping[int, ProvisionWording]
) -> list[Suggestion]:
    """What may be taken over, by field; nothing where nothing is near enough. ``value_label``: its ``wording_query``; one query."""
    fields = missing_fields(finding.found)
    vector = (
        _embedding(finding, said) if fields and embeddings.method() == embeddings.MEANING else None
    )
    if vector is None:
        return []
    names = (
        Addressee.objects.filter(source=OuterRef("source"))
        .order_by("role", "position", "pk")
        .values(json=JSONObject(role=F("role"), title=entity_title("entity", language)))
    )
    rows = _similar_mandates(finding, vector).annotate(names=ArraySubquery(names))
    made: dict[str, Suggestion] = {}
    for slug, kind, named, far in rows.values_list("mandate__slug", "source__kind", "names", "far")[
        :CANDIDATES
    ]:
        if -far < embeddings.RELATED_THRESHOLD[embeddings.MEANING]:
            break
        for field in fields:
            names_it = [each["title"] for each in named if each["role"] == field and each["title"]]
            if field == "kind":
                names_it = [] if kind in (DeliverableKind.ACTION, DeliverableKind.OTHER) else [kind]
            if names_it and field not in made:
                made[field] = Suggestion(field, slug, names_it, -far)
    return [made[field] for field in fields if field in made]


def adopted_sources(
    finding: Finding, read: Mapping[str, Any], meant: Mapping[str, Mandate]
) -> dict[str, MandateSource]:
    """Of what a person takes over from mandates near this one, the source that says it, by field.

    What the person typed in the field counts before it. Raises InvalidInput where a mandate is not near enough (any more), or
    does not say it (any more).
    """
    open_to, found = missing_fields(finding.found), clean_fields(fields_of_finding(finding.found))
    wanted = {
        field: mandate
        for field, mandate in meant.items()
        if field in open_to and read[field] == found[field]
    }
    if not wanted:
        return {}
    vector = (
        _embedding(finding, texts_of_finding(finding))
        if embeddings.method() == embeddings.MEANING
        else None
    )
    keys = [each.pk for each in wanted.values()]
    rows = _similar_mandates(finding, vector).filter(mandate__in=keys) if vector is not None else ()
    least = embeddings.RELATED_THRESHOLD[embeddings.MEANING]
    there = {each.mandate_id for each in rows if -each.far >= least}
    if not there.issuperset(keys):
        raise InvalidInput({"meant": _("That mandate is not near enough any more: look again.")})
    sources = MandateSource.objects.filter(current_of__in=keys).prefetch_related(
        "addressees__entity__record"
    )
    of = {each.mandate_id: each for each in sources}
    if not all(
        mandate.pk in of and _states_field(of[mandate.pk], field)
        for field, mandate in wanted.items()
    ):
        raise InvalidInput({"meant": _("That mandate does not say this any more: look again.")})
    return {field: of[mandate.pk] for field, mandate in wanted.items()}


def _states_field(source: MandateSource, field: str) -> bool:
    """Whether an source says a field: what is not proposed of it, is not taken either."""
    if field == "kind":
        return source.kind not in (DeliverableKind.ACTION, DeliverableKind.OTHER)
    return any(each.role == field for each in source.addressees.all())


def _similar_mandates(finding: Finding, vector: Array) -> QuerySet[Any]:
    """What mandates mean that everybody may read, the nearest first; the same provision in other versions left out."""
    return (
        MandateEmbedding.objects.filter(
            visibility_condition(ANONYMOUS, "mandate__record__"),
            method=embeddings.MEANING,
            mandate__lifecycle_state=ACTIVE,
            source=F("mandate__source"),
        )
        .exclude(mandate__lineage=finding.provision.lineage_id)
        .annotate(far=MaxInnerProduct("vector", vector))
        .order_by("far", "mandate")
    )


def texts_of_finding(finding: Finding) -> dict[int, ProvisionWording]:
    """Provision -> its words in the language of the finding: its own, and those above it."""
    wanted = [each for each in (finding.provision_id, finding.provision.parent_id) if each]
    rows = ProvisionWording.objects.filter(provision__in=wanted, language=finding.language)
    return {each.provision_id: each for each in rows.select_related("provision")}


def _embedding(finding: Finding, said: Mapping[int, ProvisionWording]) -> Array | None:
    """What the words of a finding mean; None where it has none."""
    own, above = said.get(finding.provision_id), said.get(finding.provision.parent_id or 0)
    if own is None or not own.text:
        return None
    over = (
        above.text if above is not None and above.provision.kind in embeddings.PARENT_KINDS else ""
    )
    found: Array = embeddings.draft_vectors(
        [(finding.language, embeddings.comparison_text(own.text, over))]
    )[0]
    return found
