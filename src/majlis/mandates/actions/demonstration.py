"""Mandates of a demonstration's texts, made at once: what a person would have accepted of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from majlis.instruments.models import Provision
from majlis.kernel.records import new_record
from majlis.kernel.verbs import Act, verb
from majlis.mandates.actions.register import actor_of
from majlis.mandates.kinds import By
from majlis.mandates.lifecycle import CONFIRMED
from majlis.mandates.models import Actor, Asking, Assignment, Clause, Mandate, Named
from majlis.mandates.numbers import new_mandate
from majlis.mandates.settling import settle
from majlis.parties.models import Body


@dataclass(frozen=True)
class Fictional:
    """A mandate of a demonstration, at a provision. ``asking``, ``mandate``: fields of the two; ``named``: part -> slugs."""

    provision: Provision
    language: str
    asking: Mapping[str, Any]
    named: Mapping[str, Sequence[str]] = field(default_factory=dict)
    mandate: Mapping[str, Any] = field(default_factory=dict)
    lead: str = ""


@dataclass(frozen=True)
class Player:
    """An actor of a demonstration; ``body``: who that is among the bodies."""

    slug: str
    titles: Mapping[str, str]
    sort: str
    body: Body | None = None


@verb("mandates.load_demonstration")
def load_demonstration(
    act: Act,
    wanted: Sequence[Fictional],
    /,
    *,
    players: Sequence[Player] = (),
    clauses: Sequence[Mapping[str, Any]] = (),
) -> list[Mandate]:
    """Make the actors, mandates and clauses of a demonstration. The system alone does this."""
    for player in players:
        if not Actor.objects.filter(slug=player.slug).exists():
            record = new_record(
                "actor", f"actors/{player.slug}", {"title": dict(player.titles)}, authentic="en"
            )
            Actor.objects.create(
                record=record, slug=player.slug, sort=player.sort, body=player.body
            )
            act.note(record, new={"sort": player.sort})
    made = []
    for each in wanted:
        version = each.provision.version
        mandate = new_mandate(version.instrument, each.provision.lineage)
        asking = Asking.objects.create(
            mandate=mandate,
            version=version,
            provision=each.provision,
            language=each.language,
            by=dict.fromkeys(each.asking, str(By.RULE)),
            **each.asking,
        )
        for role, names in each.named.items():
            for place, name in enumerate(names):
                actor = actor_of(name, each.language)
                Named.objects.create(asking=asking, role=role, actor=actor, position=place)
        if each.lead:
            Assignment.objects.create(
                mandate=mandate,
                actor=actor_of(each.lead, each.language),
                part=Assignment.Part.LEAD,
                state=CONFIRMED,
                since=version.date,
                record=version.record,
            )
        if each.mandate:
            Mandate.objects.filter(pk=mandate.pk).update(**each.mandate)
        act.note(mandate, new={"provision": each.provision.get_absolute_url()[3:]})
        made.append(mandate)
    for clause in clauses:
        kept = Clause.objects.create(**clause)
        act.note(kept, record=kept.version.record, new={"kind": kept.kind})
    settle([each.pk for each in made])
    return made
