"""Factories of mandates, texts and entities for tests."""

from __future__ import annotations

import itertools
from typing import Any

from django.db import transaction

from majlis.instruments.lifecycle import IN_FORCE
from majlis.instruments.models import Provision, Version
from majlis.instruments.publication.build import VersionFacts, create_instrument, create_version
from majlis.kernel.records import create_record
from majlis.mandates.core.numbers import create_mandate
from majlis.mandates.core.status import refresh_status
from majlis.mandates.models import Addressee, Assignment, Entity, EntityKind, Mandate, MandateSource
from majlis.textkit.read import read_bytes

_serial = itertools.count(1)
TEXT = """Resolution {number}

Lights of the coast

The Council of Tides,

Noting the tide,

1. Decides to keep the lights;

2. Requests the Keeper to report on the tide to the Council every year;

3. Invites the harbours to paint their boats;

4. Welcomes the new lamp.
"""


def text(
    state: str = IN_FORCE, words: str = TEXT, of: Version | None = None, **facts: Any
) -> Version:
    """A version of a new text of the fictional council, or one that follows ``of``; ``words`` has ``{number}``."""
    number = of.instrument.symbol.rpartition(" ")[2] if of else str(7000 + next(_serial))
    read = read_bytes(words.format(number=number).encode(), name="tides.en.txt")
    kept = VersionFacts(state=state, **facts)
    instrument = of.instrument if of else create_instrument(read, kept)
    return create_version(instrument, read, kept, follows=of)


def entity(title: str = "Keeper", **values: Any) -> Entity:
    """An entity of that English name; the same again where there is one."""
    slug = title.lower().replace(" ", "-")
    found = Entity.objects.filter(slug=slug).first()
    if found is not None:
        return found
    record = create_record("entity", f"entities/{slug}", {"title": {"en": title}}, authentic="en")
    return Entity.objects.create(
        record=record, slug=slug, kind=values.pop("kind", EntityKind.OTHER), **values
    )


def mandate(
    version: Version | None = None,
    *,
    number: int = 2,
    asked: str = "Keeper",
    recipient: str = "Council",
    of: Mandate | None = None,
    lead: Entity | None = None,
    **values: Any,
) -> Mandate:
    """A mandate at the operative paragraph of that number, or one more source ``of`` one; its status refreshed.

    ``lead``: confirmed as its lead. ``values``: fields of the source.
    """
    version = version or text()
    provision = operative(version, number)
    with transaction.atomic():
        made = of or create_mandate(version.instrument, provision.lineage)
        source = MandateSource.objects.create(
            mandate=made,
            version=version,
            provision=provision,
            language="en",
            **{"force": "requests", "verb": "Requests", "action": "to report", "kind": "report"}
            | values,
        )
        for role, title in (("asked", asked), ("recipient", recipient)):
            if title:
                Addressee.objects.create(
                    source=source, role=role, entity=entity(title), words=title
                )
        if lead is not None:
            Assignment.objects.create(mandate=made, entity=lead, part="lead", state="confirmed")
        refresh_status([made.pk])
    made.refresh_from_db()
    return made


def operative(version: Version, number: int) -> Provision:
    """The operative paragraph of that number."""
    return Provision.objects.filter(version=version, kind="operative").order_by("position")[
        number - 1
    ]
