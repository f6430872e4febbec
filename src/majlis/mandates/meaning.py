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
from majlis.mandates import near
from majlis.mandates.kinds import Kind
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Asking, Finding, Mandate, Meaning, Named
from majlis.mandates.queries.lines import title_of
from majlis.mandates.values import NAMES, of_found, tidy

if TYPE_CHECKING:
    from majlis.mandates.near import Array

FIELDS = ("kind", "asked", "recipient")
"""Fields that a like mandate may say; all others are words of the text itself."""
AMONG = 3
"""The nearest mandates among which one is looked for that says a field."""
EVERYBODY = None
"""Only what everybody may read is proposed: the history of what is accepted names it."""


@dataclass(frozen=True)
class Suggested:
    """A field, what a mandate near this one says of it (a kind, or names for the reader), and how near that one is."""

    field: str
    slug: str
    said: Sequence[str]
    score: float

    @property
    def key(self) -> str:
        """What a form sends for it."""
        return f"{self.field}:{self.slug}"


def unsaid(found: Mapping[str, Any]) -> list[str]:
    """The fields of which neither the rules nor a person have found anything."""
    read = of_found(found)
    fields = [field for field in NAMES if field in FIELDS and not read[field]]
    if not found.get("deliverable"):
        fields.insert(0, "kind")
    return [each for each in fields if each not in found.get("by_person", ())]


def suggested(
    finding: Finding, language: str, said: Mapping[int, ProvisionWording]
) -> list[Suggested]:
    """What may be taken over, by field; nothing where nothing is near enough. ``value_label``: its ``wording_query``; one query."""
    fields = unsaid(finding.found)
    vector = _vector(finding, said) if fields and near.method() == near.MEANING else None
    if vector is None:
        return []
    names = (
        Named.objects.filter(asking=OuterRef("asking"))
        .order_by("role", "position", "pk")
        .values(json=JSONObject(role=F("role"), title=title_of("actor", language)))
    )
    rows = _near(finding, vector).annotate(names=ArraySubquery(names))
    made: dict[str, Suggested] = {}
    for slug, kind, named, far in rows.values_list("mandate__slug", "asking__kind", "names", "far")[
        :AMONG
    ]:
        if -far < near.AKIN[near.MEANING]:
            break
        for field in fields:
            names_it = [each["title"] for each in named if each["role"] == field and each["title"]]
            if field == "kind":
                names_it = [] if kind in (Kind.ACTION, Kind.OTHER) else [kind]
            if names_it and field not in made:
                made[field] = Suggested(field, slug, names_it, -far)
    return [made[field] for field in fields if field in made]


def taken(
    finding: Finding, read: Mapping[str, Any], meant: Mapping[str, Mandate]
) -> dict[str, Asking]:
    """Of what a person takes over from mandates near this one, the asking that says it, by field.

    What the person typed in the field counts before it. Raises InvalidInput where a mandate is not near enough (any more), or
    does not say it (any more).
    """
    open_to, found = unsaid(finding.found), tidy(of_found(finding.found))
    wanted = {
        field: mandate
        for field, mandate in meant.items()
        if field in open_to and read[field] == found[field]
    }
    if not wanted:
        return {}
    vector = _vector(finding, words_of(finding)) if near.method() == near.MEANING else None
    keys = [each.pk for each in wanted.values()]
    rows = _near(finding, vector).filter(mandate__in=keys) if vector is not None else ()
    least = near.AKIN[near.MEANING]
    there = {each.mandate_id for each in rows if -each.far >= least}
    if not there.issuperset(keys):
        raise InvalidInput({"meant": _("That mandate is not near enough any more: look again.")})
    askings = Asking.objects.filter(current_of__in=keys).prefetch_related("named__actor__record")
    of = {each.mandate_id: each for each in askings}
    if not all(
        mandate.pk in of and _says(of[mandate.pk], field) for field, mandate in wanted.items()
    ):
        raise InvalidInput({"meant": _("That mandate does not say this any more: look again.")})
    return {field: of[mandate.pk] for field, mandate in wanted.items()}


def _says(asking: Asking, field: str) -> bool:
    """Whether an asking says a field: what is not proposed of it, is not taken either."""
    if field == "kind":
        return asking.kind not in (Kind.ACTION, Kind.OTHER)
    return any(each.role == field for each in asking.named.all())


def _near(finding: Finding, vector: Array) -> QuerySet[Any]:
    """What mandates mean that everybody may read, the nearest first; the same provision in other versions left out."""
    return (
        Meaning.objects.filter(
            visibility_condition(EVERYBODY, "mandate__record__"),
            method=near.MEANING,
            mandate__life=ACTIVE,
            asking=F("mandate__asking"),
        )
        .exclude(mandate__lineage=finding.provision.lineage_id)
        .annotate(far=MaxInnerProduct("vector", vector))
        .order_by("far", "mandate")
    )


def words_of(finding: Finding) -> dict[int, ProvisionWording]:
    """Provision -> its words in the language of the finding: its own, and those above it."""
    wanted = [each for each in (finding.provision_id, finding.provision.parent_id) if each]
    rows = ProvisionWording.objects.filter(provision__in=wanted, language=finding.language)
    return {each.provision_id: each for each in rows.select_related("provision")}


def _vector(finding: Finding, said: Mapping[int, ProvisionWording]) -> Array | None:
    """What the words of a finding mean; None where it has none."""
    own, above = said.get(finding.provision_id), said.get(finding.provision.parent_id or 0)
    if own is None or not own.text:
        return None
    over = above.text if above is not None and above.provision.kind in near.ABOVE else ""
    found: Array = near.of_draft([(finding.language, near.asked(own.text, over))])[0]
    return found
