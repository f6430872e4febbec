"""A mandate with all that its page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from majlis.framework.models import Concept
from majlis.instruments.core.subqueries import body_from, body_json
from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.lifecycle import CONFIRMED as TAGGED
from majlis.instruments.models import Act, Provision, ProvisionWording, Version
from majlis.instruments.texts.queries import load_words, with_citations
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.models import Record
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.rows import (
    MandateRow,
    entity_from_json,
    entity_title,
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

JsonRow = dict[str, Any]


@dataclass
class VersionStep:
    """One version of the text, or one that quotes it: what it asks, or that it leaves it out."""

    version: Version
    asked: JsonRow | None = None
    there: bool = False
    words: dict[str, ProvisionWording] = field(default_factory=dict)


@dataclass
class MandatePage:
    """All that the page shows. ``wordings``: language -> the words that ask; ``above``: those over them."""

    line: MandateRow
    steps: list[VersionStep]
    acts: list[Act]
    wordings: dict[str, ProvisionWording]
    above: list[tuple[Provision, dict[str, ProvisionWording]]]
    assigned: list[JsonRow]
    lifecycle_events: list[JsonRow]
    taken_in: list[JsonRow]
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
        """What the version that counts says of it."""
        return self.line.mandate.source


def read_mandate(user: Any, slug: str, language: str) -> MandatePage | None:
    """The mandate of a number with all that its page shows, if the user may see it."""
    rows = _mandate_with_parts(user, slug=slug, language=language)
    if not rows:
        return None
    it = rows[0]
    (line,) = mandate_rows([it])
    it.instrument.body = body_from(it.body_of_text)
    if it.speaks is not None:
        it.lead = lead_from_json(it)
    hide_bodies(user, [it.instrument])
    near = (
        _wordings_of(
            user,
            mandate=it.pk,
            version=it.source.version_id,
            position=it.source.provision.position,
        )
        if it.source is not None
        else []
    )
    steps = _version_steps(it, near)
    acts = [_act_from(each) for each in it.acted]
    hide_bodies(user, acts)
    concepts = [
        Concept(record=_record_from(each), code=each["code"])  # its words are read below
        for each in it.concepts
    ]
    own = it.source.provision_id if it.source is not None else None
    made = MandatePage(
        line=line,
        steps=steps,
        acts=acts,
        wordings={each.language: each for each in near if each.provision_id == own},
        above=_parent_provisions(it.source.provision, near) if it.source is not None else [],
        assigned=it.assigned,
        lifecycle_events=it.ended,
        taken_in=it.taken_in,
        aliases=it.called,
        clauses=it.clauses_of,
        readings=it.readings,
        concepts=concepts,
        unled=it.unled or 0,
        records={},
    )
    _read_names(made)
    return made


def _record_from(found: JsonRow) -> Record:
    return Record(pk=found["pk"], kind=found.get("kind", ""), address=found["address"])


def _act_from(found: JsonRow) -> Act:
    """What a body did with the version, from the JSON of a subquery."""
    names = ("kind", "date", "manner", "in_favour", "against", "abstaining", "words")
    return Act(body=body_from(found["body"]), **{name: found[name] for name in names})


@compiled_query
def _mandate_with_parts(user: Any, slug: str, language: str) -> QuerySet[Any]:
    found = (
        Mandate.objects.visible_to(user)
        .filter(slug=slug)
        .select_related("record", "instrument__record", "source__provision")
    )
    shown = (
        Record.objects.visible_to(user)
        .filter(pk=OuterRef("record"))
        .values(json=JSONObject(pk=F("pk"), kind=F("kind"), address=F("address")))
    )
    by = {"record": Subquery(shown), "words": F("words")}
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
                **by,
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
                **by,
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
    shown_with: QuerySet[Any] = with_row_data(found, language).annotate(
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
        asked_in=ArraySubquery(source_rows()),
        in_text=ArraySubquery(version_rows(user)),
        unled=unled_count(user),
        speaks=lead_json(),
    )
    return shown_with


@compiled_query
def _wordings_of(
    user: Any, mandate: int, version: int, position: int
) -> QuerySet[ProvisionWording]:
    """The words that ask in all versions and languages, and what stands above them in the one that counts."""
    source = MandateSource.objects.filter(mandate=mandate).values("provision")
    before = Provision.objects.filter(version=version, position__lt=position)
    last = before.order_by("level", "-position").distinct("level").values("pk")
    there = ProvisionWording.objects.filter(
        Q(provision__in=source) | Q(provision__in=last),
        visibility_condition(user, "provision__version__record__"),
        visibility_condition(user, "provision__version__instrument__record__"),
    ).select_related("provision__version__record", "provision__version__instrument__record")
    return with_citations(user, there).order_by("provision__position", "status", "pk")


def _version_steps(it: Any, near: list[ProvisionWording]) -> list[VersionStep]:
    """The versions of the text in their order, then those of other texts that quote it."""
    words: dict[int, dict[str, ProvisionWording]] = {}
    versions: dict[int, Version] = {}
    for each in near:
        words.setdefault(each.provision_id, {})[each.language] = each
        versions[each.provision.version_id] = each.provision.version
    asked = {each["version"]: each for each in it.asked_in}
    steps = []
    for each in it.in_text:
        version = Version(
            record=Record(pk=each["pk"], kind="version", address=each["address"]),
            instrument=it.instrument,
            slug=each["slug"],
            state=each["state"],
            position=each["position"],
            date=each["date"],
        )
        said = asked.pop(each["pk"], None)
        own = words.get(said["provision"], {}) if said else {}
        steps.append(VersionStep(version, said, each["there"], own))
    first = next((n for n, each in enumerate(steps) if each.asked), len(steps))
    steps = steps[first:]  # before it was asked there is nothing to tell
    steps += [
        VersionStep(versions[each["version"]], each, True, words.get(each["provision"], {}))
        for each in asked.values()
        if each["version"] in versions
    ]
    return steps


def _parent_provisions(
    provision: Provision, near: list[ProvisionWording]
) -> list[tuple[Provision, dict[str, ProvisionWording]]]:
    """The provisions above one with their words, the highest first."""
    rows: dict[int, tuple[Provision, dict[str, ProvisionWording]]] = {}
    for each in near:
        rows.setdefault(each.provision_id, (each.provision, {}))[1][each.language] = each
    chain: list[tuple[Provision, dict[str, ProvisionWording]]] = []
    at = provision.parent_id
    while at in rows:
        chain.insert(0, rows[at])
        at = rows[at][0].parent_id
    return chain


def _read_names(made: MandatePage) -> None:
    """The names of all that stands around a mandate, in one query."""
    shown = [each["record"] for each in (*made.assigned, *made.lifecycle_events) if each["record"]]
    members = [each["organisation"] for each in made.readings]
    made.records = {each["pk"]: _record_from(each) for each in (*shown, *members)}
    load_words(
        [
            *made.records.values(),
            *(each.version.record for each in made.steps),
            *(each.record for each in made.concepts),
            *(each.body.record for each in made.acts if each.body),
            made.mandate.record,
            made.mandate.instrument.record,
            *(each.record for each in [made.line.version] if each.pk),
            made.line.version.instrument.record,
            *(each.record for each in [made.mandate.instrument.body] if each),
        ]
    )
    for each in (*made.assigned, *made.clauses):
        name = "entity" if "entity" in each else "body"
        if each[name]:
            each[name] = entity_from_json(each[name])


def lead_json() -> Subquery:
    """For whom one speaks who speaks for the lead: rules ask that of the mandate; see ``lead_from_json``."""
    found = Entity.objects.filter(pk=OuterRef("lead"))
    fields = ("slug", "organisation", "organisation__record__address", "body", "body__slug")
    return Subquery(found.values(json=JSONObject(**{name: F(name) for name in fields}))[:1])


def lead_from_json(it: Any) -> Entity:
    """The lead as rules ask of it: its organization and its body, to whom people are appointed."""
    found = it.speaks
    lead = Entity(record=Record(pk=it.lead_id, kind="entity"), slug=found["slug"])
    if found["organisation"] is not None:
        address = found["organisation__record__address"]
        record = Record(pk=found["organisation"], kind="organisation", address=address)
        lead.organisation = Organisation(record=record)
    if found["body"] is not None:
        address = f"bodies/{found['body__slug']}"
        lead.body = Body(record=Record(pk=found["body"], kind="body", address=address))
    return lead


def entity_json(path: str, language: str) -> Subquery:
    """An entity at ``path`` of the row outside, to be named and linked; see ``entity_from_json``."""
    found = Entity.objects.filter(pk=OuterRef(path)).annotate(title=entity_title("pk", language))
    return Subquery(found.values(json=JSONObject(pk=F("pk"), slug=F("slug"), title=F("title")))[:1])


def provision_json(path: str) -> JSONObject:
    """The provision of a clause, to be linked."""
    return JSONObject(
        eid=F(f"{path}provision__eid"),
        kind=F(f"{path}provision__kind"),
        slug=F(f"{path}version__slug"),
        instrument=F(f"{path}version__instrument__slug"),
        address=F(f"{path}version__record__address"),
    )


def source_rows() -> QuerySet[Any]:
    fields = ("pk", "provision", "version", "change", "force", "quoted", "language")
    found: QuerySet[Any] = MandateSource.objects.filter(mandate=OuterRef("pk")).order_by(
        "version__position", "pk"
    )
    made: QuerySet[Any] = found.values(json=JSONObject(**{name: F(name) for name in fields}))
    return made


def version_rows(user: Any) -> QuerySet[Any]:
    """The versions of the text, and whether the provision is still in them."""
    there = Provision.objects.filter(version=OuterRef("pk"), lineage=OuterRef(OuterRef("lineage")))
    found: QuerySet[Any] = Version.objects.visible_to(user).filter(
        instrument=OuterRef("instrument"), reconstructed_from=None, record__withdrawal=None
    )
    made: QuerySet[Any] = (
        found.annotate(there=Exists(there))
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
    return made


def unled_count(user: Any) -> Case:
    """How many mandates in force without a lead ask whom this one asks first; itself among them."""
    asked = Addressee.objects.filter(role=Addressee.Role.ADDRESSEE)
    first = asked.filter(source=OuterRef(OuterRef(OuterRef("source")))).order_by("position", "pk")
    same = asked.filter(entity__in=first.values("entity")[:1])
    found = (
        Mandate.objects.visible_to(user)
        .filter(
            legal_status=LegalStatus.IN_FORCE,
            lifecycle_state=ACTIVE,
            lead=None,
            source__in=same.values("source"),
        )
        .order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(n=Count("pk"))
    )
    counted = Subquery(found.values("n")[:1])
    return Case(
        When(lead=None, legal_status=LegalStatus.IN_FORCE, lifecycle_state=ACTIVE, then=counted)
    )
