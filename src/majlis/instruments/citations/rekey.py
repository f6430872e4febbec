"""Replaces the keys of an instrument whose symbol was corrected, and resolves citations again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from majlis.commons.search.tasks import refresh
from majlis.instruments.citations.cited_bodies import UNKNOWN, find_references
from majlis.instruments.citations.resolve import (
    Cited,
    cited,
    resolve_citations,
    save_citations,
)
from majlis.instruments.citations.stubs import claim_citations, replace_stub, stub_stands_for
from majlis.instruments.core.identifiers import lookup_keys, split_symbol, symbol_keys
from majlis.instruments.models import Citation, Instrument, LanguageVersion, ProvisionWording
from majlis.instruments.models.choices import kind_for
from majlis.kernel.languages import LANGUAGE_CODES


def rekey_instrument(instrument: Instrument, symbol: str, kind: str) -> None:
    """Replace the keys of a text's former symbol by those of its current one.

    Keys from the symbols of its later versions stay, and those of stubs that a person resolved to
    it.
    """
    current = keys_in_all_languages(instrument.symbol, instrument.kind)
    wrong = {key for code in LANGUAGE_CODES for key in symbol_keys(symbol, kind, code)}
    obsolete = wrong - {*current, *keys_of_later_versions(instrument)}
    remaining = [key for key in instrument.keys if key not in obsolete]
    instrument.keys = list(dict.fromkeys([*current, *remaining]))
    instrument.save(update_fields=["keys"])
    obsolete_stubs = Instrument.objects.filter(became=instrument, keys__0__in=obsolete)
    changed_stubs = set(obsolete_stubs.values_list("pk", flat=True))
    obsolete_stubs.update(became=None)
    changed_stubs |= _resolve_again(instrument, obsolete)
    changed_stubs |= _replace_stubs(instrument, current)
    Citation.objects.filter(target=instrument, version__instrument=instrument).delete()
    if changed_stubs:
        refresh.enqueue(sorted(changed_stubs))


def claim_stubs(instrument: Instrument) -> None:
    """Move to a restored text the citations that led to stubs while it was withdrawn."""
    if replaced := _replace_stubs(instrument, instrument.keys):
        refresh.enqueue(sorted(replaced))


def _replace_stubs(instrument: Instrument, keys: list[str]) -> set[int]:
    """Replace the stubs that stand for the text by one of the keys; gives their primary keys."""
    replaced = set()
    stubs = Instrument.objects.filter(keys__overlap=keys, held=False, became=None) if keys else []
    for stub in stubs:
        if stub_stands_for(stub, instrument.body, keys, instrument.body_words):
            replace_stub(stub, instrument)
            instrument.keys = list(dict.fromkeys([*instrument.keys, *stub.keys]))
            instrument.save(update_fields=["keys"])
            replaced.add(stub.pk)
    claim_citations(instrument)
    return replaced


def keys_in_all_languages(symbol: str, kind: str) -> list[str]:
    """The keys of a symbol in whatever language it is written."""
    candidates = [symbol_keys(symbol, kind, code) for code in ("en", *LANGUAGE_CODES)]
    return next((keys for keys in candidates if keys and keys[0] != symbol.strip()), candidates[0])


def keys_of_later_versions(instrument: Instrument) -> set[str]:
    """The keys of the symbols of its versions, except the first."""
    languages = LanguageVersion.objects.filter(version__instrument=instrument).exclude(symbol="")
    first = instrument.versions.order_by("pk").first()
    return {
        key
        for each in languages.exclude(version=first)
        for key in symbol_keys(
            split_symbol(each.symbol).symbol, kind_for(each.kind or instrument.kind), each.language
        )
    }


def _resolve_again(instrument: Instrument, obsolete: Collection[str]) -> set[int]:
    """Resolve citations by these keys again; gives the primary keys of the stubs cited now."""
    rows = Citation.objects.filter(target=instrument).select_related(
        "version__instrument", "wording"
    )
    moved: dict[Instrument, list[Citation]] = {}
    for each in rows.exclude(wording__provision__kind="annex", start=0):  # its heading as an annex
        forms = set(lookup_keys(each.value))
        if forms & set(obsolete) and not forms & set(instrument.keys):
            moved.setdefault(each.version.instrument, []).append(each)
    targets: list[Instrument] = []
    for citing, citations in moved.items():
        bodies = _cited_bodies(citations, citing)
        resolved = resolve_citations(bodies.values(), citing)
        for each in citations:
            each.target = resolved[bodies[each.pk]]
        Citation.objects.bulk_update(citations, ["target"])
        targets += resolved.values()
    # Its references to the other text were skipped as references to itself.
    words = ProvisionWording.objects.filter(provision__version__instrument=instrument)
    body_wordings = words.exclude(provision__kind__in=("title", "heading", "annex")).exclude(
        text=""
    )
    added = save_citations(
        list(body_wordings.select_related("provision")), instrument, among=obsolete
    )
    targets += (each.target for each in added)
    return {each.pk for each in targets if not each.held}


def _cited_bodies(citations: Sequence[Citation], citing: Instrument) -> dict[int, Cited]:
    """What each of these citations cites, with the body that its wording tells."""
    wordings = list({each.wording_id: each.wording for each in citations}.values())
    found = {
        (each.wording.pk, each.found.start): cited(each)
        for each in find_references(wordings, citing)
    }
    return {
        each.pk: found.get((each.wording_id, each.start), (each.value, UNKNOWN))
        for each in citations
    }
