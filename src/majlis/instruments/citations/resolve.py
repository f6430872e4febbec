"""Resolves the citations that the engine finds in provisions to instruments or stubs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from majlis.instruments.citations.stubs import BATCH_SIZE, create_stubs
from majlis.instruments.core.identifiers import lookup_keys, number_keys, organ_of
from majlis.instruments.models import Citation, Instrument, ProvisionWording
from majlis.textkit.citations import find_citations


def save_citations(
    wordings: Sequence[ProvisionWording], own: Instrument, among: Collection[str] | None = None
) -> list[Citation]:
    """Find and save the citations in these wordings of an instrument; texts that are not held get stubs.

    References of a text to itself are skipped. Where two held texts have the key, the citation
    means the one of the citing body; where that does not decide, it leads to a stub for a person to
    resolve. ``among``: only citations by these keys.
    """
    references = [
        (wording, each)
        for wording in wordings
        for each in find_citations(wording.text, wording.language)
        if among is None or not {*among}.isdisjoint(lookup_keys(each.value))
    ]
    values = {
        each.value for _, each in references if not {*lookup_keys(each.value)} & {*own.keys, ""}
    }
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
        for wording, each in references
        if each.value in targets
    ]
    return Citation.objects.bulk_create(rows, batch_size=BATCH_SIZE)


def resolve_citations(values: Iterable[str], own: Instrument) -> dict[str, Instrument]:
    """Maps each citation value to the instrument that it means for the citing one.

    A text that is not held and is cited in several forms (A/RES/70/1, resolution 70/1) gets one
    stub.
    """
    keys_by_value = {each: lookup_keys(each) for each in sorted(values)}
    if not keys_by_value:
        return {}
    by_key: dict[str, list[Instrument]] = {}
    lookup = {
        form for keys in keys_by_value.values() for key in keys for form in (key, *number_keys(key))
    }
    known = Instrument.objects.filter(
        keys__overlap=sorted(lookup), became=None, record__withdrawal=None
    )
    for each in known.order_by("-held", "pk"):
        for key in each.keys:
            by_key.setdefault(key, []).append(each)
    resolved: dict[str, Instrument] = {}
    missing: dict[str, list[str]] = {}
    for value, keys in keys_by_value.items():
        # In sorted order full symbols precede bare numbers, which then find their instruments.
        target = next(
            (one for key in keys if (one := _choose_instrument(by_key.get(key, []), key, own))),
            None,
        )
        target = target or _extend_stub(keys[-1], by_key)
        if target is None:
            missing.setdefault(keys[-1], []).append(value)
        else:
            resolved[value] = target
    symbols = [key for key in missing if number_keys(key)]
    stubs = dict(zip(symbols, create_stubs(symbols), strict=True))
    for each in stubs.values():
        for key in each.keys:
            by_key.setdefault(key, []).append(each)
    unmatched = []
    for key in missing.keys() - stubs.keys():
        forms = [key, *(form for value in missing[key] for form in lookup_keys(value))]
        target = next(
            (one for form in forms if (one := _choose_instrument(by_key.get(form, []), form, own))),
            None,
        )
        if target is None:
            unmatched.append(key)
        else:
            stubs[key] = target
    stubs |= dict(zip(sorted(unmatched), create_stubs(sorted(unmatched)), strict=True))
    return resolved | {value: stubs[key] for key, each in missing.items() for value in each}


def _choose_instrument(
    candidates: Sequence[Instrument], key: str, own: Instrument
) -> Instrument | None:
    held = [each for each in candidates if each.held]
    of_body = [each for each in held if each.body_id and each.body_id == own.body_id]
    if len(of_body) == 1:
        return of_body[0]
    if len(held) == 1:
        return held[0]
    stubs = [each for each in candidates if not each.held]
    exact = next((each for each in stubs if each.keys[0] == key), None)
    if exact is not None or len(stubs) != 1:
        return exact
    # By number alone: those of the Human Rights Council and the General Assembly have the same form.
    council = "Human Rights Council"
    if own.keys and organ_of(own.keys[0]) == council != organ_of(stubs[0].keys[0]):
        return None
    return stubs[0]


def _extend_stub(key: str, by_key: dict[str, list[Instrument]]) -> Instrument | None:
    """The stub known by number alone, extended by the symbol by which it is cited now."""
    for form in number_keys(key):
        for each in by_key.get(form, ()):
            if not each.held and each.keys == [form] and "(" not in form:
                each.symbol, each.keys = key, [key, form]
                each.save(update_fields=["symbol", "keys"])
                return each
    return None
