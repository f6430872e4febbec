"""Mandates as every list reads them: number, text, addressees and lead, in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

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
from majlis.kernel.models import Reader, Record, Wording
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.models import Addressee, Entity, Mandate, OverdueNotice

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

JsonRow = dict[str, Any]
"""A row of a subquery as JSON."""
FilterValues = Mapping[str, Any]
"""The values of the filters of a list, by field of its form."""


def document_json(user: Reader, language: str, at: str = "record") -> dict[str, F | Case]:
    """Annotations for the record at ``at``: its key, and its kind, address and title if the reader may see it.

    ``title_language`` is the language of that title.
    """
    visible = visibility_condition(user, f"{at}__")
    return {
        f"{at}": F(f"{at}_id"),
        f"{at}_kind": Case(When(visible, then=F(f"{at}__kind"))),
        f"{at}_address": Case(When(visible, then=F(f"{at}__address"))),
        f"{at}_title": Case(When(visible, then=entity_title(at, language))),
        f"{at}_title_language": Case(When(visible, then=title_language(at, language))),
    }


_PEOPLE = ("lead__organisation__record", "lead__body__record", "lead__record")


def visible_row(user: Reader, slug: str, language: str) -> MandateRow | None:
    """A mandate that the reader may see, with its text, its lead and the lead's body or organization; one query."""
    assert language in LANGUAGE_CODES
    mandates = Mandate.objects.visible_to(user).filter(slug=slug)
    rows = mandates.select_related("record", "source__version", *_PEOPLE)
    return next(iter(mandate_rows(with_row_data(rows, language))), None)


TEXT_LENGTH = 240
"""Characters of the text of a mandate in a list."""


@dataclass
class MandateRow:
    """A mandate in a list. ``chain``: the provisions above with their texts, then its own.

    ``overdue_notice``: ``answer``, ``by_secretariat`` and more of the last notice by which it is
    overdue. Show it only where the mandate is overdue by its ``overdue_from``.
    """

    mandate: Mandate
    text: str
    language: str
    chain: Chain
    version: Version
    lead: Entity | None = None
    addressees: dict[str, list[Entity]] = field(default_factory=dict)
    overdue_notice: JsonRow | None = None

    def entities_with_role(self, role: str) -> list[Entity]:
        """The entities named in a role: asked, recipient, via."""
        return self.addressees.get(role, [])


def entity_title(entity: str, language: str) -> Subquery:
    """The title of the record in the field ``entity``, in the reader's language where it has one."""
    return Subquery(_titles(entity, language).values("text")[:1])


def title_language(entity: str, language: str) -> Subquery:
    """The language of ``entity_title``."""
    return Subquery(_titles(entity, language).values("language")[:1])


def all_titles(entity: str) -> ArraySubquery:
    """The titles of the record in the field ``entity`` in all languages, for rows of all languages: see ``title_in``."""
    titles = Wording.objects.filter(record=OuterRef(entity), field="title").exclude(text="")
    return ArraySubquery(
        titles.order_by("status", "language").values(
            json=JSONObject(language=F("language"), text=F("text"))
        )
    )


def title_in(titles: Sequence[Mapping[str, str]], language: str) -> str | None:
    """The title that ``entity_title`` gives in a language, from ``all_titles``."""
    chosen = [each for each in titles if each["language"] == language] or titles
    return chosen[0]["text"] if chosen else None


def _titles(entity: str, language: str) -> QuerySet[Wording]:
    language_order = Case(When(language=language, then=Value(0)), default=Value(1))
    titles = Wording.objects.filter(record=OuterRef(entity), field="title").exclude(text="")
    return titles.order_by(language_order, "status", "language")


class RowData(TypedDict):
    """The annotations of ``with_row_data``."""

    recurs: str
    source_language: str
    says: JsonRow | None
    in_version: JsonRow | None
    names: list[EntityJson]
    led: EntityJson | None
    overdue_notice: JsonRow | None


type AnnotatedMandate = WithAnnotations[Mandate, RowData]


def with_row_data(mandates: QuerySet[Mandate], language: str) -> QuerySet[AnnotatedMandate]:
    """Annotate mandates with what ``mandate_rows`` reads. The caller sorts and limits them."""
    version = Version.objects.filter(pk=OuterRef("source__version"))
    in_version = version.values(
        json=JSONObject(
            pk=F("pk"),
            slug=F("slug"),
            state=F("state"),
            date=F("date"),
            reconstructed_from=F("reconstructed_from"),
            address=F("record__address"),
            instrument=instrument_json("instrument__", language),
        )
    )[:1]
    return mandates.annotate(
        recurs=F("source__recurrence"),
        source_language=F("source__language"),
        says=provision_text_json("source__provision", language, TEXT_LENGTH + 1),
        in_version=Subquery(in_version),
        names=addressees_json("source", language),
        led=entity_json("lead", language),
        # Evaluated only for those that can be overdue, which are few.
        overdue_notice=Case(When(overdue_from__isnull=False, then=_overdue_reply())),
    )


