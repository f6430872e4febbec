"""What the words of provisions cite: found by the engine, resolved to instruments, or to stubs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from majlis.instruments.kinds import InstrumentKind
from majlis.instruments.models import Citation, Instrument, ProvisionWording
from majlis.instruments.naming import RESERVED, free, key_of, stem_of
from majlis.kernel.models import Record
from majlis.textkit.citations import KINDS, find_citations

ROWS = 2_000


def cite(wordings: Sequence[ProvisionWording], own: Instrument) -> list[Citation]:
    """Find and keep what these words of an instrument cite; a text that is not held gets a stub.

    A text that cites itself by its number is no citation. Where two held texts go by one key, the one
    of the same body is meant; where that does not tell, the stub waits for a person.
    """
    found = [
        (wording, each)
        for wording in wordings
        for each in find_citations(wording.text, wording.language)
    ]
    keys = {key_of(each.value) for _, each in found} - {*own.keys, ""}
    targets = resolve(keys, own)
    rows = [
        Citation(
            wording=wording,
            version_id=wording.provision.version_id,
            start=each.start,
            end=each.end,
            value=each.value[:120],
            target=targets[key],
        )
        for wording, each in found
        if (key := key_of(each.value)) in targets
    ]
    return Citation.objects.bulk_create(rows, batch_size=ROWS)


def resolve(keys: Iterable[str], own: Instrument) -> dict[str, Instrument]:
    """The instrument that each key means, seen from the citing one."""
    wanted = sorted(keys)
    if not wanted:
        return {}
    held: dict[str, list[Instrument]] = {}
    known = Instrument.objects.filter(keys__overlap=wanted, became=None).order_by("-held", "pk")
    for each in known:
        for key in each.keys:
            held.setdefault(key, []).append(each)
    found = {key: _meant(held.get(key, []), own) for key in wanted}
    made = iter(stubs([key for key, each in found.items() if each is None]))
    return {key: each or next(made) for key, each in found.items()}


def _meant(candidates: Sequence[Instrument], own: Instrument) -> Instrument | None:
    kept = [each for each in candidates if each.held]
    same = [each for each in kept if each.body_id and each.body_id == own.body_id]
    if len(same) == 1:
        return same[0]
    if len(kept) == 1:
        return kept[0]
    return next((each for each in candidates if not each.held), None)


def stubs(keys: Sequence[str]) -> list[Instrument]:
    """Texts that others cite and that are not held: known by their symbols alone, one for each key."""
    stems = [stem_of(key) for key in keys]
    taken = set(Instrument.objects.filter(slug__in=stems).values_list("slug", flat=True))
    slugs: list[str] = []
    for stem in stems:
        # Only where the stem is taken are the numbers behind it tried, one by one.
        slug = stem if stem not in {*taken, *RESERVED} else _numbered(stem, slugs)
        slugs.append(slug)
        taken.add(slug)
    records = Record.objects.bulk_create(
        (Record(kind="instrument", address=f"texts/{slug}") for slug in slugs), batch_size=ROWS
    )
    return Instrument.objects.bulk_create(
        (
            Instrument(
                record=record, slug=slug, kind=_kind_of(key), symbol=key, keys=[key], held=False
            )
            for key, slug, record in zip(keys, slugs, records, strict=True)
        ),
        batch_size=ROWS,
    )


def _numbered(stem: str, given: Sequence[str]) -> str:
    return free(
        stem,
        lambda tried: (
            tried == stem or tried in given or Instrument.objects.filter(slug=tried).exists()
        ),
    )


def _kind_of(key: str) -> str:
    if "/RES/" in key:
        return "resolution"
    return next((kind for kind in KINDS if key.startswith(f"{kind} ")), InstrumentKind.TEXT)
