"""Stubs: instruments that are cited and not held; how they are created and replaced by the held text."""

from __future__ import annotations

from collections.abc import Sequence

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


def claim_citations(made: Instrument) -> None:
    """Citations by number and year went to the stub of the number alone; those that mean this text come to it."""
    for form in made.keys:
        number = instrument_key(form)
        if number == form:
            continue
        Citation.objects.filter(
            value=form, target__held=False, target__keys__0=number, target__became=None
        ).update(target=made)
        # Nobody cites it any more: whoever has its address is led on.
        Instrument.objects.filter(held=False, keys__0=number, became=None, cited_by=None).update(
            became=made
        )


def create_stubs(keys: Sequence[str]) -> list[Instrument]:
    """Texts that others cite and that are not held: known by their symbols alone, one for each."""
    stems = [slug_stem(key) for key in keys]
    taken = set(Instrument.objects.filter(slug__in=stems).values_list("slug", flat=True))
    slugs: list[str] = []
    for stem in stems:
        # Only where the stem is taken are the numbers behind it tried, one by one.
        slug = stem if stem not in {*taken, *RESERVED_SLUGS} else _numbered_slug(stem, slugs)
        slugs.append(slug)
        taken.add(slug)
    records = Record.objects.bulk_create(
        (Record(kind="instrument", address=f"texts/{slug}") for slug in slugs),
        batch_size=BATCH_SIZE,
    )
    made = Instrument.objects.bulk_create(
        (
            Instrument(
                record=record,
                slug=slug,
                kind=_kind_of(key),
                symbol=key,
                keys=[key, *number_keys(key)],
                held=False,
            )
            for key, slug, record in zip(keys, slugs, records, strict=True)
        ),
        batch_size=BATCH_SIZE,
    )
    for each in made:
        claim_citations(each)
    return made


def _numbered_slug(stem: str, given: Sequence[str]) -> str:
    return first_free(
        stem,
        lambda tried: (
            tried == stem or tried in given or Instrument.objects.filter(slug=tried).exists()
        ),
    )


def _kind_of(key: str) -> str:
    if "/RES/" in key:
        return "resolution"
    return next((kind for kind in KINDS if key.startswith(f"{kind} ")), InstrumentKind.TEXT)


def stub_stands_for(stub: Instrument, body: Body | None, keys: Sequence[str], words: str) -> bool:
    """Whether a stub stands for a text of this body: a symbol says so; a bare number, if texts of the body cite it.

    Every body has its resolution 5. Where that cannot be told, the stub waits for a person. ``plain_snippet``: what the
    text calls its body, for one that does not bear the symbol of the stub ("resolution 70/1", A/RES/70/1).
    """
    if stub.keys[0] not in keys and (organ := organ_of(stub.keys[0])):
        return words == organ
    if "/" in stub.keys[0] or body is None:
        return True
    citing = Citation.objects.filter(target=stub)
    return citing.filter(wording__provision__version__instrument__body=body).exists()


def replace_stub(stub: Instrument, made: Instrument) -> None:
    """What cited the stub cites the instrument; the stub's address leads there."""
    Citation.objects.filter(target=stub).update(target=made, stub=stub)
    stub.became = made
    stub.save(update_fields=["became"])
