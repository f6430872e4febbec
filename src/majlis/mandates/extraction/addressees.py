"""Resolve the names in the fields of a mandate to entities: names from the engine, and names that users typed.

These helpers write to the database; verbs call them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection
from django.utils.text import slugify

from majlis.instruments.models import Version
from majlis.mandates.core.addressees import find_entity, resolve_entity
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.extraction.fields import NAME_FIELDS, Values
from majlis.mandates.models import Addressee, Entity, Finding, MandateSource
from majlis.parties.models import Body


def entity_of_engine_name(
    name: str, words: str, language: str, body: Body | None = None, *, of: Version | None = None
) -> Entity:
    """The entity with a name from the engine, in a text of a body; it is created if there is none.

    A new entity has the title that the text uses, and is found by the engine's name later.
    ``words``: its name in the text; ``of``: the version that names it.
    """
    entity = find_entity(name, "en", body) or (find_entity(words, language) if words else None)
    if entity is None:
        entity = resolve_entity(words if words and language != "en" else name, language, of=of)
    if name not in entity.lexicon and not entity.lexicon and entity.kind == "other":
        entity.lexicon = [name]
        entity.save(update_fields=["lexicon"])
    return entity


def entities_of_fields(
    values: Values,
    engine_fields: JsonRow,
    language: str,
    typed_in: str,
    body: Body | None = None,
    *,
    of: Version | None = None,
) -> dict[str, list[tuple[Entity, str]]]:
    """Map each field to the entities that it names, with the words of the text if known.

    ``language`` is that of the text, ``typed_in`` that of the user, ``body`` the one whose text it
    is, ``of`` the version.
    """
    entities: dict[str, list[tuple[Entity, str]]] = {}
    for field, engine in NAME_FIELDS.items():
        names = list(engine_fields.get(engine) or ())
        written = list(engine_fields.get("actor_words") or ()) if engine == "actors" else []
        words = dict(zip(names, written, strict=False))
        rows = entities[field] = []
        for name in values.get(field) or ():
            if name in names:
                entity = entity_of_engine_name(name, words.get(name, ""), language, body, of=of)
            elif slugify(name) or name.strip():
                entity = resolve_entity(name, typed_in, body, of=of)
            if all(each.pk != entity.pk for each, _words in rows):
                rows.append((entity, words.get(name, "")))
    return entities


def fields_with_other_entities(
    actors: Mapping[str, Sequence[tuple[Entity, str]]],
    engine_values: Mapping[str, Sequence[str]],
    finding: Finding,
) -> list[str]:
    """The fields whose ``actors`` differ from the entities that the engine named in ``engine_values``."""
    body = finding.version.instrument.body
    words = dict(
        zip(engine_values["asked"], finding.extracted.get("actor_words") or (), strict=False)
    )
    fields = []
    for field in NAME_FIELDS:
        named_entities = set()
        for name in engine_values[field]:
            named_entity = find_entity(name, "en", body) or find_entity(
                words.get(name, ""), finding.language
            )
            named_entities.add(named_entity.pk if named_entity is not None else 0)
        if named_entities != {entity.pk for entity, _words in actors.get(field, ())}:
            fields.append(field)
    return fields


def unknown_names(
    values: Values, known: Collection[str], language: str, body: Body | None = None
) -> dict[str, list[str]]:
    """Map each field to its names without an entity; names in ``known`` are left out."""
    unknown: dict[str, list[str]] = {}
    for field in NAME_FIELDS:
        for name in values.get(field) or ():
            if name not in known and find_entity(name, language, body) is None:
                unknown.setdefault(field, []).append(name)
    return unknown


def replace_addressees(
    source: MandateSource, actors: Mapping[str, list[tuple[Entity, str]]]
) -> None:
    """Replace the addressees of a source."""
    source.addressees.all().delete()
    Addressee.objects.bulk_create(
        Addressee(source=source, role=field, entity=entity, words=words, position=at)
        for field, rows in actors.items()
        for at, (entity, words) in enumerate(follow_merges(rows))
    )


def follow_merges(rows: Iterable[tuple[Entity, str]]) -> list[tuple[Entity, str]]:
    """The entities, each replaced by the one into which it was merged meanwhile, without duplicates.

    The rows are locked until the transaction ends: a merge moves existing addressees, and would
    miss these.
    """
    words_by_entity = {entity.pk: (entity, words) for entity, words in reversed(list(rows))}
    table, key = Entity._meta.db_table, Entity._meta.pk.column
    with connection.cursor() as cursor:
        # A shared lock: several writers may name an entity at once; only its merge waits.
        cursor.execute(
            f'SELECT 1 FROM "{table}" WHERE "{key}" = ANY(%s) ORDER BY "{key}" FOR KEY SHARE',
            [list(words_by_entity)],
        )
    merged_into = dict(
        Entity.objects.filter(pk__in=words_by_entity).values_list("pk", "merged_into")
    )
    current: dict[int, tuple[Entity, str]] = {}
    for pk, (entity, words) in reversed(words_by_entity.items()):
        while merged_into.get(pk) is not None:
            entity = Entity.objects.select_related("record").get(pk=merged_into[pk])
            pk = entity.pk
            merged_into[pk] = entity.merged_into_id
        current.setdefault(pk, (entity, words))
    return list(current.values())
