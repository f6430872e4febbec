"""Stubs: cited instruments that are not held; created, and replaced by held texts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from majlis.instruments.citations.cited_bodies import UNKNOWN, BodyOf, has_body
from majlis.instruments.core.bodies import bodies_named, body_named
from majlis.instruments.core.identifiers import (
    RESERVED_SLUGS,
    first_free,
    instrument_key,
    number_keys,
    organ_of,
    slug_stem,
)
from majlis.instruments.models import Citation, Instrument
from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.models import Record
from majlis.parties.models import Body
from majlis.textkit.citations import KINDS

BATCH_SIZE = 2_000


def claim_citations(instrument: Instrument) -> None:
    """Move citations by number and year, which led to the stub of the number, to this text."""
    for form in instrument.keys:
        number = instrument_key(form)
        if number == form:
            continue
        of_body = Q(target__body=None) | Q(target__body=instrument.body_id)
        Citation.objects.filter(
            of_body, value=form, target__held=False, target__keys__0=number, target__became=None
        ).update(target=instrument)
        # A stub without citations redirects to the text.
        Instrument.objects.filter(held=False, keys__0=number, became=None, cited_by=None).update(
            became=instrument
        )


def create_stubs(keys: Sequence[str], bodies: Sequence[BodyOf] = ()) -> list[Instrument]:
    """Create a stub for each key; ``bodies`` are those of the cited texts, as far as they are known."""
    known = [*bodies, *(UNKNOWN for _key in keys[len(bodies) :])]
    of_symbols = _bodies_of_symbols(keys)
    bodies = [body or of_symbols[key] for key, body in zip(keys, known, strict=True)]
    stems = [slug_stem(key) for key in keys]
    taken = set(Instrument.objects.filter(slug__in=stems).values_list("slug", flat=True))
    slugs: list[str] = []
    for stem in stems:
        # Numbers are tried only where the stem is taken.
        slug = stem if stem not in {*taken, *RESERVED_SLUGS} else _numbered_slug(stem, slugs)
        slugs.append(slug)
        taken.add(slug)
    records = Record.objects.bulk_create(
        (Record(kind="instrument", address=f"texts/{slug}") for slug in slugs),
        batch_size=BATCH_SIZE,
    )
    stubs = Instrument.objects.bulk_create(
        (
            Instrument(
                record=record,
                slug=slug,
                kind=_kind_of(key),
                symbol=key,
                keys=[key, *number_keys(key)],
                body_id=body.key,
                body_words="" if body.key is not None else body.words[:200],
                held=False,
            )
            for key, slug, record, body in zip(keys, slugs, records, bodies, strict=True)
        ),
        batch_size=BATCH_SIZE,
    )
    for each in stubs:
        claim_citations(each)
    return stubs


def _bodies_of_symbols(keys: Sequence[str]) -> dict[str, BodyOf]:
    """The body that each symbol of the United Nations names itself ("A/RES/70/1")."""
    organs = {key: organ_of(key) for key in keys}
    listed = bodies_named(set(organs.values()))
    return {
        key: BodyOf(listed[organ].pk if organ in listed else None, organ)
        for key, organ in organs.items()
    }


def _numbered_slug(stem: str, used: Sequence[str]) -> str:
    return first_free(
        stem,
        lambda tried: (
            tried == stem or tried in used or Instrument.objects.filter(slug=tried).exists()
        ),
    )


def _kind_of(key: str) -> str:
    if "/RES/" in key:
        return "resolution"
    return next((kind for kind in KINDS if key.startswith(f"{kind} ")), InstrumentKind.TEXT)


def stub_stands_for(stub: Instrument, body: Body | None, keys: Sequence[str], words: str) -> bool:
    """Whether a stub stands for a text of this body: by its symbol, or as texts of the body cite it.

    Many bodies have a resolution 5; where nothing decides, a person resolves the stub. ``words`` is
    the body's name in the text, for a stub whose symbol the text does not have ("resolution 70/1"
    and A/RES/70/1), and for a body that is not listed.
    """
    if has_body(stub) and "/" not in stub.keys[0]:
        named = body or body_named(words)
        listed = stub.body or body_named(stub.body_words)
        if named is not None and listed is not None:
            return bool(named.pk == listed.pk)
        return bool(words) and words.casefold() == stub.body_words.casefold()
    if stub.keys[0] not in keys and (organ := organ_of(stub.keys[0])):
        return words == organ
    if "/" in stub.keys[0] or body is None:
        return True
    citing = Citation.objects.filter(target=stub)
    return citing.filter(wording__provision__version__instrument__body=body).exists()


def replace_stub(stub: Instrument, instrument: Instrument) -> None:
    """Move the citations of a stub to an instrument; the stub's address redirects there."""
    Citation.objects.filter(target=stub).update(target=instrument, stub=stub)
    stub.became = instrument
    stub.save(update_fields=["became"])
