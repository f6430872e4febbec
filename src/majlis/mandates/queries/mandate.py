"""A mandate with all that its page shows: read in three queries, however much there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
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
from majlis.mandates.models import (
    Alias,
    Asking,
    Assignment,
    Clause,
    Ending,
    Mandate,
    OtherReading,
)
from majlis.mandates.queries.around import (
    actor_json,
    askings,
    lead_of,
    place_json,
    speaks,
    unled,
    versions,
)
from majlis.mandates.queries.lines import Line, actor_from, lines, with_lines

Found = dict[str, Any]


@dataclass
class Step:
    """One version of the text, or one that quotes it: what it asks, or that it leaves it out."""

    version: Version
    asked: Found | None = None
    there: bool = False
    words: dict[str, ProvisionWording] = field(default_factory=dict)


@dataclass
class Read:
    """All that the page shows. ``wordings``: language -> the words that ask; ``above``: those over them."""

    line: Line
    steps: list[Step]
    acts: list[Act]
    wordings: dict[str, ProvisionWording]
    above: list[tuple[Provision, dict[str, ProvisionWording]]]
    assigned: list[Found]
    endings: list[Found]
    taken_in: list[Found]
    aliases: list[Found]
    clauses: list[Found]
    readings: list[Found]
    concepts: list[Concept]
    unled: int
    records: dict[int, Record]

    @property
    def mandate(self) -> Mandate:
        """The mandate."""
        return self.line.mandate

    @property
    def asking(self) -> Asking | None:
        """What the version that counts says of it."""
        return self.line.mandate.asking


def seen(user: Any, slug: str) -> Mandate | None:
    """The mandate of a number, if the user may see it."""
    found = Mandate.objects.visible_to(user).filter(slug=slug)
    made: Mandate | None = found.select_related("record", "instrument__body__record").first()
    return made


def read(user: Any, slug: str, language: str) -> Read | None:
    """The mandate of a number with all that its page shows, if the user may see it."""
    rows = _mandate(user, slug=slug, language=language)
    if not rows:
        return None
    it = rows[0]
    (line,) = lines([it])
    it.instrument.body = body_from(it.body_of_text)
    if it.speaks is not None:
        it.lead = lead_of(it)
    hide_bodies(user, [it.instrument])
    near = (
        _wordings(
            user,
            mandate=it.pk,
            version=it.asking.version_id,
            position=it.asking.provision.position,
        )
        if it.asking is not None
        else []
    )
    steps = _steps(it, near)
    acts = [_act(each) for each in it.acted]
    hide_bodies(user, acts)
    concepts = [
        Concept(record=_record(each), code=each["code"])  # its words are read below
        for each in it.concepts
    ]
    own = it.asking.provision_id if it.asking is not None else None
    made = Read(
        line=line,
        steps=steps,
        acts=acts,
        wordings={each.language: each for each in near if each.provision_id == own},
        above=_above(it.asking.provision, near) if it.asking is not None else [],
        assigned=it.assigned,
        endings=it.ended,
        taken_in=it.taken_in,
        aliases=it.called,
        clauses=it.clauses_of,
        readings=it.readings,
        concepts=concepts,
        unled=it.unled or 0,
        records={},
    )
    _read_words(made)
    return made


def _record(found: Found) -> Record:
    return Record(pk=found["pk"], kind=found.get("kind", ""), address=found["address"])


def _act(found: Found) -> Act:
    """What a body did with the version, from the JSON of a subquery."""
    names = ("kind", "date", "manner", "in_favour", "against", "abstaining", "words")
    return Act(body=body_from(found["body"]), **{name: found[name] for name in names})


@compiled_query
def _mandate(user: Any, slug: str, language: str) -> QuerySet[Any]:
    found = (
        Mandate.objects.visible_to(user)
        .filter(slug=slug)
        .select_related("record", "instrument__record", "asking__provision")
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
                actor=actor_json("actor", language),
                **by,
            )
        )
    )
    other = Mandate.objects.visible_to(user).filter(pk=OuterRef("into"))
    ended = (
        Ending.objects.filter(mandate=OuterRef("pk"))
        .order_by("pk")
        .values(
            json=JSONObject(
                kind=F("kind"),
                date=F("date"),
                into=Subquery(other.values("slug")[:1]),
                language=F("language"),
                text=F("text"),
                clause=place_json("clause__"),
                **by,
            )
        )
    )
    taken_in = Mandate.objects.visible_to(user).filter(
        endings__into=OuterRef("pk"), life__in=("merged", "replaced")
    )
    clauses = (
        Clause.objects.filter(
            Q(mandate=None) | Q(mandate=OuterRef("pk")), version=OuterRef("asking__version")
        )
        .order_by("deadline", "pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                kind=F("kind"),
                deadline=F("deadline"),
                occasion=F("occasion"),
                body=actor_json("body", language),
                place=place_json(""),
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
        OtherReading.objects.filter(
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
    acted = Act.objects.filter(version=OuterRef("asking__version")).order_by("date", "pk")
    shown_with: QuerySet[Any] = with_lines(found, language).annotate(
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
        asked_in=ArraySubquery(askings()),
        in_text=ArraySubquery(versions(user)),
        unled=unled(user),
        speaks=speaks(),
    )
    return shown_with


@compiled_query
def _wordings(user: Any, mandate: int, version: int, position: int) -> QuerySet[ProvisionWording]:
    """The words that ask in all versions and languages, and what stands above them in the one that counts."""
    asking = Asking.objects.filter(mandate=mandate).values("provision")
    before = Provision.objects.filter(version=version, position__lt=position)
    last = before.order_by("level", "-position").distinct("level").values("pk")
    there = ProvisionWording.objects.filter(
        Q(provision__in=asking) | Q(provision__in=last),
        visibility_condition(user, "provision__version__record__"),
        visibility_condition(user, "provision__version__instrument__record__"),
    ).select_related("provision__version__record", "provision__version__instrument__record")
    return with_citations(user, there).order_by("provision__position", "status", "pk")


def _steps(it: Any, near: list[ProvisionWording]) -> list[Step]:
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
        steps.append(Step(version, said, each["there"], own))
    first = next((n for n, each in enumerate(steps) if each.asked), len(steps))
    steps = steps[first:]  # before it was asked there is nothing to tell
    steps += [
        Step(versions[each["version"]], each, True, words.get(each["provision"], {}))
        for each in asked.values()
        if each["version"] in versions
    ]
    return steps


def _above(
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


def _read_words(made: Read) -> None:
    """The names of all that stands around a mandate, in one query."""
    shown = [each["record"] for each in (*made.assigned, *made.endings) if each["record"]]
    members = [each["organisation"] for each in made.readings]
    made.records = {each["pk"]: _record(each) for each in (*shown, *members)}
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
        name = "actor" if "actor" in each else "body"
        if each[name]:
            each[name] = actor_from(each[name])