def _overdue_reply() -> Subquery:
    """The answer to the notice by which a mandate is overdue: the lead's, or the secretariat's for it."""
    own = Q(deliverable__mandate=OuterRef("pk"))
    merged = Q(deliverable__merged_from__mandate=OuterRef("pk"))
    notices = OverdueNotice.objects.filter(
        own | merged, entity=OuterRef("lead"), answer_by__lt=OuterRef("overdue_from"), waived=False
    )
    names = ("answer", "language", "expected", "by_secretariat")
    reply_json = JSONObject(**{name: F(name) for name in names})
    return Subquery(notices.order_by("-answer_by", "-due", "pk").values(json=reply_json)[:1])


def mandate_rows(rows: Iterable[AnnotatedMandate]) -> list[MandateRow]:
    """The rows of mandates that were read ``with_row_data``."""
    return [_mandate_row(each) for each in rows]


class EntityJson(TypedDict):
    """An entity as the JSON of a subquery."""

    pk: int
    slug: str
    title: str | None
    role: NotRequired[str]


def entity_json(path: str, language: str) -> Subquery:
    """The entity at ``path``, with its name; see ``entity_from_json``."""
    entities = Entity.objects.filter(pk=OuterRef(path)).annotate(title=entity_title("pk", language))
    return Subquery(
        entities.values(json=JSONObject(pk=F("pk"), slug=F("slug"), title=F("title")))[:1]
    )


def addressees_json(source: str, language: str, *roles: str) -> ArraySubquery:
    """The entities that the source at the path names, in these roles or in all, as JSON."""
    in_role = Q(role__in=roles) if roles else Q()
    rows = Addressee.objects.filter(in_role, source=OuterRef(source))
    title = entity_title("entity", language)
    json = JSONObject(role=F("role"), pk=F("entity"), slug=F("entity__slug"), title=title)
    return ArraySubquery(rows.order_by("role", "position", "pk").values(json=json))


def entities_by_role(rows: Iterable[EntityJson]) -> dict[str, list[Entity]]:
    """The entities of ``addressees_json`` by role."""
    entities: dict[str, list[Entity]] = {}
    for row in rows:
        entities.setdefault(row["role"], []).append(entity_from_json(row))
    return entities


def provision_text_json(provision: str, language: str, length: int = 0) -> Subquery:
    """The text of the provision at the path, in the reader's language where it has one, as JSON."""
    language_order = Case(When(language=language, then=Value(0)), default=Value(1))
    words = ProvisionWording.objects.filter(provision=OuterRef(provision)).exclude(text="")
    rows = words.annotate(at=chain_json()).order_by(language_order, "status", "pk")
    text = Left("text", length) if length else F("text")
    json = JSONObject(text=text, language=F("language"), at=F("at"))
    return Subquery(rows.values(json=json)[:1])


def entity_from_json(values: EntityJson) -> Entity:
    """An unsaved entity, to name and link it, from the JSON of a subquery; ``called`` is its name."""
    record = Record(pk=values["pk"], kind="entity", address=f"entities/{values['slug']}")
    entity = Entity(record=record, slug=values["slug"])
    entity.called = values["title"] or values["slug"]  # type: ignore[attr-defined]
    return entity


def _mandate_row(mandate: AnnotatedMandate) -> MandateRow:
    in_version, text_json = mandate.in_version or {}, mandate.says
    version = Version(
        record=Record(
            pk=in_version.get("pk"), kind="version", address=in_version.get("address", "")
        ),
        slug=in_version.get("slug", ""),
        state=in_version.get("state", ""),
        date=in_version.get("date", ""),
        reconstructed_from_id=in_version.get("reconstructed_from"),
    )
    if in_version:
        version.instrument = instrument_from(in_version["instrument"])
    chain: Chain = (
        chain_from(version, text_json["at"]) if text_json else [(Provision(version=version), None)]
    )
    text = text_json["text"] if text_json else ""
    return MandateRow(
        mandate,
        f"{text[:TEXT_LENGTH].rsplit(' ', 1)[0]}…" if len(text) > TEXT_LENGTH else text,
        text_json["language"] if text_json else "",
        chain,
        version,
        entity_from_json(mandate.led) if mandate.led else None,
        entities_by_role(mandate.names),
        getattr(mandate, "overdue_notice", None),
    )


def addressed_to(entity: int | QuerySet[Entity], role: str = Addressee.Role.ADDRESSEE) -> Q:
    """Condition: the current source names the entity (its key, or a queryset of several) in this role."""
    addressees = Addressee.objects.filter(role=role)
    matching = (
        addressees.filter(entity=entity)
        if isinstance(entity, int)
        else addressees.filter(entity__in=entity)
    )
    return Q(source__in=matching.values("source"))
