"""A mandate with all data of its page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import JSONObject

from majlis.framework.models import Concept
from majlis.instruments.core.subqueries import body_from, body_json, chain_json
from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.lifecycle import CONFIRMED as TAGGED
from majlis.instruments.models import Act, Provision, ProvisionWording, Version
from majlis.instruments.texts.queries import load_words, with_citations
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.models import Reader, Record
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.rows import (
    JsonRow,
    MandateRow,
    RowData,
    entity_from_json,
    entity_json,
    mandate_rows,
    with_row_data,
)
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import (
    Addressee,
    Alias,
    AlternativeReading,
    Assignment,
    Clause,
    Entity,
    LifecycleEvent,
    Mandate,
    MandateSource,
)
from majlis.mandates.models.choices import LegalStatus
from majlis.parties.models import Body, Organisation

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass
class VersionStep:
    """One version of the text, or a version that quotes it.

    ``asked``: the source in this version, or None. ``there``: whether the provision is in it.
    """

    version: Version
    asked: JsonRow | None = None
    there: bool = False
    words: dict[str, ProvisionWording] = field(default_factory=dict)


@dataclass
class MandatePage:
    """All data of the page.

    ``wordings``: language -> wording of the provision. ``above``: its parent provisions with their
    wordings.
    """

    line: MandateRow
    steps: list[VersionStep]
    acts: list[Act]
    wordings: dict[str, ProvisionWording]
    above: list[tuple[Provision, dict[str, ProvisionWording]]]
    assigned: list[JsonRow]
    lifecycle_events: list[JsonRow]
    taken_in: list[str]
    aliases: list[JsonRow]
    clauses: list[JsonRow]
    readings: list[JsonRow]
    concepts: list[Concept]
    unled: int
    records: dict[int, Record]

    @property
    def mandate(self) -> Mandate:
        """The mandate."""
        return self.line.mandate

    @property
    def source(self) -> MandateSource | None:
        """The current source, by which the fields of the mandate are set."""
        return self.line.mandate.source


def read_mandate(user: Reader, slug: str, language: str) -> MandatePage | None:
    """Read a mandate by its number with all data of its page; None where the user may not see it."""
    rows = _mandate_with_parts(user, slug=slug, language=language)
    if not rows:
        return None
    mandate = rows[0]
    (line,) = mandate_rows([mandate])
    mandate.instrument.body = body_from(mandate.body_of_text)
    if mandate.speaks is not None:
        mandate.lead = lead_from_json(mandate.lead_id, mandate.speaks)
    hide_bodies(user, [mandate.instrument])
    wordings = (
        _wordings_of(
            user,
            mandate=mandate.pk,
            version=mandate.source.version_id,
            position=mandate.source.provision.position,
        )
        if mandate.source is not None
        else []
    )
    steps = _version_steps(mandate, wordings)
    acts = [_act_from(each) for each in mandate.acted]
    hide_bodies(user, acts)
    concepts = [
        Concept(record=_record_from(each), code=each["code"])  # _read_names reads its wordings
        for each in mandate.concepts
    ]
    own_provision = mandate.source.provision_id if mandate.source is not None else None
    result = MandatePage(
        line=line,
        steps=steps,
        acts=acts,
        wordings={each.language: each for each in wordings if each.provision_id == own_provision},
        above=_parent_provisions(mandate.source.provision, wordings)
        if mandate.source is not None
        else [],
        assigned=mandate.assigned,
        lifecycle_events=mandate.ended,
        taken_in=mandate.taken_in,
        aliases=mandate.called,
        clauses=mandate.clauses_of,
        readings=mandate.readings,
        concepts=concepts,
        unled=mandate.unled or 0,
        records={},
    )
    _read_names(result)
    return result


def _record_from(row: JsonRow) -> Record:
    return Record(pk=row["pk"], kind=row.get("kind", ""), address=row["address"])


def _act_from(row: JsonRow) -> Act:
    """Build an act from the JSON of a subquery."""
    names = ("kind", "date", "manner", "in_favour", "against", "abstaining", "words")
    return Act(body=body_from(row["body"]), **{name: row[name] for name in names})


class PartsData(RowData):
    """The annotations of ``_mandate_with_parts``."""

    body_of_text: JsonRow | None
    assigned: list[JsonRow]
    ended: list[JsonRow]
    taken_in: list[str]
    clauses_of: list[JsonRow]
    concepts: list[JsonRow]
    readings: list[JsonRow]
    called: list[JsonRow]
    acted: list[JsonRow]
    asked_in: list[JsonRow]
    in_text: list[JsonRow]
    unled: int | None
    speaks: JsonRow | None


type MandateWithParts = WithAnnotations[Mandate, PartsData]


@compiled_query
def _mandate_with_parts(user: Reader, slug: str, language: str) -> QuerySet[MandateWithParts]:
    mandates = (
        Mandate.objects.visible_to(user)
        .filter(slug=slug)
        .select_related("record", "instrument__record", "source__provision")
    )
    visible_record = (
        Record.objects.visible_to(user)
        .filter(pk=OuterRef("record"))
        .values(json=JSONObject(pk=F("pk"), kind=F("kind"), address=F("address")))
    )
    act_fields = {"record": Subquery(visible_record), "words": F("words")}
    assigned = (
        Assignment.objects.filter(mandate=OuterRef("pk"))
        .order_by("-part", "state", "since", "pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                part=F("part"),
                state=F("state"),
                since=F("since"),
                until=F("until"),
                entity=entity_json("entity", language),
                **act_fields,
            )
        )
    )
    other = Mandate.objects.visible_to(user).filter(pk=OuterRef("into"))
    ended = (
        LifecycleEvent.objects.filter(mandate=OuterRef("pk"))
        .order_by("pk")
        .values(
            json=JSONObject(
                kind=F("kind"),
                date=F("date"),
                into=Subquery(other.values("slug")[:1]),
                language=F("language"),
                text=F("text"),
                clause=provision_json("clause__"),
                **act_fields,
            )
        )
    )
    taken_in = Mandate.objects.visible_to(user).filter(
        lifecycle_events__into=OuterRef("pk"), lifecycle_state__in=("merged", "replaced")
    )
    clauses = (
        Clause.objects.filter(
            Q(mandate=None) | Q(mandate=OuterRef("pk")), version=OuterRef("source__version")
        )
        .order_by("deadline", "pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                kind=F("kind"),
                deadline=F("deadline"),
                occasion=F("occasion"),
                body=entity_json("body", language),
                place=provision_json(""),
            )
        )
    )
    concepts = (
        Concept.objects.visible_to(user)
        .filter(tags__lineage=OuterRef("lineage"), tags__state=TAGGED)
        .order_by("scheme__position", "position")
        .values(json=JSONObject(pk=F("pk"), code=F("code"), address=F("record__address")))
    )
    readings = (
        AlternativeReading.objects.filter(
            visibility_condition(user, "organisation__record__"),
            visibility_condition(user, "version__record__"),
            visibility_condition(user, "version__instrument__record__"),
            mandate=OuterRef("pk"),
            withdrawn_at=None,
        )
        .order_by("pk")
        .values(
            json=JSONObject(
                organisation=JSONObject(
                    pk=F("organisation"), address=F("organisation__record__address")
                ),
                language=F("language"),
                text=F("text"),
                version=F("version"),
                version_slug=F("version__slug"),
                version_address=F("version__record__address"),
            )
        )
    )
    aliases = Alias.objects.filter(mandate=OuterRef("pk"))
    acted = Act.objects.filter(version=OuterRef("source__version")).order_by("date", "pk")
    return with_row_data(mandates, language).annotate(
        body_of_text=body_json("instrument__body"),
        assigned=ArraySubquery(assigned),
        ended=ArraySubquery(ended),
        taken_in=ArraySubquery(taken_in.order_by("number").values_list("slug")),
        clauses_of=ArraySubquery(clauses),
        concepts=ArraySubquery(concepts),
        readings=ArraySubquery(readings),
        called=ArraySubquery(
            aliases.values(
                json=JSONObject(pk=F("pk"), registry=F("registry"), value=F("value"), url=F("url"))
            )
        ),
        acted=ArraySubquery(
            acted.values(
                json=JSONObject(
                    **{
                        name: F(name)
                        for name in (
                            *("kind", "date", "manner", "words"),
                            *("in_favour", "against", "abstaining"),
                        )
                    },
                    body=body_json("body"),
                )
            )
        ),
        asked_in=source_rows(),
        in_text=version_rows(user),
        unled=unled_count(user),
        speaks=lead_json(),
    )


def _is_one_of(field: str, keys: QuerySet[Any, Any]) -> Func:
    """Condition: the column has one of these keys, which the database reads first.

    ``field__in`` would join them to the rows after all other tables, and read every row for that.
    """
    return Func(
        F(field),
        ArraySubquery(keys),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


@compiled_query
def _wordings_of(
    user: Reader, mandate: int, version: int, position: int
) -> QuerySet[ProvisionWording]:
    """The wordings of the provision in all versions and languages, each with its chain as ``at``.

    With those of the parent provisions in the current version.
    """
    source = MandateSource.objects.filter(mandate=mandate).values("provision")
    preceding = Provision.objects.filter(version=version, position__lt=position)
    parents = preceding.order_by("level", "-position").distinct("level").values("pk")
    wordings = ProvisionWording.objects.filter(
        _is_one_of("provision", source.union(parents).order_by()),
        visibility_condition(user, "provision__version__record__"),
        visibility_condition(user, "provision__version__instrument__record__"),
    ).select_related("provision__version__record", "provision__version__instrument__record")
    named = with_citations(user, wordings).annotate(at=chain_json())
    return named.order_by("provision__position", "status", "pk")


def _version_steps(
    mandate: MandateWithParts, wordings: list[ProvisionWording]
) -> list[VersionStep]:
    """The versions of the text in their order, then those of other texts that quote it."""
    wordings_by_provision: dict[int, dict[str, ProvisionWording]] = {}
    versions: dict[int, Version] = {}
    for each in wordings:
        wordings_by_provision.setdefault(each.provision_id, {})[each.language] = each
        versions[each.provision.version_id] = each.provision.version
    source_by_version = {each["version"]: each for each in mandate.asked_in}
    steps = []
    for row in mandate.in_text:
        version = Version(
            record=Record(pk=row["pk"], kind="version", address=row["address"]),
            instrument=mandate.instrument,
            slug=row["slug"],
            state=row["state"],
            position=row["position"],
            date=row["date"],
        )
        source = source_by_version.pop(row["pk"], None)
        own_wordings = wordings_by_provision.get(source["provision"], {}) if source else {}
        steps.append(VersionStep(version, source, row["there"], own_wordings))
    first = next((n for n, each in enumerate(steps) if each.asked), len(steps))
    steps = steps[first:]  # versions before the first source are not shown
    steps += [
        VersionStep(
            versions[each["version"]], each, True, wordings_by_provision.get(each["provision"], {})
        )
        for each in source_by_version.values()
        if each["version"] in versions
    ]
    return steps


def _parent_provisions(
    provision: Provision, wordings: list[ProvisionWording]
) -> list[tuple[Provision, dict[str, ProvisionWording]]]:
    """The parent provisions with their wordings, the highest first."""
    rows: dict[int, tuple[Provision, dict[str, ProvisionWording]]] = {}
    for wording in wordings:
        rows.setdefault(wording.provision_id, (wording.provision, {}))[1][wording.language] = (
            wording
        )
    chain: list[tuple[Provision, dict[str, ProvisionWording]]] = []
    parent = provision.parent_id
    while parent in rows:
        chain.insert(0, rows[parent])
        parent = rows[parent][0].parent_id
    return chain


def _read_names(page: MandatePage) -> None:
    """Read the wordings of all related records in one query, and build the entities."""
    shown = [each["record"] for each in (*page.assigned, *page.lifecycle_events) if each["record"]]
    members = [each["organisation"] for each in page.readings]
    page.records = {each["pk"]: _record_from(each) for each in (*shown, *members)}
    load_words(
        [
            *page.records.values(),
            *(each.version.record for each in page.steps),
            *(each.record for each in page.concepts),
            *(each.body.record for each in page.acts if each.body),
            page.mandate.record,
            page.mandate.instrument.record,
            *(each.record for each in [page.line.version] if each.pk),
            page.line.version.instrument.record,
            *(each.record for each in [page.mandate.instrument.body] if each),
        ]
    )
    for each in (*page.assigned, *page.clauses):
        name = "entity" if "entity" in each else "body"
        if each[name]:
            each[name] = entity_from_json(each[name])


def lead_json() -> Subquery:
    """The organization and body of the lead, which rules need; see ``lead_from_json``."""
    leads = Entity.objects.filter(pk=OuterRef("lead"))
    fields = ("slug", "organisation", "organisation__record__address", "body", "body__slug")
    return Subquery(leads.values(json=JSONObject(**{name: F(name) for name in fields}))[:1])


def lead_from_json(key: int | None, data: JsonRow) -> Entity:
    """The lead with the organization and body to which its representatives are appointed."""
    lead = Entity(record=Record(pk=key, kind="entity"), slug=data["slug"])
    if data["organisation"] is not None:
        address = data["organisation__record__address"]
        record = Record(pk=data["organisation"], kind="organisation", address=address)
        lead.organisation = Organisation(record=record)
    if data["body"] is not None:
        address = f"bodies/{data['body__slug']}"
        lead.body = Body(record=Record(pk=data["body"], kind="body", address=address))
    return lead


def provision_json(path: str) -> JSONObject:
    """The identifiers of the provision of a clause, for a link."""
    return JSONObject(
        eid=F(f"{path}provision__eid"),
        kind=F(f"{path}provision__kind"),
        slug=F(f"{path}version__slug"),
        instrument=F(f"{path}version__instrument__slug"),
        address=F(f"{path}version__record__address"),
    )


def source_rows() -> ArraySubquery:
    fields = ("pk", "provision", "version", "change", "force", "quoted", "language")
    sources = MandateSource.objects.filter(mandate=OuterRef("pk")).order_by(
        "version__position", "pk"
    )
    return ArraySubquery(sources.values(json=JSONObject(**{name: F(name) for name in fields})))


def version_rows(user: Reader) -> ArraySubquery:
    """The versions of the text, each with ``there``: whether the provision is still in it.

    A reconstructed version is among them where the mandate was accepted in it.
    """
    same_lineage = Provision.objects.filter(
        version=OuterRef("pk"), lineage=OuterRef(OuterRef("lineage"))
    )
    accepted = MandateSource.objects.filter(
        version=OuterRef("pk"), mandate=OuterRef(OuterRef("record"))
    )
    versions = Version.objects.visible_to(user).filter(
        Q(reconstructed_from=None) | Exists(accepted),
        instrument=OuterRef("instrument"),
        record__withdrawal=None,
    )
    return ArraySubquery(
        versions.annotate(there=Exists(same_lineage))
        .order_by("position", "pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                slug=F("slug"),
                state=F("state"),
                position=F("position"),
                date=F("date"),
                address=F("record__address"),
                there=F("there"),
            )
        )
    )


def unled_count(user: Reader) -> Case:
    """The number of mandates in force without a lead that have the same first addressee.

    The mandate itself is counted.
    """
    addressees = Addressee.objects.filter(role=Addressee.Role.ADDRESSEE)
    first_addressee = addressees.filter(source=OuterRef(OuterRef(OuterRef("source")))).order_by(
        "position", "pk"
    )
    same_addressee = addressees.filter(entity__in=first_addressee.values("entity")[:1])
    mandates = (
        Mandate.objects.visible_to(user)
        .filter(
            legal_status=LegalStatus.IN_FORCE,
            lifecycle_state=ACTIVE,
            lead=None,
            source__in=same_addressee.values("source"),
        )
        .order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(n=Count("pk"))
    )
    counted = Subquery(mandates.values("n")[:1])
    return Case(
        When(lead=None, legal_status=LegalStatus.IN_FORCE, lifecycle_state=ACTIVE, then=counted)
    )
