"""Mandates as every list reads them: number, text, addressees and lead, in one query."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject, Left

from majlis.instruments.core.subqueries import (
    Chain,
    chain_from,
    chain_json,
    instrument_from,
    instrument_json,
)
from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Record, Wording
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.models import Addressee, Entity, Mandate, OverdueNotice

JsonRow = dict[str, Any]


def document_json(user: Any, language: str, at: str = "record") -> dict[str, Any]:
    """Of a record at ``deliver_at``: its address and title, where the reader may see it; and whether there is one."""
    seen = visibility_condition(user, f"{at}__")
    titles = Wording.objects.filter(record=OuterRef(at), field="title").exclude(text="")
    other = Case(When(language=language, then=Value(0)), default=Value(1))
    called = Subquery(titles.order_by(other, "status", "language").values("text")[:1])
    return {
        f"{at}": F(f"{at}_id"),
        f"{at}_kind": Case(When(seen, then=F(f"{at}__kind"))),
        f"{at}_address": Case(When(seen, then=F(f"{at}__address"))),
        f"{at}_title": Case(When(seen, then=called)),
    }


_PEOPLE = ("lead__organisation__record", "lead__body__record", "lead__record")


def visible_row(user: Any, slug: str, language: str) -> MandateRow | None:
    """A mandate that the reader may see, with the words that ask, who leads and who speaks for it, in one query."""
    assert language in LANGUAGE_CODES
    found = Mandate.objects.visible_to(user).filter(slug=slug)
    rows = found.select_related("record", "source__version", *_PEOPLE)
    return next(iter(mandate_rows(with_row_data(rows, language))), None)


def visible_mandate(user: Any, slug: str) -> Mandate | None:
    """The mandate of a number, if the user may see it."""
    found = Mandate.objects.visible_to(user).filter(slug=slug)
    made: Mandate | None = found.select_related("record", "instrument__body__record").first()
    return made


TEXT_LENGTH = 240
"""Signs of the words that ask in a list."""


@dataclass
class MandateRow:
    """A mandate in a list. ``chain``: the provisions above with their words, then its own.

    ``timeline_entry``: of the last notice by which it is late for everybody ``download_response`` with ``language`` and ``expected``; it is
    for those to read alone for whom it is late by its ``overdue_date``.
    """

    mandate: Mandate
    text: str
    language: str
    chain: Chain
    version: Version
    lead: Entity | None = None
    addressees: dict[str, list[Entity]] = field(default_factory=dict)
    told: dict[str, str] | None = None

    def actors(self, role: str) -> list[Entity]:
        """Whom it names in a part: asked, recipient, via."""
        return self.addressees.get(role, [])


def entity_title(entity: str, language: str) -> Subquery:
    """The name of an entity at ``entity`` for a reader of a language."""
    other = Case(When(language=language, then=Value(0)), default=Value(1))
    found = Wording.objects.filter(record=OuterRef(entity), field="title").exclude(text="")
    return Subquery(found.order_by(other, "status", "language").values("text")[:1])


def with_row_data(found: QuerySet[Mandate], language: str) -> QuerySet[Any]:
    """Read with mandates what ``action_lines`` makes of them. ``add_records`` is ordered and cut by the caller."""
    here = Case(When(language=language, then=Value(0)), default=Value(1))
    words = (
        ProvisionWording.objects.filter(provision=OuterRef("source__provision"))
        .exclude(text="")
        .order_by(here, "status", "pk")
    )
    said = words.annotate(at=chain_json()).values(
        json=JSONObject(text=Left("text", TEXT_LENGTH + 1), language=F("language"), at=F("at"))
    )[:1]
    version = Version.objects.filter(pk=OuterRef("source__version"))
    in_version = version.values(
        json=JSONObject(
            pk=F("pk"),
            slug=F("slug"),
            state=F("state"),
            address=F("record__address"),
            instrument=instrument_json("instrument__", language),
        )
    )[:1]
    addressees = (
        Addressee.objects.filter(source=OuterRef("source"))
        .order_by("role", "position", "pk")
        .values(
            json=JSONObject(
                role=F("role"),
                pk=F("entity"),
                slug=F("entity__slug"),
                title=entity_title("entity", language),
            )
        )
    )
    lead = (
        Entity.objects.filter(pk=OuterRef("lead"))
        .annotate(title=entity_title("pk", language))
        .values(json=JSONObject(pk=F("pk"), slug=F("slug"), title=F("title")))[:1]
    )
    return found.annotate(
        recurs=F("source__recurrence"),
        says=Subquery(said),
        in_version=Subquery(in_version),
        names=ArraySubquery(addressees),
        led=Subquery(lead),
        # Asked of those alone that can be late, which are few.
        told=Case(When(overdue_from__isnull=False, then=Subquery(_overdue_reply()))),
    )


def _overdue_reply() -> QuerySet[Any]:
    """What who leads answered to the notice by which a mandate is late."""
    own = Q(deliverable__mandate=OuterRef("pk"))
    merged = Q(deliverable__merged_from__mandate=OuterRef("pk"))
    found = OverdueNotice.objects.filter(
        own | merged, entity=OuterRef("lead"), answer_by__lt=OuterRef("overdue_from"), waived=False
    )
    said = JSONObject(answer=F("answer"), language=F("language"), expected=F("expected"))
    made: QuerySet[Any] = found.order_by("-answer_by", "-due", "pk").values(json=said)[:1]
    return made


def mandate_rows(rows: Any) -> list[MandateRow]:
    """The lines of mandates that were read ``with_row_data``."""
    return [_mandate_row(each) for each in rows]


def entity_from_json(found: dict[str, Any]) -> Entity:
    """An entity to be addressees and linked, from the JSON of a subquery; ``key_label`` is its name here."""
    record = Record(pk=found["pk"], kind="entity", address=f"entities/{found['slug']}")
    entity = Entity(record=record, slug=found["slug"])
    entity.called = found["title"] or found["slug"]  # type: ignore[attr-defined]
    return entity


def _mandate_row(mandate: Any) -> MandateRow:
    in_version, said = mandate.in_version or {}, mandate.says
    version = Version(
        record=Record(
            pk=in_version.get("pk"), kind="version", address=in_version.get("address", "")
        ),
        slug=in_version.get("slug", ""),
        state=in_version.get("state", ""),
    )
    if in_version:
        version.instrument = instrument_from(in_version["instrument"])
    chain: Chain = chain_from(version, said["at"]) if said else [(Provision(version=version), None)]
    text = said["text"] if said else ""
    addressees: dict[str, list[Entity]] = {}
    for each in mandate.names:
        addressees.setdefault(each["role"], []).append(entity_from_json(each))
    return MandateRow(
        mandate,
        f"{text[:TEXT_LENGTH].rsplit(' ', 1)[0]}…" if len(text) > TEXT_LENGTH else text,
        said["language"] if said else "",
        chain,
        version,
        entity_from_json(mandate.led) if mandate.led else None,
        addressees,
        getattr(mandate, "told", None),
    )


def addressed_to(entity: int | QuerySet[Any], role: str = Addressee.Role.ADDRESSEE) -> Q:
    """The condition that the source which counts names the entity (its key, or several) in a part."""
    found = Addressee.objects.filter(role=role)
    wanted = (
        found.filter(entity=entity) if isinstance(entity, int) else found.filter(entity__in=entity)
    )
    return Q(source__in=wanted.values("source"))
