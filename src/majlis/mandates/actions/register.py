"""Verbs of tables: a row becomes a mandate, or adds to one; what a person accepted is never changed by a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from majlis.instruments.models import Provision, Version
from majlis.kernel.verbs import Act, verb
from majlis.mandates import going_on, values
from majlis.mandates.actions.accepting import propose_lead
from majlis.mandates.actions.finding import decided, moved
from majlis.mandates.kinds import By, Force, Kind
from majlis.mandates.lifecycle import CONFIRMED, PROPOSED, WAITING
from majlis.mandates.models import Actor, Alias, Asking, Assignment, Finding, Mandate, Named
from majlis.mandates.naming import other_actors
from majlis.mandates.numbers import new_mandate
from majlis.mandates.settling import settle
from majlis.mandates.who import actor_for

Aliases = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Given:
    """What a row says of a new mandate. ``keys_in_entry``: the part -> names, each a slug or a name in ``language``."""

    language: str
    force: str = Force.REQUESTS
    verb: str = ""
    action: str = ""
    kind: str = Kind.ACTION
    deadline: str = ""
    occasion: str = ""
    recurrence: str = ""
    trigger: str = ""
    named: dict[str, Sequence[str]] = field(default_factory=dict)

    def of_asking(self) -> dict[str, str]:
        """The fields of an asking."""
        names = ("force", "verb", "action", "kind", "deadline", "occasion", "recurrence", "trigger")
        return {name: getattr(self, name) for name in names}


@verb("mandates.take_in")
def take_in(act: Act, provision: Provision, /, *, given: Given, propose: bool = True) -> Mandate:
    """A person brings a mandate in by a table: it is accepted by that, at this provision of its version.

    ``propose_redaction``: who alone is asked is proposed as lead.
    """
    said = given.of_asking()
    given_names = {role: names for role, names in given.named.items() if names}
    mandate = new_mandate(provision.version.instrument, provision.lineage, given.force)
    asking = Asking.objects.create(
        mandate=mandate,
        version=provision.version,
        provision=provision,
        language=given.language,
        by={name: str(By.PERSON) for name, value in (said | given_names).items() if value},
        accepted_by=act.actor.user,
        **said,
    )
    for role, names in given.named.items():
        for place, name in enumerate(dict.fromkeys(names)):
            Named.objects.get_or_create(
                asking=asking,
                role=role,
                actor=actor_of(name, given.language, provision.version),
                defaults={"words": name, "position": place},
            )
    taken = _take_along(act, asking)
    asked = asking.named.filter(role=Named.Role.ASKED).select_related("actor").order_by("position")
    if propose:
        propose_lead(act, mandate, provision.version, [(each.actor, each.words) for each in asked])
    settle([mandate.pk])
    if taken is not None:
        said |= {"finding": str(taken.pk)}
    going_on.suggest_elsewhere(mandate, provision.version_id)
    mandate.refresh_from_db()
    act.note(mandate, new={"provision": provision.get_absolute_url()[3:], **said})
    return mandate


def _take_along(act: Act, asking: Asking) -> Finding | None:
    """What the engine found of it at its provision is decided with it: accepted from the queue, it would count twice."""
    waiting = Finding.objects.filter(
        provision=asking.provision_id, state=WAITING, sort=Finding.Sort.MANDATE
    ).select_related("provision", "version__instrument__body")
    found = going_on.most_like(asking, waiting.order_by("part", "pk"))
    if found is None:
        return None
    now = {name: getattr(asking, name) for name in ("force", "kind", *values.WORDS)}
    actors: dict[str, list[tuple[Actor, str]]] = {}
    for each in asking.named.select_related("actor").order_by("position"):
        actors.setdefault(each.role, []).append((each.actor, each.words))
    read = values.of_found(found.found)
    changed = {*values.differing(read, read | now), *other_actors(actors, read, found)}
    moved(found, "mandates.accept")
    corrected = [field for field in values.FIELDS if field in changed]
    decided(act, found, mandate=asking.mandate, corrected=corrected)
    return found


@verb("mandates.add_to")
def add_to(
    act: Act,
    mandate: Mandate,
    /,
    *,
    aliases: Aliases = (),
    lead: Actor | None = None,
    contributors: Sequence[Actor] = (),
) -> Mandate:
    """Add what another registry calls a mandate, and propose who leads or contributes; nothing is taken away."""
    new: dict[str, Any] = {}
    for registry, value in aliases:
        _alias, fresh = Alias.objects.get_or_create(
            registry=registry, value=value, defaults={"mandate": mandate}
        )
        if fresh:
            new.setdefault("aliases", []).append(f"{registry}:{value}")
    parts = [("contributor", each) for each in contributors]
    for part, actor in [*([("lead", lead)] if lead else []), *parts]:
        _assignment, fresh = Assignment.objects.get_or_create(
            mandate=mandate,
            actor=actor,
            part=part,
            state__in=[PROPOSED, CONFIRMED],
            defaults={"state": PROPOSED, "made_by": act.actor.user},
        )
        if fresh:
            new.setdefault(f"proposed_{part}", []).append(actor.slug)
    if new:
        act.note(mandate, new=new)
    else:
        act.unchanged()
    return mandate


def actor_of(name: str, language: str, of: Version) -> Actor:
    """The actor of this slug, else of this name in the house of the text; a new one where there is none, as open as
    the version that names it."""
    found = Actor.objects.filter(slug=name).first()
    return found or actor_for(name, language, of.instrument.body, of=of)
