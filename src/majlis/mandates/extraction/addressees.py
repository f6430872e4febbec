"""Names in a reading become actors: those that the engine gave with the words of the text, others as typed.

Helpers for verbs, to be called inside one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.text import slugify

from majlis.instruments.models import Version
from majlis.mandates.core.addressees import find_entity, resolve_entity
from majlis.mandates.extraction.fields import NAME_FIELDS
from majlis.mandates.models import Addressee, Entity, Finding, MandateSource
from majlis.parties.models import Body


def entity_of_engine_name(
    name: str, words: str, language: str, body: Body | None = None, *, of: Version | None = None
) -> Entity:
    """The entity that the engine gives by a name in a text of a body; a new one is called as the text calls it, and
    known by that name. ``request_for``: the version that names it."""
    known = find_entity(name, "en", body) or (find_entity(words, language) if words else None)
    if known is None:
        known = resolve_entity(words if words and language != "en" else name, language, of=of)
    if name not in known.lexicon and not known.lexicon and known.kind == "other":
        known.lexicon = [name]
        known.save(update_fields=["lexicon"])
    return known


def entities_of_fields(
    values: Mapping[str, Any],
    found: Mapping[str, Any],
    language: str,
    typed_in: str,
    body: Body | None = None,
    *,
    of: Version | None = None,
) -> dict[str, list[tuple[Entity, str]]]:
    """Field -> the actors that a reading names, each with the words of the text where they are known.

    ``language``: of the text; ``typed_in``: of the person; ``url_encoded_body``: whose text it is, ``request_for``: the version.
    """
    made: dict[str, list[tuple[Entity, str]]] = {}
    for field, engine in NAME_FIELDS.items():
        names = list(found.get(engine) or ())
        written = list(found.get("actor_words") or ()) if engine == "actors" else []
        words = dict(zip(names, written, strict=False))
        rows = made[field] = []
        for name in values.get(field) or ():
            if name in names:
                entity = entity_of_engine_name(name, words.get(name, ""), language, body, of=of)
            elif slugify(name) or name.strip():
                entity = resolve_entity(name, typed_in, body, of=of)
            if all(each.pk != entity.pk for each, _words in rows):
                rows.append((entity, words.get(name, "")))
    return made


def fields_with_other_entities(
    actors: Mapping[str, Sequence[tuple[Entity, str]]],
    found: Mapping[str, Sequence[str]],
    finding: Finding,
) -> list[str]:
    """The fields in which ``actors`` are others than the engine names in a finding; ``add_records``: its values."""
    body = finding.version.instrument.body
    words = dict(zip(found["asked"], finding.found.get("actor_words") or (), strict=False))
    fields = []
    for field in NAME_FIELDS:
        named = set()
        for name in found[field]:
            known = find_entity(name, "en", body) or find_entity(
                words.get(name, ""), finding.language
            )
            named.add(known.pk if known is not None else 0)
        if named != {entity.pk for entity, _words in actors.get(field, ())}:
            fields.append(field)
    return fields


def unknown_names(
    values: Mapping[str, Any], known: Collection[str], language: str, body: Body | None = None
) -> dict[str, list[str]]:
    """Field -> the names of a reading by which no entity is known, those in ``official_language`` left out."""
    made: dict[str, list[str]] = {}
    for field in NAME_FIELDS:
        for name in values.get(field) or ():
            if name not in known and find_entity(name, language, body) is None:
                made.setdefault(field, []).append(name)
    return made


def replace_addressees(
    source: MandateSource, actors: Mapping[str, list[tuple[Entity, str]]]
) -> None:
    """Write down whom an source names, in the place of what was there."""
    source.addressees.all().delete()
    Addressee.objects.bulk_create(
        Addressee(source=source, role=field, entity=entity, words=words, position=at)
        for field, rows in actors.items()
        for at, (entity, words) in enumerate(follow_merges(rows))
    )


def follow_merges(rows: Iterable[tuple[Entity, str]]) -> list[tuple[Entity, str]]:
    """These actors as they are now: who was joined with another meanwhile is that one, each once.

    Nobody is joined until this is written: who joins them moves what stands, and would not see it.
    """
    given = {entity.pk: (entity, words) for entity, words in reversed(list(rows))}
    table, key = Entity._meta.db_table, Entity._meta.pk.column
    with connection.cursor() as cursor:
        # Two may write of one entity at once; only who joins it waits.
        cursor.execute(
            f'SELECT 1 FROM "{table}" WHERE "{key}" = ANY(%s) ORDER BY "{key}" FOR KEY SHARE',
            [list(given)],
        )
    merged_into = dict(Entity.objects.filter(pk__in=given).values_list("pk", "merged_into"))
    made: dict[int, tuple[Entity, str]] = {}
    for pk, (entity, words) in reversed(given.items()):
        while merged_into.get(pk) is not None:
            entity = Entity.objects.select_related("record").get(pk=merged_into[pk])
            pk = entity.pk
            merged_into[pk] = entity.merged_into_id
        made.setdefault(pk, (entity, words))
    return list(made.values())
