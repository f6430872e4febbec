"""Citations found in provisions by the engine and resolved to instruments, or to stubs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from majlis.instruments.citations.stubs import BATCH_SIZE, create_stubs
from majlis.instruments.core.identifiers import lookup_keys, number_keys, organ_of
from majlis.instruments.models import Citation, Instrument, ProvisionWording
from majlis.textkit.citations import find_citations


def save_citations(
    wordings: Sequence[ProvisionWording], own: Instrument, among: Collection[str] | None = None
) -> list[Citation]:
    """Find and keep what these words of an instrument cite; a text that is not held gets a stub.

    A text that cites itself by its number is no citation. Where two held texts go by one key, the one
    of the same body is meant; where that does not tell, the stub waits for a person. ``withdrawal_among``: the keys that
    are looked for; without it all.
    """
    found = [
        (wording, each)
        for wording in wordings
        for each in find_citations(wording.text, wording.language)
        if among is None or not {*among}.isdisjoint(lookup_keys(each.value))
    ]
    values = {each.value for _, each in found if not {*lookup_keys(each.value)} & {*own.keys, ""}}
    targets = resolve_citations(values, own)
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
    return Citation.objects.bulk_create(rows, batch_size=BATCH_SIZE)


def resolve_citations(values: Iterable[str], own: Instrument) -> dict[str, Instrument]:
    """The instrument that each value of a citation means, seen from the citing one.

    A text that is not held and is cited in several ways (A/RES/70/1, resolution 70/1) is one stub.
    """
    wanted = {each: lookup_keys(each) for each in sorted(values)}
    if not wanted:
        return {}
    held: dict[str, list[Instrument]] = {}
    asked = {form for keys in wanted.values() for key in keys for form in (key, *number_keys(key))}
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
        meant = next(
            (one for key in keys if (one := _choose_instrument(held.get(key, []), key, own))), None
        )
        meant = meant or _extend_stub(keys[-1], held)
        if meant is None:
            missing.setdefault(keys[-1], []).append(value)
        else:
            found[value] = meant
    whole = [key for key in missing if number_keys(key)]
    made = dict(zip(whole, create_stubs(whole), strict=True))
    for each in made.values():
        for key in each.keys:
            held.setdefault(key, []).append(each)
    bare = []
    for key in missing.keys() - made.keys():
        looked = [key, *(form for value in missing[key] for form in lookup_keys(value))]
        meant = next(
            (one for form in looked if (one := _choose_instrument(held.get(form, []), form, own))),
            None,
        )
        if meant is None:
            bare.append(key)
        else:
            made[key] = meant
    made |= dict(zip(sorted(bare), create_stubs(sorted(bare)), strict=True))
    return found | {value: made[key] for key, each in missing.items() for value in each}


def _choose_instrument(
    candidates: Sequence[Instrument], key: str, own: Instrument
) -> Instrument | None:
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


def _extend_stub(key: str, held: dict[str, list[Instrument]]) -> Instrument | None:
    """The stub that was known by its number alone, with the symbol by which it is cited now."""
    for form in number_keys(key):
        for each in held.get(form, ()):
            if not each.held and each.keys == [form] and "(" not in form:
                each.symbol, each.keys = key, [key, form]
                each.save(update_fields=["symbol", "keys"])
                return each
    return None
