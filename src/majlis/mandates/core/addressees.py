"""The entity that a name in a text means; a new entity where there is none."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from majlis.instruments.models import Version
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Access, Circle, Wording
from majlis.kernel.records import create_record
from majlis.mandates.models import Entity, EntityKind
from majlis.parties.models import Body

BODY_SEPARATOR = " @ "
"""In the names of the engine: "Secretary-General @ itu" is whom a body of ITU means by that name."""


def find_entity(name: str, language: str, body: Body | None = None) -> Entity | None:
    """The entity that the engine gives by this English name, or that has this title in some language.

    ``url_encoded_body``: whose text it is. Some names mean another in each house ("the Secretary-General"): the one of the
    body itself, or of the nearest one above it that has one.
    """
    name = " ".join(name.split())
    if not name:
        return None
    known = Entity.objects.select_related("record", "merged_into__record")
    names = [f"{name}{BODY_SEPARATOR}{slug}" for slug in body_chain(body)] + [name]
    there: dict[str, Entity] = {}
    for each in known.filter(lexicon__overlap=names):
        there |= {one: each for one in each.lexicon}
    for each in names:
        if each in there:
            return there[each].merged_into or there[each]
    titled = Wording.objects.filter(record__kind="entity", field="title", text__iexact=name)
    keys = titled.order_by("record").values_list("record", "language")
    by_language = {said: key for key, said in reversed(keys)}
    for code in (language, "en", *LANGUAGE_CODES):
        if code in by_language:
            found: Entity = known.get(pk=by_language[code])
            return found.merged_into or found
    return None


def entity_from_input(words: str, language: str) -> Entity | None:
    """The entity that a person means: by its name in some language, or by the end of the address of its page."""
    found = find_entity(words, language)
    if found is not None:
        return found
    slug = words.strip().rstrip("/").rpartition("/")[2]
    there = Entity.objects.select_related("record", "merged_into__record").filter(slug=slug).first()
    return (there.merged_into or there) if there is not None else None


def body_chain(body: Body | None) -> list[str]:
    """The slugs of a body and of those above it, itself first; a circle ends it."""
    slugs: list[str] = []
    while body is not None and body.slug not in slugs:
        slugs.append(body.slug)
        body = body.parent
    return slugs


def access_of_version(version: Version) -> tuple[str, Circle | None]:
    """Who may see what a version says: those who may see the version, and its text."""
    for each in (version.record, version.instrument.record):
        if each.access != Access.PUBLIC:
            return each.access, each.circle
    return Access.PUBLIC, None


def resolve_entity(
    name: str, language: str, body: Body | None = None, *, of: Version | None = None
) -> Entity:
    """The entity of a name as a text of a body or a person writes it; where there is none, a new one, of no known kind.

    ``request_for``: the version that names it. Who may see that may see a new one, until what is public names it (``settling``).
    """
    found = find_entity(name, language, body)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _create_entity(name, language, of)
    except IntegrityError:  # somebody took the slug at the same moment: perhaps for the same entity
        return find_entity(name, language, body) or _create_entity(name, language, of)


def _create_entity(name: str, language: str, of: Version | None) -> Entity:
    name = " ".join(name.split())
    slug = _free_slug(slugify(name)[:60].strip("-") or "entity")
    access, circle = access_of_version(of) if of is not None else (Access.PUBLIC, None)
    record = create_record(
        "entity",
        f"entities/{slug}",
        {"title": {language: name}},
        authentic=language,
        access=access,
        circle=circle,
    )
    return Entity.objects.create(record=record, slug=slug, kind=EntityKind.OTHER)


def _free_slug(slug: str) -> str:
    taken = set(Entity.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number, tried = 1, slug
    while tried in taken:
        number += 1
        tried = f"{slug}-{number}"
    return tried
