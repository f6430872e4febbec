"""Whom the words of a text name: the actor of that name, or a new one.

Helpers for verbs, to be called inside one; who calls them writes the audit.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from majlis.instruments.models import Version
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Access, Circle, Wording
from majlis.kernel.records import create_record
from majlis.mandates.models import Actor, Sort
from majlis.parties.models import Body

OF = " @ "
"""In the names of the engine: "Secretary-General @ itu" is whom a body of ITU means by that name."""


def actor_called(name: str, language: str, body: Body | None = None) -> Actor | None:
    """The actor that the engine gives by this English name, or that has this title in some language.

    ``url_encoded_body``: whose text it is. Some names mean another in each house ("the Secretary-General"): the one of the
    body itself, or of the nearest one above it that has one.
    """
    name = " ".join(name.split())
    if not name:
        return None
    known = Actor.objects.select_related("record", "became__record")
    names = [f"{name}{OF}{slug}" for slug in above(body)] + [name]
    there: dict[str, Actor] = {}
    for each in known.filter(lexicon__overlap=names):
        there |= {one: each for one in each.lexicon}
    for each in names:
        if each in there:
            return there[each].became or there[each]
    titled = Wording.objects.filter(record__kind="actor", field="title", text__iexact=name)
    keys = titled.order_by("record").values_list("record", "language")
    by_language = {said: key for key, said in reversed(keys)}
    for code in (language, "en", *LANGUAGE_CODES):
        if code in by_language:
            found: Actor = known.get(pk=by_language[code])
            return found.became or found
    return None


def actor_written(words: str, language: str) -> Actor | None:
    """The actor that a person means: by its name in some language, or by the end of the address of its page."""
    found = actor_called(words, language)
    if found is not None:
        return found
    slug = words.strip().rstrip("/").rpartition("/")[2]
    there = Actor.objects.select_related("record", "became__record").filter(slug=slug).first()
    return (there.became or there) if there is not None else None


def above(body: Body | None) -> list[str]:
    """The slugs of a body and of those above it, itself first; a circle ends it."""
    slugs: list[str] = []
    while body is not None and body.slug not in slugs:
        slugs.append(body.slug)
        body = body.parent
    return slugs


def closed_like(version: Version) -> tuple[str, Circle | None]:
    """Who may see what a version says: those who may see the version, and its text."""
    for each in (version.record, version.instrument.record):
        if each.access != Access.PUBLIC:
            return each.access, each.circle
    return Access.PUBLIC, None


def actor_for(
    name: str, language: str, body: Body | None = None, *, of: Version | None = None
) -> Actor:
    """The actor of a name as a text of a body or a person writes it; where there is none, a new one, of no known kind.

    ``request_for``: the version that names it. Who may see that may see a new one, until what is public names it (``settling``).
    """
    found = actor_called(name, language, body)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _new(name, language, of)
    except IntegrityError:  # somebody took the slug at the same moment: perhaps for the same actor
        return actor_called(name, language, body) or _new(name, language, of)


def _new(name: str, language: str, of: Version | None) -> Actor:
    name = " ".join(name.split())
    slug = _free(slugify(name)[:60].strip("-") or "actor")
    access, circle = closed_like(of) if of is not None else (Access.PUBLIC, None)
    record = create_record(
        "actor",
        f"actors/{slug}",
        {"title": {language: name}},
        authentic=language,
        access=access,
        circle=circle,
    )
    return Actor.objects.create(record=record, slug=slug, sort=Sort.OTHER)


def _free(slug: str) -> str:
    taken = set(Actor.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number, tried = 1, slug
    while tried in taken:
        number += 1
        tried = f"{slug}-{number}"
    return tried
