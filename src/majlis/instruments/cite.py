"""What the words of provisions cite: found by the engine, resolved to instruments, or to stubs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from majlis.instruments.kinds import InstrumentKind
from majlis.instruments.models import Citation, Instrument, ProvisionWording
from majlis.instruments.naming import RESERVED, cited_as, found_by, free, key_of, organ_of, stem_of
from majlis.kernel.models import Record
from majlis.textkit.citations import KINDS, find_citations

ROWS = 2_000


def cite(
    wordings: Sequence[ProvisionWording], own: Instrument, among: Collection[str] | None = None
) -> list[Citation]:
    """Find and keep what these words of an instrument cite; a text that is not held gets a stub.

    A text that cites itself by its number is no citation. Where two held texts go by one key, the one
    of the same body is meant; where that does not tell, the stub waits for a person. ``among``: the keys that
    are looked for; without it all.
    """
    found = [
        (wording, each)
        for wording in wordings
        for each in find_citations(wording.text, wording.language)
        if among is None or not {*among}.isdisjoint(found_by(each.value))
    ]
    values = {each.value for _, each in found if not {*found_by(each.value)} & {*own.keys, ""}}
    targets = resolve(values, own)
    rows = [
        Citation(
            wording=wording,
            version_id=wording.provision.version_id,
            start=each.start,
            end=each.end,
            value=each.value[:120],
            target=targets[each.value],
        )
        for wording, each in found
        if each.value in targets
    ]
    return Citation.objects.bulk_create(rows, batch_size=ROWS)


def resolve(values: Iterable[str], own: Instrument) -> dict[str, Instrument]:
    """The instrument that each value of a citation means, seen from the citing one.

    A text that is not held and is cited in several ways (A/RES/70/1, resolution 70/1) is one stub.
    """
    wanted = {each: found_by(each) for each in sorted(values)}
    if not wanted:
        return {}
    held: dict[str, list[Instrument]] = {}
    asked = {form for keys in wanted.values() for key in keys for form in (key, *cited_as(key))}
    known = Instrument.objects.filter(
        keys__overlap=sorted(asked), became=None, record__withdrawal=None
    )
    for each in known.order_by("-held", "pk"):
        for key in each.keys:
            held.setdefault(key, []).append(each)
    found: dict[str, Instrument] = {}
    missing: dict[str, list[str]] = {}
    for value, keys in wanted.items():
        # Whole symbols go first: what is cited by its number is known by then.
        meant = next((one for key in keys if (one := _meant(held.get(key, []), key, own))), None)
        meant = meant or _grown(keys[-1], held)
        if meant is None:
            missing.setdefault(keys[-1], []).append(value)
        else:
            found[value] = meant
    whole = [key for key in missing if cited_as(key)]
    made = dict(zip(whole, stubs(whole), strict=True))
    for each in made.values():
        for key in each.keys:
            held.setdefault(key, []).append(each)
    bare = []
    for key in missing.keys() - made.keys():
        looked = [key, *(form for value in missing[key] for form in found_by(value))]
        meant = next(
            (one for form in looked if (one := _meant(held.get(form, []), form, own))), None
        )
        if meant is None:
            bare.append(key)
        else:
            made[key] = meant
    made |= dict(zip(sorted(bare), stubs(sorted(bare)), strict=True))
    return found | {value: made[key] for key, each in missing.items() for value in each}


def _meant(candidates: Sequence[Instrument], key: str, own: Instrument) -> Instrument | None:
    kept = [each for each in candidates if each.held]
    same = [each for each in kept if each.body_id and each.body_id == own.body_id]
    if len(same) == 1:
        return same[0]
    if len(kept) == 1:
        return kept[0]
    waiting = [each for each in candidates if not each.held]
    exact = next((each for each in waiting if each.keys[0] == key), None)
    if exact is not None or len(waiting) != 1:
        return exact
    # By its number alone: the Council of Human Rights and the Assembly have numbers of one form.
    council = "Human Rights Council"
    if own.keys and organ_of(own.keys[0]) == council != organ_of(waiting[0].keys[0]):
        return None
    return waiting[0]


def _grown(key: str, held: dict[str, list[Instrument]]) -> Instrument | None:
    """The stub that was known by its number alone, with the symbol by which it is cited now."""
    for form in cited_as(key):
        for each in held.get(form, ()):
            if not each.held and each.keys == [form] and "(" not in form:
                each.symbol, each.keys = key, [key, form]
                each.save(update_fields=["symbol", "keys"])
                return each
    return None


def gather(made: Instrument) -> None:
    """Citations by number and year went to the stub of the number alone; those that mean this text come to it."""
    for form in made.keys:
        number = key_of(form)
        if number == form:
            continue
        Citation.objects.filter(
            value=form, target__held=False, target__keys__0=number, target__became=None
        ).update(target=made)
        # Nobody cites it any more: whoever has its address is led on.
        Instrument.objects.filter(held=False, keys__0=number, became=None, cited_by=None).update(
            became=made
        )


def stubs(keys: Sequence[str]) -> list[Instrument]:
    """Texts that others cite and that are not held: known by their symbols alone, one for each."""
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
    made = Instrument.objects.bulk_create(
        (
            Instrument(
                record=record,
                slug=slug,
                kind=_kind_of(key),
                symbol=key,
                keys=[key, *cited_as(key)],
                held=False,
            )
            for key, slug, record in zip(keys, slugs, records, strict=True)
        ),
        batch_size=ROWS,
    )
    for each in made:
        gather(each)
    return made


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
