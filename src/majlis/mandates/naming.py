"""Names in a reading become actors: those that the engine gave with the words of the text, others as typed.

Helpers for verbs, to be called inside one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.text import slugify

from majlis.instruments.models import Version
from majlis.mandates.models import Actor, Asking, Finding, Named
from majlis.mandates.values import NAMES
from majlis.mandates.who import actor_called, actor_for
from majlis.parties.models import Body


def actor_of(
    name: str, words: str, language: str, body: Body | None = None, *, of: Version | None = None
) -> Actor:
    """The actor that the engine gives by a name in a text of a body; a new one is called as the text calls it, and
    known by that name. ``request_for``: the version that names it."""
    known = actor_called(name, "en", body) or (actor_called(words, language) if words else None)
    if known is None:
        known = actor_for(words if words and language != "en" else name, language, of=of)
    if name not in known.lexicon and not known.lexicon and known.sort == "other":
        known.lexicon = [name]
        known.save(update_fields=["lexicon"])
    return known


def actors_of(
    values: Mapping[str, Any],
    found: Mapping[str, Any],
    language: str,
    typed_in: str,
    body: Body | None = None,
    *,
    of: Version | None = None,
) -> dict[str, list[tuple[Actor, str]]]:
    """Field -> the actors that a reading names, each with the words of the text where they are known.

    ``language``: of the text; ``typed_in``: of the person; ``url_encoded_body``: whose text it is, ``request_for``: the version.
    """
    made: dict[str, list[tuple[Actor, str]]] = {}
    for field, engine in NAMES.items():
        names = list(found.get(engine) or ())
        written = list(found.get("actor_words") or ()) if engine == "actors" else []
        words = dict(zip(names, written, strict=False))
        rows = made[field] = []
        for name in values.get(field) or ():
            if name in names:
                actor = actor_of(name, words.get(name, ""), language, body, of=of)
            elif slugify(name) or name.strip():
                actor = actor_for(name, typed_in, body, of=of)
            if all(each.pk != actor.pk for each, _words in rows):
                rows.append((actor, words.get(name, "")))
    return made


def other_actors(
    actors: Mapping[str, Sequence[tuple[Actor, str]]],
    found: Mapping[str, Sequence[str]],
    finding: Finding,
) -> list[str]:
    """The fields in which ``actors`` are others than the engine names in a finding; ``add_records``: its values."""
    body = finding.version.instrument.body
    words = dict(zip(found["asked"], finding.found.get("actor_words") or (), strict=False))
    fields = []
    for field in NAMES:
        named = set()
        for name in found[field]:
            known = actor_called(name, "en", body) or actor_called(
                words.get(name, ""), finding.language
            )
            named.add(known.pk if known is not None else 0)
        if named != {actor.pk for actor, _words in actors.get(field, ())}:
            fields.append(field)
    return fields


def unknown(
    values: Mapping[str, Any], known: Collection[str], language: str, body: Body | None = None
) -> dict[str, list[str]]:
    """Field -> the names of a reading by which no actor is known, those in ``official_language`` left out."""
    made: dict[str, list[str]] = {}
    for field in NAMES:
        for name in values.get(field) or ():
            if name not in known and actor_called(name, language, body) is None:
                made.setdefault(field, []).append(name)
    return made


def name_them(asking: Asking, actors: Mapping[str, list[tuple[Actor, str]]]) -> None:
    """Write down whom an asking names, in the place of what was there."""
    asking.named.all().delete()
    Named.objects.bulk_create(
        Named(asking=asking, role=field, actor=actor, words=words, position=at)
        for field, rows in actors.items()
        for at, (actor, words) in enumerate(by_now(rows))
    )


def by_now(rows: Iterable[tuple[Actor, str]]) -> list[tuple[Actor, str]]:
    """These actors as they are now: who was joined with another meanwhile is that one, each once.

    Nobody is joined until this is written: who joins them moves what stands, and would not see it.
    """
    given = {actor.pk: (actor, words) for actor, words in reversed(list(rows))}
    table, key = Actor._meta.db_table, Actor._meta.pk.column
    with connection.cursor() as cursor:
        # Two may write of one actor at once; only who joins it waits.
        cursor.execute(
            f'SELECT 1 FROM "{table}" WHERE "{key}" = ANY(%s) ORDER BY "{key}" FOR KEY SHARE',
            [list(given)],
        )
    became = dict(Actor.objects.filter(pk__in=given).values_list("pk", "became"))
    made: dict[int, tuple[Actor, str]] = {}
    for pk, (actor, words) in reversed(given.items()):
        while became.get(pk) is not None:
            actor = Actor.objects.select_related("record").get(pk=became[pk])
            pk = actor.pk
            became[pk] = actor.became_id
        made.setdefault(pk, (actor, words))
    return list(made.values())
