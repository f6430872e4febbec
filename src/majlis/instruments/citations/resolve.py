"""Resolves the citations that the engine finds in provisions to instruments or stubs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from majlis.instruments.citations.cited_bodies import (
    UNKNOWN,
    BodyOf,
    Reference,
    find_references,
    has_body,
)
from majlis.instruments.citations.stubs import BATCH_SIZE, create_stubs
from majlis.instruments.core.identifiers import lookup_keys, number_keys, organ_of
from majlis.instruments.models import Citation, Instrument, ProvisionWording

type Cited = tuple[str, BodyOf]
"""The value of a citation, and the body of the cited text."""


def save_citations(
    wordings: Sequence[ProvisionWording], own: Instrument, among: Collection[str] | None = None
) -> list[Citation]:
    """Find and save the citations in these wordings of an instrument; texts that are not held get stubs.

    References of a text to itself are skipped. Where the words beside a citation tell its body, it means
    the text of that body. Where two held texts have the key, the citation means the one of the citing
    body; where that does not decide, it leads to a stub for a person to resolve. ``among``: only
    citations by these keys.
    """
    references = [
        each
        for each in find_references(wordings, own)
        if among is None or not {*among}.isdisjoint(lookup_keys(each.found.value))
    ]
    references = [each for each in references if not _is_own(each, own)]
    targets = resolve_citations({cited(each) for each in references}, own)
    rows = [
        Citation(
            wording=each.wording,
            version_id=each.wording.provision.version_id,
            start=each.found.start,
            end=each.found.end,
            value=each.found.value[:120],
            target=targets[cited(each)],
        )
        for each in references
    ]
    return Citation.objects.bulk_create(rows, batch_size=BATCH_SIZE)


def cited(reference: Reference) -> Cited:
    """What a reference cites: a symbol names its body itself, a number needs the body beside it."""
    value = reference.found.value
    return value, UNKNOWN if "/" in value else reference.body


def _is_own(reference: Reference, own: Instrument) -> bool:
    """Whether a reference is one of a text to itself."""
    if not {*lookup_keys(reference.found.value)} & {*own.keys, ""}:
        return False
    body = cited(reference)[1]
    return not body or not has_body(own) or body.is_body_of(own)


def resolve_citations(citations: Iterable[Cited], own: Instrument) -> dict[Cited, Instrument]:
    """Maps each citation to the instrument that it means for the citing one.

    A text that is not held and is cited in several forms (A/RES/70/1, resolution 70/1) gets one
    stub; the same number of two bodies gets two.
    """
    keys_by_cited = {
        each: lookup_keys(each[0]) for each in sorted(citations, key=lambda one: one[0])
    }
    if not keys_by_cited:
        return {}
    by_key: dict[str, list[Instrument]] = {}
    lookup = {
        form for keys in keys_by_cited.values() for key in keys for form in (key, *number_keys(key))
    }
    known = Instrument.objects.filter(
        keys__overlap=sorted(lookup), became=None, record__withdrawal=None
    )
    for each in known.order_by("-held", "pk"):
        for key in each.keys:
            by_key.setdefault(key, []).append(each)
    resolved: dict[Cited, Instrument] = {}
    missing: dict[Cited, list[Cited]] = {}
    for one, keys in keys_by_cited.items():
        # In sorted order full symbols precede bare numbers, which then find their instruments.
        target = _first(by_key, keys, own, one[1]) or _extend_stub(keys[-1], by_key)
        if target is None:
            missing.setdefault((keys[-1], one[1]), []).append(one)
        else:
            resolved[one] = target
    symbols = [each for each in missing if number_keys(each[0])]
    stubs = _create_stubs(symbols)
    for each in stubs.values():
        for key in each.keys:
            by_key.setdefault(key, []).append(each)
    unmatched = []
    for one in missing.keys() - stubs.keys():
        forms = [one[0], *(form for each in missing[one] for form in lookup_keys(each[0]))]
        target = _first(by_key, forms, own, one[1])
        if target is None:
            unmatched.append(one)
        else:
            stubs[one] = target
    unmatched.sort(key=lambda one: (one[0], str(one[1])))
    stubs |= _create_stubs(unmatched)
    return resolved | {each: stubs[one] for one, found in missing.items() for each in found}


def _create_stubs(cited: Sequence[Cited]) -> dict[Cited, Instrument]:
    made = create_stubs([key for key, _body in cited], [body for _key, body in cited])
    return dict(zip(cited, made, strict=True))


def _first(
    by_key: dict[str, list[Instrument]], keys: Iterable[str], own: Instrument, body: BodyOf
) -> Instrument | None:
    """The instrument that the first of these keys means."""
    found = (_choose_instrument(by_key.get(key, []), key, own, body) for key in keys)
    return next((each for each in found if each is not None), None)


def _choose_instrument(
    candidates: Sequence[Instrument], key: str, own: Instrument, body: BodyOf
) -> Instrument | None:
    if body:
        return _choose_of_body(candidates, key, body)
    held = [each for each in candidates if each.held]
    of_body = [each for each in held if each.body_id and each.body_id == own.body_id]
    if len(of_body) == 1:
        return of_body[0]
    if len(held) == 1:
        return held[0]
    stubs = [each for each in candidates if not each.held]
    if "/" not in key:
        stubs = _stubs_of_number(stubs, own)
    exact = next((each for each in stubs if each.keys[0] == key), None)
    if exact is not None or len(stubs) != 1:
        return exact
    # By number alone: those of the Human Rights Council and the General Assembly have the same form.
    council = "Human Rights Council"
    if own.keys and organ_of(own.keys[0]) == council != organ_of(stubs[0].keys[0]):
        return None
    return stubs[0]


def _stubs_of_number(stubs: Sequence[Instrument], own: Instrument) -> list[Instrument]:
    """Those of the stubs of a number that may be meant where nothing tells the body of the cited text."""
    open_ = [each for each in stubs if not has_body(each) or _has_symbol(each)]
    if open_ or not has_body(own):
        return open_ or (list(stubs) if len(stubs) == 1 else [])
    return [each for each in stubs if BodyOf(own.body_id, own.body_words).is_body_of(each)]


def _has_symbol(stub: Instrument) -> bool:
    """Whether a stub is cited by a symbol, which no other body uses."""
    return "/" in stub.keys[0]


def _choose_of_body(candidates: Sequence[Instrument], key: str, body: BodyOf) -> Instrument | None:
    """The text of a body: held, else a stub; else the only held one, where its body is not known."""
    fitting = [each for each in candidates if body.is_body_of(each)]
    held = [each for each in fitting if each.held]
    if len(held) == 1:
        return held[0]
    stubs = [each for each in fitting if not each.held]
    stub = next((each for each in stubs if each.keys[0] == key or _has_symbol(each)), None)
    if stub is not None or held:
        return stub
    unknown = [each for each in candidates if not has_body(each)]
    only = next((each for each in unknown if each.held), None)
    if only is not None:
        return only if sum(each.held for each in unknown) == 1 else None
    stub = next((each for each in unknown if each.keys[0] == key), None)
    return _give_body(stub, body) if stub is not None else None


def _give_body(stub: Instrument, body: BodyOf) -> Instrument | None:
    """The stub with this body, where only texts whose own body is not known cite it; else None."""
    known = Q(version__instrument__body__isnull=False) | ~Q(version__instrument__body_words="")
    if stub.cited_by.filter(known).exists():
        return None
    stub.body_id = body.key
    stub.body_words = "" if body.key is not None else body.words[:200]
    stub.save(update_fields=["body", "body_words"])
    return stub


def _extend_stub(key: str, by_key: dict[str, list[Instrument]]) -> Instrument | None:
    """The stub known by number alone, extended by the symbol by which it is cited now."""
    for form in number_keys(key):
        for each in by_key.get(form, ()):
            if not each.held and each.keys == [form] and "(" not in form:
                each.symbol, each.keys = key, [key, form]
                each.save(update_fields=["symbol", "keys"])
                return each
    return None
